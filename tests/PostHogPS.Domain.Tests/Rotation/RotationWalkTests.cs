using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Rotation;
using Xunit;

namespace PostHogPS.Domain.Tests.Rotation;

/// <summary>Test, switch, prove, switch back: without a shell and in no time.</summary>
public sealed class RotationWalkTests : IDisposable
{
    private readonly RotationWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Plan_sends_reads_only()
    {
        Integration made = await _world.MakeMinioAsync();
        RotationRequest request = await _world.RequestAsync("events-to-minio");
        request.To = new IntegrationName(made.Id, null);
        _world.World.Messages.Clear();
        RotationPlan plan = await _world.PlanAsync(request);
        Assert.Equal((1002L, made.Id), (plan.Items.Single().Result.OldIntegration!.Value, plan.Items.Single().Result.NewIntegration!.Value));
        Assert.Empty(_world.Sent);
    }

    [Fact]
    public async Task An_export_is_tested_switched_and_proved_by_its_newest_uncovered_interval()
    {
        Integration made = await _world.MakeMinioAsync();
        BatchExportCredentialUpdate result = await _world.RunOneAsync(await To(made, "events-to-minio"));
        Assert.Equal(("Rotated", "Passed", true, "Completed"), (result.State, result.Tested, result.Switched, result.Proof!.State));
        Assert.NotNull(result.Proof.RunId);
        // The interval that began 20 hours before the world did.
        Assert.Equal(_world.World.Clock.UtcNow.Date.AddHours(16).AddDays(-1), result.Proof.End!.Value.UtcDateTime);
        Assert.Equal(["POST run_test_step", "POST run_test_step", "POST run_test_step", "PATCH batch_exports", "POST backfills"], _world.Sent);
        Assert.Equal(made.Id, (await _world.ReadAsync("events-to-minio")).Destination.IntegrationId);
    }

    [Fact]
    public async Task A_second_run_sends_nothing_and_says_so()
    {
        Integration made = await _world.MakeMinioAsync();
        await _world.RunOneAsync(await To(made, "events-to-minio"));
        BatchExportCredentialUpdate again = await _world.RunOneAsync(await To(made, "events-to-minio"));
        Assert.Equal(("AlreadyDone", "Completed"), (again.State, again.Proof!.State));
        Assert.Empty(_world.Sent);
    }

    [Fact]
    public async Task A_destination_that_fails_its_test_stops_everything_before_the_first_switch()
    {
        Integration made = await _world.MakeMinioAsync(RotationWorld.Wrong);
        BatchExportCredentialUpdate result = await _world.RunOneAsync(await To(made, "events-to-minio"));
        Assert.Equal(("Failed", "Failed", false), (result.State, result.Tested, result.Switched));
        Assert.Contains("SignatureDoesNotMatch", result.Reason, StringComparison.Ordinal);
        Assert.Equal(["POST run_test_step"], _world.Sent);
    }

    [Fact]
    public async Task Exports_whose_own_test_passed_are_skipped_when_another_one_fails()
    {
        // Both use one account of Snowflake; the table of one is missing.
        BatchExport bad = await _world.World.ExportAsync("events-snowflake");
        await _world.World.Scope.Session.BatchExports.UpdateAsync("101", bad.Id, new Dictionary<string, object?>
        {
            ["destination"] = new Dictionary<string, object?> { ["type"] = "Snowflake", ["integration"] = 1003, ["config"] = new Dictionary<string, object?> { ["schema"] = "missing" } },
        }, _world.World.Call());
        RotationRequest request = await _world.RequestAsync();
        request.From = new IntegrationName(1003, null);
        request.Secrets = RotationWorld.Secrets(("password", "new"));
        request.Name = "NW12345-2";
        IReadOnlyList<BatchExportCredentialUpdate> results = await _world.RunAsync(request);
        Assert.Equal(["events-snowflake Failed", "persons-to-snowflake Skipped"], results.Select(static one => $"{one.BatchExportName} {one.State}").Order());
        Assert.DoesNotContain("PATCH batch_exports", _world.Sent);
    }

    [Fact]
    public async Task An_export_whose_run_fails_has_its_old_credentials_again()
    {
        await _world.ResumePostgresAsync();
        Integration made = await _world.MakePostgresAsync(RotationWorld.Wrong);
        BatchExportCredentialUpdate result = await _world.RunOneAsync(await To(made, "events-to-postgres"));
        Assert.Equal(("SwitchedBack", "NoTest", false, "Failed"), (result.State, result.Tested, result.Switched, result.Proof!.State));
        Assert.Contains("password authentication failed", result.Reason, StringComparison.Ordinal);
        Assert.Equal(2, _world.Sent.Count(static line => line == "PATCH batch_exports"));
        Assert.Equal(1004, (await _world.ReadAsync("events-to-postgres")).Destination.IntegrationId);
    }

