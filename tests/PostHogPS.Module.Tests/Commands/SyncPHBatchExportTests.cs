using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Sync-PHBatchExport and Compare-PHBatchExport over two servers.</summary>
public sealed class SyncPHBatchExportTests : IDisposable
{
    private readonly TwoRegions _two = new("C", null,
        new SandboxExport { Name = "events-to-s3", Type = "AwsS3", Config = """{"bucket_name":"b","region":"r","prefix":"p","compression":"gzip"}""" },
        new SandboxExport { Name = "second", Type = "BigQuery", Config = """{"dataset_id":"d","table_id":"t","use_json_type":true}""" });

    public void Dispose() => _two.Dispose();

    private IReadOnlyList<BatchExportDifference> Compare(string more = "") => _two.Run("Compare-PHBatchExport $folder " + more).As<BatchExportDifference>();

    private IReadOnlyList<BatchExportSyncStep> Sync(string more = "") => _two.Run("Sync-PHBatchExport $folder " + more).As<BatchExportSyncStep>();

    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData("C", "AwsS3", "-AwsS3 -BucketName b -Region eu-central-1 -Prefix p/ -FileFormat Parquet -Compression zstd -MaxFileSizeMB 100 -Encryption aws:kms -KmsKeyId k -IntegrationId 1011 -ExcludeEvent a, b")]
    [InlineData("C", "S3Compatible", "-S3Compatible -BucketName b -Region us-east-1 -Prefix p/ -VirtualStyleAddressing -IntegrationId 1012")]
    [InlineData("C", "Snowflake", "-Snowflake -Database d -Warehouse w -Schema s -TableName t -Role r -IntegrationId 1013")]
    [InlineData("C", "Postgres", "-Postgres -Database d -Schema s -TableName t -IntegrationId 1014")]
    [InlineData("C", "Redshift", "-Redshift -Database d -HostName h.example -Port 5440 -PropertiesDataType super -IntegrationId 1015")]
    [InlineData("C", "Redshift", "-Redshift -Database d -HostName h.example -Mode COPY -CopyBucket b -CopyRegion r -CopyPrefix /x -CopyAuthorization arn:aws:iam::1:role/x -CopyBucketCredential 1011 -IntegrationId 1015")]
    [InlineData("C", "BigQuery", "-BigQuery -DatasetId d -TableId t -JsonType -IntegrationId 1016")]
    [InlineData("C", "Databricks", "-Databricks -HttpPath /sql -Catalog c -Schema s -TableName t -VariantType:$false -IntegrationId 1017")]
    [InlineData("C", "AzureBlob", "-AzureBlob -ContainerName c -Prefix p/ -IntegrationId 1018")]
    [InlineData("C", "HTTP", "-Http -Url https://eu.i.posthog.com/batch/ -Token $secret")]
    [InlineData("A", "S3", "-S3 -BucketName b -Region r -Prefix p -AwsAccessKeyId AKIAX -AwsSecretAccessKey $secret -EndpointUrl https://minio.example")]
    [InlineData("A", "Snowflake", "-Snowflake -Database d -Warehouse w -Schema s -Account acc -Credential $credential")]
    [InlineData("A", "Postgres", "-Postgres -Database d -HostName h.example -Port 5433 -Credential $credential -SelfSignedCertificate")]
    [InlineData("A", "Redshift", "-Redshift -Database d -HostName h.example -Credential $credential")]
    [InlineData("A", "HTTP", "-Http -Url https://eu.i.posthog.com/batch/ -Token $secret")]
    public void Every_type_travels_from_one_region_to_the_other_and_back(string generation, string type, string destination)
    {
        using var two = new TwoRegions(generation);
        two.Run("$credential = [pscredential]::new('planted-user-77', $secret)");
        string schedule = generation == "C" ? "-OffsetHour 4 -Timezone Europe/Berlin" : "";
        two.Run($"New-PHBatchExportDestination {destination} | New-PHBatchExport -Name 'made [1]' -Interval day {schedule} -StartAt 2026-01-01T00:00:00Z -Filter @{{ type = 'event'; id = 'x' }} -Paused");
        two.Run("Export-PHBatchExport -Path $folder -IncludeState");
        foreach (string text in two.Files().Values)
        {
            Assert.DoesNotContain(Bench.PlantedSecret, text, StringComparison.Ordinal);
            Assert.DoesNotContain("planted-user-77", text, StringComparison.Ordinal);
            Assert.DoesNotContain("AKIAX", text, StringComparison.Ordinal);
            Assert.DoesNotContain("101", text.Replace("1011", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        Assert.Equal("True", two.Run("Compare-PHBatchExport $folder -Quiet").Single.ToString());

        BatchExportSyncStep made = Assert.Single(two.Run($"Sync-PHBatchExport $folder -Connection eu -Secret {two.AllSecrets()}").As<BatchExportSyncStep>());
        Assert.Equal(("Create", "Done"), (made.Action, made.State));
        Assert.Single(TwoRegions.Writes(two.Eu));
        Assert.Empty(two.Run("Compare-PHBatchExport $folder -Connection eu").Objects);
        two.Forget();
        Assert.Empty(two.Run("Sync-PHBatchExport $folder -Connection eu -Prune").Objects);
        Assert.Empty(TwoRegions.Writes(two.Eu));

        two.Shell.Set("back", two.Path("back"));
        two.Run("Export-PHBatchExport -Path $back -Connection eu -IncludeState");
        Assert.Equal(two.PortableFiles("files"), two.PortableFiles("back"));
        Assert.NotEqual(two.Files("files"), two.Files("back"));
        BatchExport copy = two.Run("Get-PHBatchExport -Connection eu").As<BatchExport>().Single();
        Assert.Equal((type, true), (copy.Destination.Type, copy.Paused));
        if (copy.Destination.IntegrationId is { } integration)
            Assert.InRange(integration, TwoRegions.EuProject * 10L, (TwoRegions.EuProject * 10L) + 9);
    }

    [Fact]
    public void A_query_travels_with_its_columns()
    {
        _two.Run("Get-PHBatchExport second | New-PHBatchExport -Name query -Model hogql -HogQLQuery 'SELECT toDate(timestamp) AS day, 1 AS version FROM events' -PrimaryKey day -VersionKey version "
            + "-IncrementalMode MERGE -HogQLModifiers @{ personsOnEventsMode = 'person_id_override_properties_on_events' } -Interval week -OffsetDay Monday");
        _two.Run("Export-PHBatchExport query -Path $folder; Sync-PHBatchExport $folder -Connection eu");
        Assert.Empty(Compare("-Connection eu"));
        BatchExport made = _two.Run("Get-PHBatchExport query -Connection eu").As<BatchExport>().Single();
        Assert.Equal(("hogql", "MERGE", "day", "version", 1),
            (made.Model, made.IncrementalMode, made.PrimaryKey.Single(), made.VersionKey.Single(), made.HogQLModifiers.Count));
    }

    [Fact]
    public void Every_difference_is_one_object()
    {
        _two.Run("Export-PHBatchExport -Path $folder");
        _two.Edit("events-to-s3.json", "\"p\"", "\"new/\"");
        _two.Edit("events-to-s3.json", "\"interval\": \"hour\"", "\"interval\": \"day\", \"offset_hour\": 3, \"note\": 1");
        _two.Put("added.json", """{ "$schema": "batch-export.1.json", "name": "added", "model": "events", "interval": "hour", "destination": { "type": "NoOp" } }""");
        File.Delete(Path.Combine(_two.Path("files"), "second.json"));

        IReadOnlyList<BatchExportDifference> found = Compare();

        Assert.Equal(
            [
                "added.json|added||||Added", "events-to-s3.json|events-to-s3|interval|day|hour|Changed",
                    "events-to-s3.json|events-to-s3|offset_hour|3|0|Changed",
                "events-to-s3.json|events-to-s3|destination.config.prefix|new/|p|Changed", "events-to-s3.json|events-to-s3|note|1||Unknown",
                    "|second||||Removed",
            ],
            found.Select(d => $"{d.File}|{d.BatchExport}|{d.Property}|{d.InFile}|{d.AtPostHog}|{d.Kind}"));
        Assert.Equal("False", _two.Run("Compare-PHBatchExport $folder -Quiet").Single.ToString());
        Assert.Equal(6, found[1].Line);
        Assert.Equal(101, found[1].ProjectId);
    }

    [Fact]
    public void Absent_null_and_default_are_one_and_event_lists_are_sets()
    {
        _two.Run("Set-PHBatchExport events-to-s3 -Destination @{ include_events = @('a', 'b'); max_file_size_mb = 512 }; Export-PHBatchExport -Path $folder");
        _two.Edit("events-to-s3.json", "\"max_file_size_mb\": 512",
            "\"max_file_size_mb\": 512, \"file_format\": \"JSONLines\", \"kms_key_id\": null, \"legacy_parquet_extension\": true");
        string text = _two.Files()["events-to-s3.json"];
        _two.Put("events-to-s3.json", text.Replace("\"a\"", "\"?\"", StringComparison.Ordinal).Replace("\"b\"\n", "\"a\"\n", StringComparison.Ordinal)
            .Replace("\"?\"", "\"b\"", StringComparison.Ordinal));
        Assert.NotEqual(text, _two.Files()["events-to-s3.json"]);
        Assert.Empty(Compare());
    }

    [Fact]
    public void The_plan_comes_first_and_sends_nothing()
    {
        Prepare();
        _two.Forget();
        ShellResult whatIf = _two.Run("Sync-PHBatchExport $folder -Prune -WhatIf");
        Assert.Empty(whatIf.Objects);
        Assert.Contains("destination.config.prefix: p -> new/", _two.Shell.Show("Sync-PHBatchExport $folder -Prune -WhatIf").Text, StringComparison.Ordinal);
        IReadOnlyList<BatchExportSyncStep> plan = Sync("-Prune -PlanOnly");
        Assert.Equal(["Create added Planned", "Change events-to-s3 Planned", "Remove second Planned"],
            plan.Select(s => $"{s.Action} {s.BatchExport} {s.State}"));
        Assert.Empty(TwoRegions.Writes(_two.Us));
    }

    [Fact]
    public void A_sync_creates_changes_and_removes_one_by_one_and_a_second_one_sends_no_write()
    {
        Prepare();
        _two.Forget();
        IReadOnlyList<BatchExportSyncStep> done = Sync("-Prune");
        Assert.All(done, step => Assert.Equal("Done", step.State));
        Assert.Equal(["POST", "PATCH", "DELETE"], TwoRegions.Writes(_two.Us).Select(w => w.Split(' ')[0]));
        Assert.Equal(2 + 3, TwoRegions.Count(_two.Us));
        Assert.Empty(Compare());
        _two.Forget();
        Assert.Empty(Sync("-Prune"));
        Assert.Equal(2, TwoRegions.Count(_two.Us));
    }

    [Fact]
    public void Nothing_is_removed_without_Prune()
    {
        Prepare();
        Sync();
        Assert.Equal("second", Assert.Single(Compare()).BatchExport);
    }

    [Fact]
    public void Prune_with_an_empty_folder_is_refused()
    {
        Directory.CreateDirectory(_two.Path("files"));
        ShellResult result = _two.Fail("PostHog.Validation", "Sync-PHBatchExport $folder -Prune");
        Assert.Contains("would remove all 2 exports", result.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(TwoRegions.Writes(_two.Us));
    }

    [Fact]
    public void A_change_takes_a_setting_back_to_its_default()
    {
        _two.Run("Set-PHBatchExport second -Interval day -OffsetHour 5 -Timezone Europe/Berlin -StartAt 2026-01-01T00:00:00Z -Filter @{ type = 'event'; id = 'x' } -Destination @{ exclude_events = @('q') }");
        _two.Put("second.json", """
            { "$schema": "batch-export.1.json", "name": "second", "model": "events", "interval": "day",
              "destination": { "type": "BigQuery", "integration": { "kind": "google-cloud-service-account", "name": "ID: exports@northwind.iam.gserviceaccount.com-{project}-key-file" },
                               "config": { "dataset_id": "d" } } }
            """);
        Sync();
        BatchExport after = _two.Run("Get-PHBatchExport second").As<BatchExport>().Single();
        Assert.Equal((0, "UTC", null, 0, "events", "False"),
            (after.OffsetHour, after.Timezone, after.StartAt, after.Filters.Length, after.Destination.Config["table_id"],
            $"{after.Destination.Config["use_json_type"]}"));
        Assert.DoesNotContain(Compare(), d => d.BatchExport == "second");
    }

    [Theory]
    [InlineData("\"type\": \"AwsS3\"", "\"type\": \"S3Compatible\"", "type AwsS3, and the file says S3Compatible")]
    [InlineData("\"model\": \"events\"", "\"model\": \"sessions\"", "model is events, and the file says sessions")]
    public void What_cannot_change_is_refused_with_the_reason_before_anything_is_sent(string old, string replacement, string reason)
    {
        Prepare();
        _two.Edit("events-to-s3.json", old, replacement);
        if (replacement.Contains("S3Compatible", StringComparison.Ordinal))
            _two.Edit("events-to-s3.json", "\"kind\": \"aws-s3\"", "\"kind\": \"s3-compatible\"");
        _two.Forget();
        ShellResult result = _two.Fail("PostHog.Validation", "Sync-PHBatchExport $folder -Prune");
        Assert.Contains(reason, result.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(TwoRegions.Writes(_two.Us));
        Assert.Contains(Sync("-PlanOnly"), step => step.Action == "Refuse" && step.Reason.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Two_that_match_are_refused_and_never_guessed()
    {
        _two.Run("Export-PHBatchExport second -Path $folder; $null = Get-PHBatchExport second | New-PHBatchExport -Name second -Force");
        _two.Edit("second.json", "\"id\": ", "\"x-id\": ");
        _two.Forget();
        ShellResult result = _two.Fail("PostHog.AmbiguousName", "Sync-PHBatchExport $folder -Prune");
        Assert.Contains("second", result.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(TwoRegions.Writes(_two.Us));
        _two.Fail("PostHog.AmbiguousName", "Compare-PHBatchExport $folder");
    }

    [Fact]
    public void Two_files_of_one_export_are_refused()
    {
        _two.Run("Export-PHBatchExport second -Path $folder");
        _two.Put("copy.json", _two.Files()["second.json"]);
        ShellResult result = Assert.IsType<ShellResult>(_two.Shell.Run("Sync-PHBatchExport $folder"));
        Assert.All(result.Errors, e => Assert.Contains("'copy.json' and 'second.json'", e.Exception.Message, StringComparison.Ordinal));
        Assert.NotEmpty(result.Errors);
    }

    [Fact]
    public void An_id_of_another_project_gives_way_to_name_model_and_type()
    {
        _two.Run("Export-PHBatchExport -Path $folder; Sync-PHBatchExport $folder -Connection eu");
        _two.Edit("second.json", "\"dataset_id\": \"d\"", "\"dataset_id\": \"d2\"");
        _two.Forget();
        BatchExportSyncStep step = Assert.Single(Sync("-Connection eu"));
        Assert.Equal(("Change", "second"), (step.Action, step.BatchExport));
        Assert.StartsWith("PATCH /api/projects/20202/", Assert.Single(TwoRegions.Writes(_two.Eu)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_file_is_an_error_with_file_line_and_property_before_anything_is_sent()
    {
        Prepare();
        _two.Put("bad.json", "{ \"$schema\": \"batch-export.1.json\", \"name\": \"bad\", \"model\": \"events\",\n  \"interval\": 5, \"destination\": { \"type\": \"AwsS3\",\n  \"config\": { \"region\": \"r\" } } }");
        _two.Put("worse.json", "{\n  \"name\"\n}");
        _two.Forget();
        foreach (string command in new[] { "Compare-PHBatchExport $folder", "Sync-PHBatchExport $folder -Prune" })
        {
            ShellResult result = _two.Fail("PostHog.InvalidFile", command);
            Assert.Equal(4, result.Errors.Count);
            string[] messages = [.. result.Errors.Select(e => e.Exception.Message)];
            Assert.Contains("bad.json', line 2, column 15, interval: ", messages[0], StringComparison.Ordinal);
            Assert.Contains("line 3, column 13, destination.config.bucket_name", messages[1], StringComparison.Ordinal);
            Assert.Contains("worse.json', line 3, column 1", messages[3], StringComparison.Ordinal);
        }

        Assert.Equal("False", _two.Shell.Run("Compare-PHBatchExport $folder -Quiet -ErrorAction Ignore").Single.ToString());
        Assert.Equal(0, TwoRegions.Count(_two.Us));
    }

    [Fact]
    public void Unknown_properties_survive_and_are_not_sent()
    {
        _two.Run("Export-PHBatchExport second -Path $folder");
        _two.Edit("second.json", "\"dataset_id\": \"d\"", "\"dataset_id\": \"d3\", \"future_setting\": [1]");
        _two.Edit("second.json", "\"interval\"", "\"owner\": \"data\", \"interval\"");
        _two.Forget();
        Sync();
        string body = _two.Us.Requests.All.Single(r => r.Method == "PATCH").Body;
        Assert.DoesNotContain("future_setting", body, StringComparison.Ordinal);
        Assert.DoesNotContain("owner", body, StringComparison.Ordinal);
        Assert.Equal(["Unknown", "Unknown"], Compare().Where(d => d.BatchExport == "second").Select(d => d.Kind));
        Assert.Empty(Sync());
        _two.Run("Set-PHBatchExport second -Destination @{ table_id = 'u' }; Export-PHBatchExport second -Path $folder");
        Assert.Contains("future_setting", _two.Files()["second.json"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_of_a_newer_server_is_kept_in_the_file_and_never_sent()
    {
        using var two = new TwoRegions("C", null,
            new SandboxExport { Name = "n", Type = "NoOp", Config = """{"arg":"x","later":{"b":1,"a":"2"},"hidden_token":"t"}""" });
        two.Run("Export-PHBatchExport -Path $folder");
        Assert.Contains("\"later\": {", two.Files()["n.json"], StringComparison.Ordinal);
        Assert.DoesNotContain("hidden_token", two.Files()["n.json"], StringComparison.Ordinal);
        two.Run("$WarningPreference = 'SilentlyContinue'; Sync-PHBatchExport $folder -Connection eu");
        Assert.DoesNotContain("later", two.Eu.Requests.All.Single(r => r.Method == "POST").Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_create_whose_answer_was_lost_is_found_by_the_next_run()
    {
        Prepare();
        _two.Us.Faults.Add(new Fault { Kind = FaultKind.Reset, AfterProcessing = true, Method = "POST", Path = "*/batch_exports/", Times = 1 });
        _two.Forget();
        ShellResult lost = _two.Fail("PostHog.FateUnknown", "$steps = Sync-PHBatchExport $folder -Prune");
        Assert.Single(lost.Errors);
        Assert.Equal(["Failed", "Done", "Skipped"], _two.Run("$steps").As<BatchExportSyncStep>().Select(s => s.State));
        Assert.Single(TwoRegions.Writes(_two.Us), w => w.StartsWith("POST", StringComparison.Ordinal));
        _two.Forget();
        Assert.Equal(["Remove"], Sync("-Prune").Select(s => s.Action));
        Assert.Equal(["DELETE"], TwoRegions.Writes(_two.Us).Select(w => w.Split(' ')[0]));
        Assert.Empty(Compare());
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public void Interrupted_at_any_step_it_is_run_again(string method)
    {
        Prepare();
        _two.Us.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 400, Method = method, Path = "*/batch_exports/*", Times = 1,
            Body = "{\"type\":\"validation_error\",\"code\":\"invalid_input\",\"detail\":\"no\",\"attr\":null}" });
        ShellResult result = _two.Shell.Run("Sync-PHBatchExport $folder -Prune");
        Assert.Single(result.Errors);
        _two.Run("Sync-PHBatchExport $folder -Prune");
        Assert.Empty(Compare());
        Assert.Equal(2, _two.Run("Get-PHBatchExport").Objects.Count);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public void Stopped_with_Ctrl_C_it_is_run_again_and_nothing_is_made_twice(string method)
    {
        using var folder = new TempFolder();
        using Scene scene = Scene.Of(new SandboxExport { Name = "a", Type = "NoOp" }, new SandboxExport { Name = "b", Type = "NoOp" });
        scene.Shell.Set("folder", folder["files"]);
        scene.Run("Export-PHBatchExport -Path $folder; Set-PHBatchExport a -Interval day; Remove-PHBatchExport b -Confirm:$false; $null = New-PHBatchExport c @{ type = 'NoOp'; config = @{} }").Clean();
        scene.StopAt("Sync-PHBatchExport $folder -Prune -Confirm:$false", method, "*/batch_exports/*", 1);
        scene.Run("Sync-PHBatchExport $folder -Prune -Confirm:$false").Clean();
        Assert.Equal("True", scene.Run("Compare-PHBatchExport $folder -Quiet").Single.ToString());
        Assert.Equal(["a", "b"], scene.Run("(Get-PHBatchExport).Name").As<string>().Order());
    }

    [Fact]
    public void A_removal_is_asked_about_and_a_change_is_not()
    {
        Prepare();
        _two.Run("$ConfirmPreference = 'High'");
        _two.Shell.UI.Answers.Enqueue("N");
        IReadOnlyList<BatchExportSyncStep> done = Sync("-Prune");
        Assert.Equal(["Create", "Change"], done.Select(step => step.Action));
        Assert.Equal("second", Assert.Single(Compare()).BatchExport);
        Assert.Equal("Remove", Assert.Single(Sync("-Prune -Confirm:$false")).Action);
    }

    [Fact]
    public void An_integration_that_the_project_has_not_is_refused_with_those_it_has()
    {
        Prepare();
        _two.Edit("events-to-s3.json", "posthog-exports (AWS", "other-exports (AWS");
        _two.Forget();
        ShellResult result = _two.Fail("PostHog.IntegrationNotMapped", "Sync-PHBatchExport $folder -Prune");
        Assert.Contains("1011 'posthog-exports (AWS", result.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(TwoRegions.Writes(_two.Us));
    }

    [Fact]
    public void A_server_that_does_not_apply_a_change_is_told()
    {
        using var two = new TwoRegions("A", null, new SandboxExport { Name = "old", Type = "NoOp", Interval = "day" });
        two.Run("Export-PHBatchExport -Path $folder");
        two.Edit("old.json", "\"interval\": \"day\"", "\"interval\": \"day\", \"timezone\": \"Europe/Berlin\"");
        Assert.Contains("did not apply to 'old': timezone", Assert.Single(two.Shell.Run("Sync-PHBatchExport $folder").Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_type_is_refused_with_its_line()
    {
        _two.Put("new.json", """{ "$schema": "batch-export.1.json", "name": "new", "model": "events", "interval": "hour", "destination": { "type": "Hologram" } }""");
        Assert.Contains("'Hologram' is not a known destination type", _two.Fail("PostHog.InvalidFile", "Sync-PHBatchExport $folder").Error.Exception.Message,
            StringComparison.Ordinal);
    }

    private void Prepare()
    {
        _two.Run("Export-PHBatchExport -Path $folder");
        File.Delete(Path.Combine(_two.Path("files"), "second.json"));
        _two.Edit("events-to-s3.json", "\"prefix\": \"p\"", "\"prefix\": \"new/\"");
        _two.Put("added.json", """{ "$schema": "batch-export.1.json", "name": "added", "model": "events", "interval": "hour", "destination": { "type": "NoOp" } }""");
        _two.Forget();
    }
}
