using System;
using System.IO;
using System.Linq;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Export-PHBatchExport: files of a project.</summary>
public sealed class ExportPHBatchExportTests : IDisposable
{
    private readonly TwoRegions _two = new("C", null,
        new SandboxExport { Name = "events-to-s3", Type = "AwsS3",
            Config = """{"bucket_name":"b","region":"r","prefix":"p","file_format":"JSONLines","compression":"gzip","max_file_size_mb":512}""" },
        new SandboxExport { Name = "Events-To-S3", Type = "NoOp" },
        new SandboxExport { Name = "../../evil|name", Type = "NoOp", Config = """{"arg":"x"}""" },
        new SandboxExport { Name = "weekly", Type = "NoOp", Interval = "week", OffsetDay = 1, OffsetHour = 6, Timezone = "America/New_York", Paused = true });

    public void Dispose() => _two.Dispose();

    [Fact]
    public void A_file_says_what_is_wanted_and_nothing_else()
    {
        _two.Run("Export-PHBatchExport weekly -Path $folder");
        string id = _two.Run("(Get-PHBatchExport weekly).Id").Single.ToString()!;
        Assert.Equal($$"""
            {
              "$schema": "schemas/batch-export.1.json",
              "id": "{{id}}",
              "name": "weekly",
              "model": "events",
              "interval": "week",
              "timezone": "America/New_York",
              "offset_day": 1,
              "offset_hour": 6,
              "destination": {
                "type": "NoOp"
              }
            }

            """.Replace("\r\n", "\n", StringComparison.Ordinal), _two.Files()["weekly.json"]);
    }