    [Fact]
    public async Task A_type_without_a_test_is_proved_by_the_run_alone()
    {
        await _world.ResumePostgresAsync();
        BatchExportCredentialUpdate result = await _world.RunOneAsync(await To(await _world.MakePostgresAsync("new"), "events-to-postgres"));
        Assert.Equal(("Rotated", "NoTest", true, "Completed"), (result.State, result.Tested, result.Switched, result.Proof!.State));
    }

    [Fact]
    public async Task A_paused_export_is_switched_without_a_run_and_stays_paused()
    {
        BatchExportCredentialUpdate result = await _world.RunOneAsync(await To(await _world.MakePostgresAsync("new"), "events-to-postgres"));
        Assert.Equal(("Switched", true), (result.State, result.Switched));
        Assert.Null(result.Proof);
        Assert.Contains("paused", result.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("POST backfills", _world.Sent);
        Assert.True((await _world.ReadAsync("events-to-postgres")).Paused);
    }

    [Fact]
    public async Task An_export_without_an_uncovered_interval_is_switched_and_the_reason_says_that_no_run_proved_it()
    {
        Integration made = await _world.MakeAsync("aws-redshift", ("host", "analytics.northwind.example"), ("port", 5439), ("user", "rotated"), ("password", "new"));
        BatchExportCredentialUpdate result = await _world.RunOneAsync(await To(made, "sessions-to-redshift"));
        Assert.Equal(("Switched", "NoTest", true), (result.State, result.Tested, result.Switched));
        Assert.Null(result.Proof);
        Assert.DoesNotContain("POST backfills", _world.Sent);
    }

    [Fact]
    public async Task The_next_scheduled_run_is_the_proof_of_a_later_look()
    {
        Integration made = await _world.MakeAsync("aws-redshift", ("host", "analytics.northwind.example"), ("port", 5439), ("user", "rotated"), ("password", "new"));
        await _world.RunOneAsync(await To(made, "sessions-to-redshift"));
        await _world.World.Clock.Delay(TimeSpan.FromDays(1), TestContext.Current.CancellationToken);
        BatchExportCredentialUpdate later = await _world.RunOneAsync(await To(made, "sessions-to-redshift"));
        Assert.Equal(("AlreadyDone", "Completed"), (later.State, later.Proof!.State));
        Assert.Empty(_world.Sent);
    }

    [Fact]
    public async Task From_an_integration_all_its_exports_are_switched_and_the_old_one_goes_only_when_told()
    {
        Integration made = await _world.MakeMinioAsync();
        RotationRequest request = await _world.RequestAsync();
        (request.From, request.To) = (new IntegrationName(1002, null), new IntegrationName(made.Id, null));
        Assert.Equal("Rotated", (await _world.RunOneAsync(request)).State);
        Assert.Contains(await _world.IntegrationsAsync(), static one => one.Id == 1002);
        request.RemovesOld = true;
        Assert.Equal("AlreadyDone", (await _world.RunOneAsync(request)).State);
        Assert.Equal(["DELETE integrations"], _world.Sent);
        Assert.DoesNotContain(await _world.IntegrationsAsync(), static one => one.Id == 1002);
        // Once more: the old one is gone, and nothing is left to do.
        Assert.Equal("AlreadyDone", (await _world.RunOneAsync(request)).State);
        Assert.Empty(_world.Sent);
        Assert.Empty(_world.World.Warnings);
    }

    [Fact]
    public async Task The_old_integration_stays_while_no_run_has_proved_an_export()
    {
        RotationRequest request = await To(await _world.MakePostgresAsync("new"), "events-to-postgres");
        request.RemovesOld = true;
        await _world.RunOneAsync(request);
        Assert.DoesNotContain("DELETE integrations", _world.Sent);
        Assert.Contains(_world.World.Warnings, static text => text.StartsWith("The integration 1004 stays: no run of 'events-to-postgres'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_old_integration_stays_while_another_export_uses_it()
    {
        Integration made = await _world.MakeAsync("snowflake", ("name", "next"), ("account", "NW12345.eu-central-1"), ("user", "POSTHOG"), ("password", "new"));
        RotationRequest request = await To(made, "events-snowflake");
        request.RemovesOld = true;
        Assert.Equal("Rotated", (await _world.RunOneAsync(request)).State);
        Assert.DoesNotContain("DELETE integrations", _world.Sent);
        Assert.Contains(_world.World.Warnings, static text => text.Contains("'persons-to-snowflake' uses it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_COPY_settings_of_Redshift_are_switched_where_they_name_the_old_integration()
    {
        BatchExport redshift = await _world.World.ExportAsync("sessions-to-redshift");
        await _world.World.Scope.Session.BatchExports.UpdateAsync("101", redshift.Id, new Dictionary<string, object?>
        {
            ["destination"] = new Dictionary<string, object?>
            {
                ["type"] = "Redshift", ["integration"] = 1005, ["config"] = new Dictionary<string, object?>
                {
                    ["mode"] = "COPY",
                    ["copy_inputs"] = new Dictionary<string, object?>
                    {
                        ["s3_bucket"] = "stage", ["region_name"] = "eu-central-1", ["bucket_credentials"] = 1001, ["authorization"] = "arn:aws:iam::123456789012:role/copy",
                    },
                },
            },
        }, _world.World.Call());
        Integration made = await _world.MakeAsync("aws-s3", ("name", "next"), ("aws_access_key_id", "AKIANEW"), ("aws_secret_access_key", "new"));
        RotationRequest request = await To(made, "sessions-to-redshift");
        request.From = new IntegrationName(1001, null);
        BatchExportCredentialUpdate result = await _world.RunOneAsync(request);
        Assert.Equal((1001L, made.Id, true), (result.OldIntegration!.Value, result.NewIntegration!.Value, result.Switched));
        BatchExport after = await _world.ReadAsync("sessions-to-redshift");
        Assert.Equal(1005, after.Destination.IntegrationId);
        var copy = (IDictionary<string, object?>)after.Destination.Config["copy_inputs"]!;
        Assert.Equal((made.Id, "arn:aws:iam::123456789012:role/copy", "stage"), (Convert.ToInt64(copy["bucket_credentials"], System.Globalization.CultureInfo.InvariantCulture), copy["authorization"], copy["s3_bucket"]));
        // What uses the old one is found there as well.
        RotationRequest all = await _world.RequestAsync();
        (all.From, all.To) = (new IntegrationName(made.Id, null), new IntegrationName(1001, null));
        Assert.Contains((await _world.PlanAsync(all)).Items, static item => item.Export.Name == "sessions-to-redshift");
    }

    [Fact]
    public async Task An_export_that_somebody_moved_in_the_meantime_is_left_alone()
    {
        Integration made = await _world.MakeMinioAsync(), other = await _world.MakeMinioAsync("other", "other");
        RotationRequest request = await To(made, "events-to-minio");
        RotationPlan plan = await _world.PlanAsync(request);
        await _world.RunOneAsync(await To(other, "events-to-minio"));
        _world.World.Messages.Clear();
        await new RotationRunner(plan).RunAsync(plan.Items, _world.World.Call());
        Assert.Equal("Failed", _world.World.Results<BatchExportCredentialUpdate>().Single().State);
        Assert.Contains("in the meantime", Assert.Single(_world.World.Errors).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("PATCH batch_exports", _world.Sent);
    }

    [Fact]
    public async Task A_run_in_progress_at_the_switch_is_named()
    {
        Integration made = await _world.MakeMinioAsync();
        BatchExport export = await _world.World.ExportAsync("events-to-minio");
        DateTimeOffset end = new(_world.World.Clock.UtcNow.Date, TimeSpan.Zero);
        await _world.World.Scope.Session.Backfills.CreateAsync(
            "101", export.Id, new BackfillBound(end.AddHours(-60), null), new BackfillBound(end.AddHours(-50), null), _world.World.Call());
        await _world.World.Clock.Delay(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        BatchExportCredentialUpdate result = await _world.RunOneAsync(await To(made, "events-to-minio"));
        Assert.Equal("Rotated", result.State);
        Assert.Contains("A run was in progress at the switch", result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "SwitchedBack", 1004)]
    [InlineData(false, "Failed", 1010)]
    public async Task One_that_an_interrupted_run_has_switched_goes_back_only_where_the_user_names_it(bool isNamed, string state, long integration)
    {
        await _world.ResumePostgresAsync();
        Integration made = await _world.MakePostgresAsync(RotationWorld.Wrong);
        // As far as the first run came.
        await _world.World.Scope.Session.BatchExports.UpdateAsync("101", (await _world.World.ExportAsync("events-to-postgres")).Id, new Dictionary<string, object?>
        {
            ["destination"] = new Dictionary<string, object?> { ["type"] = "Postgres", ["integration"] = made.Id, ["config"] = new Dictionary<string, object?>() },
        }, _world.World.Call());
        RotationRequest request = await To(made, isNamed ? ["events-to-postgres"] : []);
        request.From = new IntegrationName(1004, null);
        BatchExportCredentialUpdate result = await _world.RunOneAsync(request);
        Assert.Equal((state, !isNamed), (result.State, result.Switched));
        Assert.Equal(integration, (await _world.ReadAsync("events-to-postgres")).Destination.IntegrationId);
        Assert.Equal(!isNamed, result.Suggestion?.EndsWith("-IntegrationId 1004", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task What_is_unproved_goes_back_too_when_a_run_refuses_the_new_integration()
    {
        Integration made = await _world.MakePostgresAsync(RotationWorld.Wrong);
        BatchExport model = await _world.World.ExportAsync("events-to-postgres");
        await _world.ResumePostgresAsync();
        foreach (string name in new[] { "a", "c" })
        {
            await _world.World.Scope.Session.BatchExports.CreateAsync("101", new Dictionary<string, object?>
            {
                ["name"] = name, ["interval"] = "hour", ["paused"] = true, ["destination"] = new Dictionary<string, object?>
                {
                    ["type"] = "Postgres", ["integration"] = 1004, ["config"] = new Dictionary<string, object?>(model.Destination.Config),
                },
            }, _world.World.Call());
        }

        IReadOnlyList<BatchExportCredentialUpdate> results = await _world.RunAsync(await To(made, "a", "events-to-postgres", "c"));
        Assert.Equal(["a SwitchedBack False", "c Skipped False", "events-to-postgres SwitchedBack False"],
            results.Select(static one => $"{one.BatchExportName} {one.State} {one.Switched}").Order(StringComparer.Ordinal));
        Assert.All(["a", "events-to-postgres", "c"], name => Assert.Equal(1004, _world.ReadAsync(name).GetAwaiter().GetResult().Destination.IntegrationId));
        Assert.Equal(["NotRotated", "NotRotated"], _world.World.Errors.OfType<ProblemException>().Select(static one => one.Id));
    }

    [Fact]
    public async Task After_a_switch_back_nothing_is_under_way()
    {
        await _world.ResumePostgresAsync();
        Integration made = await _world.MakePostgresAsync(RotationWorld.Wrong);
        await _world.World.Scope.Session.BatchExports.UpdateAsync("101", (await _world.World.ExportAsync("events-to-postgres")).Id, new Dictionary<string, object?>
        {
            ["destination"] = new Dictionary<string, object?> { ["type"] = "Postgres", ["integration"] = made.Id, ["config"] = new Dictionary<string, object?>() },
        }, _world.World.Call());
        RotationRequest request = await To(made, "events-to-postgres");
        request.From = new IntegrationName(1004, null);
        RotationPlan plan = await _world.PlanAsync(request);
        var runner = new RotationRunner(plan);
        await runner.RunAsync(plan.Items, _world.World.Call());
        Assert.Equal("SwitchedBack", _world.World.Results<BatchExportCredentialUpdate>().Single().State);
        Assert.Null(runner.UnderWay);
    }

    [Fact]
    public async Task An_integration_with_another_host_is_no_rotation()
    {
        Integration elsewhere = await _world.MakeAsync("s3-compatible", ("name", "elsewhere"), ("endpoint_url", "https://other.example.com"), ("aws_access_key_id", "k"), ("aws_secret_access_key", "s"));
        RotationRequest request = await To(elsewhere, "events-to-minio");
        Assert.Empty((await _world.PlanAsync(request)).Items);
        Assert.Contains("another endpoint_url", Assert.Single(_world.World.Errors).Message, StringComparison.Ordinal);
        request.From = new IntegrationName(1002, null);
        Assert.Contains("another endpoint_url", (await Assert.ThrowsAsync<ProblemException>(() => _world.PlanAsync(request))).Message, StringComparison.Ordinal);
    }

    private async Task<RotationRequest> To(Integration made, params string[] exports)
    {
        RotationRequest request = await _world.RequestAsync(exports);
        request.To = new IntegrationName(made.Id, null);
        return request;
    }
}
