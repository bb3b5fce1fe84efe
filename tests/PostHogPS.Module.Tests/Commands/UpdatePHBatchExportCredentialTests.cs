using System;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>A key is rotated as one safe job: asked about, planned, tested, switched, proved.</summary>
public sealed class UpdatePHBatchExportCredentialTests : IAsyncLifetime
{
    private const string Next = "$next = New-PHIntegration -S3Compatible next -EndpointUrl https://minio.northwind.example -AwsAccessKeyId k -AwsSecretAccessKey $secret; ";
    private const string Keys = "$keys = @{ aws_access_key_id = $secret; aws_secret_access_key = $secret }; ";
    private const string BySecret = "Update-PHBatchExportCredential events-to-minio -Secret $keys -Name next";

    private Bench _bench = null!;

    public async ValueTask InitializeAsync() => _bench = await Bench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData("Get-PHBatchExport events-to-minio | Update-PHBatchExportCredential -Integration $next -Confirm:$false")]
    [InlineData("Update-PHBatchExportCredential events-to-minio -Integration $next.Id -Confirm:$false")]
    [InlineData("Update-PHBatchExportCredential -FromIntegration 1002 -Integration $next.DisplayName -Force")]
    [InlineData("Update-PHBatchExportCredential events-to-mini* -FromIntegration (Get-PHIntegration 1002) -Integration ($next | ConvertTo-Csv | ConvertFrom-Csv) -Force")]
    public void An_export_is_switched_and_proved(string line)
    {
        _bench.Prepare(Next);
        BatchExportCredentialUpdate result = _bench.Run(line).Clean().As<BatchExportCredentialUpdate>().Single();
        Assert.Equal(("events-to-minio", "Rotated", 1002L, "Passed", "Completed"), (result.BatchExportName, result.State, result.OldIntegration, result.Tested, result.Proof!.State));
        Assert.Equal(["POST", "POST", "POST", "PATCH", "POST"], _bench.Writes().Select(static write => write.Method));
        // The run is there, and is the one that is named.
        Assert.Equal(result.Proof.RunId, _bench.Run($"Get-PHBatchExportRun events-to-minio -RunId {result.Proof.RunId}").Clean().As<BatchExportRun>().Single().Id);
    }

    [Fact]
    public void The_table_shows_the_change_the_proof_and_the_reason()
    {
        _bench.Prepare(Next);
        string text = _bench.Shell.Show("Update-PHBatchExportCredential events-to-minio -Integration $next -Force").Text;
        foreach (string part in new[] { "Export", "State", "Integration", "Proof", "Reason", "events-to-minio", "Rotated", "1002 -> 1010", "Completed", "A run with the new credentials completed." })
            Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_is_the_plan_and_sends_no_change()
    {
        _bench.Prepare(Keys);
        ShellResult result = _bench.Run(BySecret + " -WhatIf").Clean();
        BatchExportCredentialUpdate plan = result.As<BatchExportCredentialUpdate>().Single();
        Assert.Equal(("Planned", "Planned", 1002L), (plan.State, plan.Proof!.State, plan.OldIntegration));
        Assert.Null(plan.NewIntegration);
        foreach (string part in new[] { "Create the integration 'next' (s3-compatible)", "Test every destination first", "integration 1002 -> the new one" })
            Assert.Contains(part, result.Text, StringComparison.Ordinal);
        Assert.Empty(_bench.Writes());
    }

    [Fact]
    public void It_asks_before_anything_is_sent_and_a_no_leaves_everything_as_it_is()
    {
        _bench.Prepare(Next);
        _bench.Shell.UI.Answers.Enqueue("No");
        Assert.Equal("Skipped", _bench.Run("Update-PHBatchExportCredential events-to-minio -Integration $next").Clean().As<BatchExportCredentialUpdate>().Single().State);
        Assert.Single(_bench.Shell.UI.Prompts);
        Assert.Empty(_bench.Writes());
        _bench.Shell.UI.Answers.Enqueue("Yes");
        Assert.Equal("Rotated", _bench.Run("Update-PHBatchExportCredential events-to-minio -Integration $next").Clean().As<BatchExportCredentialUpdate>().Single().State);
    }

    [Fact]
    public void A_pipeline_that_gives_no_export_does_not_mean_all_of_them()
    {
        _bench.Prepare(Next);
        Assert.Empty(_bench.Run("Get-PHBatchExport nothing* | Update-PHBatchExportCredential -FromIntegration 1002 -Integration $next -Force").Clean().Objects);
        Assert.Empty(_bench.Writes());
    }

    [Fact]
    public void Neither_exports_nor_an_old_integration_is_an_error()
    {
        Assert.StartsWith("PostHog.Validation", _bench.Run("Update-PHBatchExportCredential -Integration 1002 -Force").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_bench.Requests.All);
    }

    [Fact]
    public void An_old_secret_that_is_nothing_is_refused()
    {
        ShellResult result = _bench.Run("Update-PHBatchExportCredential sessions-to-redshift -Secret $secret -OldSecret $null -Force");
        Assert.StartsWith("PostHog.InvalidSecret", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_bench.Requests.All);
    }

    [Theory]
    [InlineData("$credential")]
    [InlineData("@{ password = $credential }")]
    public void A_credential_is_no_secret_since_its_user_would_be_lost(string secret)
    {
        ShellResult result = _bench.Run("$credential = [pscredential]::new('u', $secret); Update-PHBatchExportCredential sessions-to-redshift -Force -Secret " + secret);
        Assert.Contains("is not taken as a PSCredential", result.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(_bench.Requests.All);
    }

    [Fact]
    public void WhatIf_shows_the_removal_and_the_run_that_is_the_proof_already()
    {
        _bench.Prepare(Next + "$null = Update-PHBatchExportCredential events-to-minio -Integration $next -Force");
        ShellResult result = _bench.Run("Update-PHBatchExportCredential events-to-minio -FromIntegration 1002 -Integration next -RemoveOld -WhatIf").Clean();
        BatchExportCredentialUpdate plan = result.As<BatchExportCredentialUpdate>().Single();
        Assert.Equal(("Planned", "Completed"), (plan.State, plan.Proof!.State));
        Assert.Contains("Remove the old integration 1002", result.Text, StringComparison.Ordinal);
        Assert.Contains("a run of each export has proved the new credentials", result.Text, StringComparison.Ordinal);
        Assert.Empty(_bench.Writes());
    }

    [Fact]
    public void Integrations_are_found_by_the_name_they_were_made_with()
    {
        _bench.Prepare(Next);
        Assert.Equal(1010, _bench.Run("Get-PHIntegration next").Clean().As<Integration>().Single().Id);
        Assert.Equal(1010, _bench.Run("Get-PHIntegration nex*").Clean().As<Integration>().Single().Id);
        _bench.Run("Remove-PHIntegration next -Confirm:$false").Clean();
        Assert.StartsWith("PostHog.NotFound", _bench.Run("Get-PHIntegration next").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void An_integration_of_another_project_is_refused()
    {
        ShellResult result = _bench.Run("Get-PHBatchExport events-to-s3 | Update-PHBatchExportCredential -Integration (Get-PHIntegration 2001 -ProjectId 102) -Force");
        Assert.StartsWith("PostHog.ConnectionMismatch", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_bench.Writes());
    }

    [Fact]
    public void A_named_kind_is_made_from_secrets_and_known_again_by_its_name()
    {
        _bench.Prepare(Keys);
        Assert.Equal("Rotated", _bench.Run(BySecret + " -Force").Clean().As<BatchExportCredentialUpdate>().Single().State);
        _bench.Requests.Clear();
        Assert.StartsWith("PostHog.NameInUse", _bench.Run(BySecret + " -Force").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        ShellResult again = _bench.Run(BySecret + " -FromIntegration 1002 -Force");
        Assert.Equal("AlreadyDone", again.As<BatchExportCredentialUpdate>().Single().State);
        Assert.Contains("-Secret is not sent", Assert.Single(again.Warnings), StringComparison.Ordinal);
        Assert.Empty(_bench.Writes());
    }

    [Fact]
    public void The_same_command_again_removes_the_old_integration_when_every_export_has_left_it()
    {
        // The first one could not: a run that began with the old one had not ended, or nobody had asked for it.
        _bench.Prepare(Keys + "$null = " + BySecret + " -FromIntegration 1002 -Force");
        ShellResult plan = _bench.Run(BySecret + " -FromIntegration 1002 -RemoveOld -WhatIf").Clean();
        Assert.Contains("Remove the old integration 1002", plan.Text, StringComparison.Ordinal);
        Assert.Empty(_bench.Writes());
        ShellResult again = _bench.Run(BySecret + " -FromIntegration 1002 -RemoveOld -Force");
        Assert.Empty(again.Errors);
        Assert.Equal(("AlreadyDone", "Completed"), (again.As<BatchExportCredentialUpdate>().Single().State, again.As<BatchExportCredentialUpdate>().Single().Proof!.State));
        Assert.Equal("DELETE", Assert.Single(_bench.Writes()).Method);
        Assert.Contains("-Secret is not sent", Assert.Single(again.Warnings), StringComparison.Ordinal);
        // And once more there is nothing left to do.
        _bench.Requests.Clear();
        ShellResult third = _bench.Run(BySecret + " -FromIntegration 1002 -RemoveOld -Force");
        Assert.Empty(third.Errors);
        Assert.Empty(_bench.Writes());
    }

    [Fact]
    public void Without_the_old_integration_the_same_command_again_removes_nothing()
    {
        _bench.Prepare(Keys + "$null = " + BySecret + " -Force");
        ShellResult again = _bench.Run(BySecret + " -RemoveOld -Force");
        Assert.StartsWith("PostHog.NameInUse", again.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        ShellResult named = _bench.Run("Update-PHBatchExportCredential events-to-minio -Integration next -RemoveOld -Force");
        Assert.Contains("which integration the exports had before is not known. -FromIntegration names it.", Assert.Single(named.Warnings), StringComparison.Ordinal);
        Assert.Empty(_bench.Writes());
    }

    [Fact]
    public void A_failed_test_leaves_the_exports_alone_and_says_what_to_do_with_the_new_integration()
    {
        _bench.Shell.Set("wrong", Bench.Secret("wrong-secret"));
        ShellResult result = _bench.Run("Update-PHBatchExportCredential events-to-minio -Secret @{ aws_access_key_id = $secret; aws_secret_access_key = $wrong } -Name next -Force");
        Assert.StartsWith("PostHog.NotRotated", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("Remove-PHIntegration 1010", result.Error.ErrorDetails.RecommendedAction);
        Assert.Equal(("Failed", false), (result.As<BatchExportCredentialUpdate>().Single().State, result.As<BatchExportCredentialUpdate>().Single().Switched));
        Assert.Contains("Remove-PHIntegration 1010", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.DoesNotContain(_bench.Writes(), static write => write.Method == "PATCH");
    }

    [Fact]
    public void The_old_integration_is_removed_only_when_nothing_needs_it()
    {
        _bench.Prepare(Next);
        ShellResult result = _bench.Run("Update-PHBatchExportCredential -FromIntegration 1002 -Integration $next -RemoveOld -Force").Clean();
        Assert.Equal("Rotated", result.As<BatchExportCredentialUpdate>().Single().State);
        Assert.Equal("DELETE", _bench.Writes()[^1].Method);
        Assert.Empty(_bench.Run("Get-PHIntegration | Where-Object Id -eq 1002").Clean().Objects);
    }

    [Theory]
    [InlineData("POST", "*/integrations/*", true)]
    [InlineData("POST", "*/backfills/*", true)]
    [InlineData("PATCH", "*/batch_exports/*", true)]
    [InlineData("PATCH", "*/batch_exports/*", false)]
    public void A_lost_answer_is_looked_up_and_nothing_is_made_twice(string method, string path, bool processed)
    {
        _bench.Prepare(Keys);
        _bench.Faults.Add(new Fault { Kind = FaultKind.Reset, AfterProcessing = processed, Method = method, Path = path, Times = 1 });
        BatchExportCredentialUpdate result = _bench.Run(BySecret + " -Force").As<BatchExportCredentialUpdate>().Single();
        Assert.Equal(("Rotated", "Completed"), (result.State, result.Proof!.State));
        Assert.Single(_bench.Writes(), static write => write.Method == "POST" && write.PathAndQuery.EndsWith("/integrations/", StringComparison.Ordinal));
        Assert.Single(_bench.Writes(), static write => write.Method == "POST" && write.PathAndQuery.EndsWith("/backfills/", StringComparison.Ordinal));
    }

    [Fact]
    public void A_new_integration_that_never_arrived_is_not_sent_again()
    {
        _bench.Prepare(Keys);
        _bench.Faults.Add(new Fault { Kind = FaultKind.Reset, Method = "POST", Path = "*/integrations/*", Times = 1 });
        ShellResult result = _bench.Run(BySecret + " -Force");
        Assert.StartsWith("PostHog.FateUnknown", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("Failed", result.As<BatchExportCredentialUpdate>().Single().State);
        Assert.Single(_bench.Writes());
        // The user's own second run is another matter.
        Assert.Equal("Rotated", _bench.Run(BySecret + " -Force").Clean().As<BatchExportCredentialUpdate>().Single().State);
    }

    [Theory]
    [InlineData("POST", "*/integrations/*")]
    [InlineData("POST", "*/run_test_step/*")]
    [InlineData("PATCH", "*/batch_exports/*")]
    [InlineData("POST", "*/backfills/*")]
    [InlineData("DELETE", "*/integrations/*")]
    public void Refused_at_any_step_it_is_run_again_and_goes_on(string method, string path)
    {
        _bench.Prepare(Keys);
        _bench.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 400, Method = method, Path = path, Times = 1, Body = "{\"type\":\"validation_error\",\"code\":\"invalid_input\",\"detail\":\"no\",\"attr\":null}" });
        const string Line = "Update-PHBatchExportCredential -FromIntegration 1002 -Secret $keys -Name next -RemoveOld -Force";
        Assert.StartsWith("PostHog.Validation", _bench.Run(Line).Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        ShellResult again = _bench.Run(Line);
        Assert.Empty(again.Errors);
        Assert.True(again.As<BatchExportCredentialUpdate>().Single().Switched);
        Assert.Empty(_bench.Run("Update-PHBatchExportCredential -FromIntegration 1002 -Integration next -RemoveOld -Force").Errors);
        Assert.Equal(["next"], _bench.Run("Get-PHIntegration -Kind s3-compatible | ForEach-Object { $_.Config.name }").Clean().As<string>());
    }

    [Fact]
    public void A_replacement_that_is_refused_is_not_said_to_be_under_way()
    {
        _bench.Prepare("$new = ConvertTo-SecureString new -AsPlainText -Force");
        _bench.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 403, Method = "POST", Path = "*/integrations/*", Times = 1 });
        ShellResult result = _bench.Run("Update-PHBatchExportCredential events-to-postgres -Secret $new -Force");
        Assert.StartsWith("PostHog.Forbidden", result.Errors[0].FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("The new credentials were not stored, so nothing was switched.", result.As<BatchExportCredentialUpdate>().Single().Reason);
        Assert.DoesNotContain(result.Warnings, static text => text.Contains("are being replaced", StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_that_is_revoked_in_the_middle_ends_the_command_and_what_holds_is_said()
    {
        _bench.Prepare(Next);
        _bench.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 401, Method = "POST", Path = "*/backfills/*", Times = 0 });
        ShellResult result = _bench.Run("Update-PHBatchExportCredential events-to-minio -Integration $next -Force");
        Assert.StartsWith("PostHog.Unauthorized", result.Errors[0].FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(result.Warnings, static text => text.Contains("'events-to-minio' is being switched", StringComparison.Ordinal) && text.Contains("same command again", StringComparison.Ordinal));
    }

    [Fact]
    public void Switching_needs_no_scope_of_integrations()
    {
        _bench.Prepare(Next);
        _bench.Shell.Set("key", Bench.Secret("phx_scopes=batch_export:read,batch_export:write"));
        _bench.Run("$id = $next.Id; Disconnect-PostHog").Clean();
        _bench.Connect("-ProjectId 101 -RouteFamily Projects -RateLimit None");
        ShellResult result = _bench.Run("Update-PHBatchExportCredential -FromIntegration 1002 -Integration $id -Force");
        Assert.Empty(result.Errors);
        Assert.Equal("Rotated", result.As<BatchExportCredentialUpdate>().Single().State);
        Assert.Contains("integration:read", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_integration_write_the_error_says_how_to_go_on()
    {
        _bench.Shell.Set("key", Bench.Secret("phx_scopes=batch_export:read,batch_export:write,integration:read"));
        _bench.Run("Disconnect-PostHog").Clean();
        _bench.Connect("-ProjectId 101 -RouteFamily Projects -RateLimit None");
        ShellResult result = _bench.Run(Keys + BySecret + " -Force");
        Assert.StartsWith("PostHog.MissingScope", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("-Integration <id>", result.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal("Failed", result.As<BatchExportCredentialUpdate>().Single().State);
    }

    [Fact]
    public void Replacing_in_place_needs_an_admin_and_the_error_says_so()
    {
        _bench.Shell.Set("key", Bench.Secret("phx_member"));
        _bench.Run("Disconnect-PostHog").Clean();
        _bench.Connect("-ProjectId 101 -RouteFamily Projects -RateLimit None");
        ShellResult result = _bench.Run("Update-PHBatchExportCredential sessions-to-redshift -Secret $secret -Force");
        Assert.StartsWith("PostHog.Forbidden", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("admin", result.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.False(result.As<BatchExportCredentialUpdate>().Single().Switched);
    }

    [Theory]
    [InlineData("C", "Rotated")]
    [InlineData("A", "Rotated")]
    [InlineData("Legacy", "Rotated")]
    public async Task Every_generation_rotates_the_key_of_storage(string generation, string state)
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Server = new() { Sandbox = new() { Generation = generation } } });
        string line = generation == "C" ? BySecret : "Update-PHBatchExportCredential events-to-minio -Secret $keys -OldSecret @{ aws_access_key_id = $key; aws_secret_access_key = $key }";
        ShellResult result = bench.Run(Keys + line + " -Confirm:$false");
        Assert.Empty(result.Errors);
        Assert.Equal(state, result.As<BatchExportCredentialUpdate>().Single().State);
        Assert.Contains(bench.Writes(), static write => write.Body.Contains(Bench.PlantedSecret, StringComparison.Ordinal));
    }

    [Fact]
    public void Tab_offers_integrations_that_exports_use_and_batch_exports()
    {
        Assert.Contains("minio", _bench.Shell.Complete("Update-PHBatchExportCredential -FromIntegration ").Select(static one => one.CompletionText));
        Assert.DoesNotContain(_bench.Shell.Complete("Update-PHBatchExportCredential -Integration "), static one => one.ToolTip.StartsWith("slack", StringComparison.Ordinal));
        Assert.Contains("events-to-minio", _bench.Shell.Complete("Update-PHBatchExportCredential events-to-m").Select(static one => one.CompletionText));
    }
}