    [Fact]
    public void A_file_for_each_export_with_a_name_of_its_own_in_the_folder()
    {
        _two.Run("Export-PHBatchExport -Path $folder");
        string[] names = [.. _two.Files().Keys];
        Assert.Equal(4, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Contains("evil-name.json", names);
        Assert.Contains("weekly.json", names);
        Assert.Equal(2, names.Count(name => name.StartsWith("events-to-s3-", StringComparison.OrdinalIgnoreCase)));
        Assert.Equal(["files"], Directory.GetDirectories(_two.Path(".")).Select(Path.GetFileName));
        Assert.True(File.Exists(Path.Combine(_two.Path("files"), "schemas", "batch-export.1.json")));
    }

    [Fact]
    public void Twice_over_the_same_state_touches_no_file() =>
        _two.CheckSecondRunTouchesNoFile("Export-PHBatchExport -Path $folder");

    [Fact]
    [Trait("Speed", "Slow")]
    public void Two_hundred_exports_cost_two_requests()
    {
        using var many = new TwoRegions("C", null,
            [.. Enumerable.Range(0, 200).Select(n =>
            new SandboxExport { Name = "export " + n, Type = n % 2 == 0 ? "NoOp" : "BigQuery", Config = n % 2 == 0 ? "{}" : "{\"dataset_id\":\"d\"}" })]);
        many.Run("Export-PHBatchExport -Path $folder");
        Assert.Equal(2, TwoRegions.Count(many.Us));
        Assert.Equal(200, many.Files().Count);
        many.Forget();
        Assert.Equal("True", many.Run("Compare-PHBatchExport $folder -Quiet").Single.ToString());
        Assert.Equal(2, TwoRegions.Count(many.Us));
    }

    [Fact]
    public void Comments_names_of_secrets_and_properties_of_a_person_stay()
    {
        _two.Run("Export-PHBatchExport weekly -Path $folder");
        _two.Edit("weekly.json", "  \"interval\": \"week\",",
            "  // Monday, for the board\n  \"interval\": \"week\", // not daily\n  \"x-owner\": { \"team\": \"data\" },");
        string edited = _two.Files()["weekly.json"];
        _two.Run("Export-PHBatchExport weekly -Path $folder");
        Assert.Equal(edited, _two.Files()["weekly.json"]);

        _two.Run("Set-PHBatchExport weekly -OffsetDay Friday -OffsetHour 6");
        _two.Run("Export-PHBatchExport weekly -Path $folder");
        string after = _two.Files()["weekly.json"];
        Assert.Contains("  // Monday, for the board\n  \"interval\": \"week\", // not daily\n", after, StringComparison.Ordinal);
        Assert.Contains("\"offset_day\": 5", after, StringComparison.Ordinal);
        Assert.Contains("\"team\": \"data\"", after, StringComparison.Ordinal);
    }

    [Fact]
    public void A_form_that_says_the_same_is_not_changed()
    {
        _two.Run("Export-PHBatchExport weekly -Path $folder");
        string id = _two.Run("(Get-PHBatchExport weekly).Id").Single.ToString()!;
        string compact = $$$"""{"$schema":"../my/batch-export.1.json","offset_day":1,"offset_hour":6,"filters":[],"incremental_mode":"APPEND","id":"{{{id}}}","name":"weekly","model":"events","interval":"week","timezone":"America/New_York","destination":{"type":"NoOp","config":{"arg":"","include_events":null} } }""";
        _two.Put("weekly.json", compact);
        _two.Run("Export-PHBatchExport weekly -Path $folder");
        Assert.Equal(compact, _two.Files()["weekly.json"]);
    }

    [Fact]
    public void A_renamed_file_stays_the_file_of_its_export()
    {
        _two.Run("Export-PHBatchExport weekly -Path $folder");
        File.Move(Path.Combine(_two.Path("files"), "weekly.json"), Path.Combine(_two.Path("files"), "board.json"));
        _two.Run("Set-PHBatchExport weekly -Name monthly; Export-PHBatchExport monthly -Path $folder");
        Assert.Contains("\"name\": \"monthly\"", Assert.Single(_two.Files()).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void State_is_written_when_it_is_asked_for_or_there_already()
    {
        _two.Run("Export-PHBatchExport weekly -Path $folder");
        Assert.DoesNotContain("paused", _two.Files()["weekly.json"], StringComparison.Ordinal);
        _two.Run("Export-PHBatchExport weekly -Path $folder -IncludeState");
        Assert.Contains("\"paused\": true", _two.Files()["weekly.json"], StringComparison.Ordinal);
        _two.Run("Resume-PHBatchExport weekly; Export-PHBatchExport weekly -Path $folder");
        Assert.Contains("\"paused\": false", _two.Files()["weekly.json"], StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_other_things_are_left_alone()
    {
        _two.Put("weekly.json", "{ \"$schema\": \"schemas/dashboard.1.json\" }");
        _two.Run("Export-PHBatchExport weekly -Path $folder");
        Assert.Equal("{ \"$schema\": \"schemas/dashboard.1.json\" }", _two.Files()["weekly.json"]);
        Assert.Single(_two.Files().Keys, name => name.StartsWith("weekly-", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_not_understood_stops_it()
    {
        _two.Put("weekly.json", "{\n  \"name\": \n}");
        ShellResult result = _two.Fail("PostHog.InvalidFile", "Export-PHBatchExport weekly -Path $folder");
        Assert.Contains("line 3", result.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Single(_two.Files());
    }

    [Fact]
    public void A_wrong_value_in_a_file_gives_way_to_what_PostHog_has()
    {
        _two.Run("Export-PHBatchExport weekly -Path $folder");
        string good = _two.Files()["weekly.json"];
        _two.Edit("weekly.json", "\"offset_day\": 1", "\"offset_day\": 17");
        _two.Run("Export-PHBatchExport weekly -Path $folder");
        Assert.Equal(good, _two.Files()["weekly.json"]);
    }

    [Fact]
    public void What_only_a_newer_server_knows_is_written_with_a_warning_and_never_removed()
    {
        using var two = new TwoRegions("C", null,
            new SandboxExport { Name = "later", Type = "AwsS3", Config = """{"bucket_name":"b","region":"r","prefix":"p","file_format":"Avro"}""" });
        ShellResult result = two.Run("Export-PHBatchExport -Path $folder");
        Assert.Contains("destination.config.file_format", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Contains("\"file_format\": \"Avro\"", two.Files()["later.json"], StringComparison.Ordinal);
        two.Fail("PostHog.InvalidFile", "Sync-PHBatchExport $folder -Prune");
        Assert.Empty(TwoRegions.Writes(two.Us));
        two.Run("Export-PHBatchExport -Path $folder");
    }

    [Fact]
    public void Without_the_scope_for_integrations_nothing_is_written()
    {
        _two.Us.Faults.Add(new PostHogPS.Testing.Faults.Fault
        {
            Kind = PostHogPS.Testing.Faults.FaultKind.Status, Status = 403, Path = "*/integrations/*", Times = 0,
            Body = "{\"type\":\"authentication_error\",\"code\":\"permission_denied\",\"detail\":\"API key missing required scope 'integration:read'\",\"attr\":null}",
        });
        ShellResult result = _two.Fail("PostHog.MissingScope", "Export-PHBatchExport -Path $folder");
        Assert.Contains("integration:read", result.Error.Exception.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_two.Path("files")));
    }

    [Fact]
    public void All_projects_get_a_folder_each()
    {
        using Shell shell = VirtualShell.Open();
        shell.Set("out", _two.Path("all"));
        shell.Run("Connect-PostHog -Sandbox; Export-PHBatchExport -AllProjects -Path $out").Clean();
        Assert.Equal(["Northwind-Mobile", "Northwind-Web"], Directory.GetDirectories(_two.Path("all")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True(File.Exists(Path.Combine(_two.Path("all"), "Northwind-Mobile", "events-to-s3.json")));
        Assert.Equal("True", shell.Run("Compare-PHBatchExport (Join-Path $out Northwind-Mobile) -ProjectId 102 -Quiet").Single.ToString());
    }

    [Fact]
    public void WhatIf_writes_nothing_and_PassThru_gives_files()
    {
        _two.Run("Export-PHBatchExport -Path $folder -WhatIf");
        Assert.False(Directory.Exists(_two.Path("files")));
        Assert.Equal("weekly.json", Assert.Single(_two.Run("Export-PHBatchExport weekly -Path $folder -PassThru").As<FileInfo>()).Name);
        Assert.Single(_two.Run("Get-PHBatchExport weekly | Export-PHBatchExport -Path $folder -PassThru").As<FileInfo>());
    }

    [Fact]
    public void A_read_only_file_needs_Force()
    {
        _two.Run("Export-PHBatchExport weekly -Path $folder");
        string file = Path.Combine(_two.Path("files"), "weekly.json");
        File.SetAttributes(file, FileAttributes.ReadOnly);
        _two.Run("Set-PHBatchExport weekly -Name weekly2");
        _two.Fail("PostHog.FileAccess", "Export-PHBatchExport weekly2 -Path $folder");
        _two.Run("Export-PHBatchExport weekly2 -Path $folder -Force");
        Assert.Contains("weekly2", File.ReadAllText(file), StringComparison.Ordinal);
        File.SetAttributes(file, FileAttributes.Normal);
    }

    [Fact]
    public void A_read_only_file_does_not_keep_the_others_from_being_written()
    {
        _two.Run("Export-PHBatchExport -Path $folder; Get-PHBatchExport | Set-PHBatchExport -Interval day");
        string file = Path.Combine(_two.Path("files"), "evil-name.json");
        File.SetAttributes(file, FileAttributes.ReadOnly);
        foreach (string more in new[] { "-WhatIf", "" })
        {
            ShellResult result = _two.Fail("PostHog.FileAccess", "Export-PHBatchExport -Path $folder " + more);
            Assert.Contains("-Force", Assert.Single(result.Errors).ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        }

        File.SetAttributes(file, FileAttributes.Normal);
        Assert.Equal(3, _two.Files().Values.Count(text => text.Contains("\"day\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Files_of_another_project_are_replaced_only_with_Force()
    {
        _two.Run("Export-PHBatchExport -Path $folder; Sync-PHBatchExport $folder -Connection eu -Force");
        System.Collections.Generic.SortedDictionary<string, string> before = _two.Files();
        _two.Fail("PostHog.Validation", "Export-PHBatchExport -Path $folder -Connection eu");
        Assert.Equal(before, _two.Files());
        _two.Run("Export-PHBatchExport -Path $folder -Connection eu -Force");
        Assert.NotEqual(before, _two.Files());
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Connections_get_folders_of_their_own()
    {
        using Shell shell = VirtualShell.Open();
        shell.Set("out", _two.Path("two"));
        shell.Run("Connect-PostHog -Sandbox -Name us; Connect-PostHog -Sandbox -SandboxSeed 2 -Name eu").Clean();
        string[] files = [.. shell.Run("Get-PHConnection | Export-PHBatchExport -Path $out -PassThru").Clean().As<FileInfo>().Select(file => file.FullName)];
        Assert.Equal(files.Length, files.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(["eu-Northwind-Web", "us-Northwind-Web"],
            Directory.GetDirectories(_two.Path("two")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_mistake_of_a_person_is_not_called_what_PostHog_says()
    {
        _two.Run("Export-PHBatchExport -Path $folder");
        string file = _two.Files().Single(pair => pair.Value.Contains("AwsS3", StringComparison.Ordinal)).Key;
        _two.Edit(file, "\"kind\"", "\"x-note\": 1, \"kind\"");
        Assert.Equal("True", _two.Run("Compare-PHBatchExport $folder -Quiet").Single.ToString());
        _two.Edit(file, "\"x-note\"", "\"note\"");
        _two.Run("Set-PHBatchExport *S3 -Interval day -WhatIf; Get-PHBatchExport | Where-Object { $_.Destination.Type -eq 'AwsS3' } | Set-PHBatchExport -Interval day");
        string warning = Assert.Single(_two.Run("Export-PHBatchExport -Path $folder").Warnings);
        Assert.Contains("keeps what is wrong in it: destination.integration.note", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("PostHog says", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_no_folder()
    {
        _two.Put("a.txt", "x");
        _two.Fail("PostHog.InvalidPath", "Export-PHBatchExport -Path (Join-Path $folder a.txt)");
    }

    [Fact]
    public void What_matches_nothing_is_an_error_and_no_empty_folder()
    {
        _two.Fail("PostHog.Validation", "Export-PHBatchExport 'no such*' -Path $folder");
        _two.Fail("PostHog.NotFound", "Export-PHBatchExport nothing -Path $folder");
        Assert.False(Directory.Exists(_two.Path("files")));
    }
}
