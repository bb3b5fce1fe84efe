using System;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Rotation;
using Xunit;

namespace PostHogPS.Domain.Tests.Rotation;

/// <summary>From secrets alone: a new integration, one that is replaced in place, or inline secrets.</summary>
public sealed class RotationBySecretTests
{
    [Fact]
    public async Task A_named_kind_is_made_anew_with_the_settings_of_the_old_one()
    {
        using var world = new RotationWorld();
        RotationRequest request = await Minio(world);
        BatchExportCredentialUpdate result = await world.RunOneAsync(request);
        Assert.Equal(("Rotated", 1002L), (result.State, result.OldIntegration));
        Integration made = (await world.IntegrationsAsync()).Single(one => one.Id == result.NewIntegration);
        Assert.Equal(("s3-compatible", "minio-2", "https://minio.northwind.example"), (made.Kind, made.Config["name"], made.Config["endpoint_url"]));
        Assert.Equal("POST integrations", world.Sent[0]);
        // Again: the new one is known by its name, and nothing is made twice. Only -FromIntegration tells that it is not the one to be replaced.
        ProblemException refused = await Assert.ThrowsAsync<ProblemException>(async () => await world.PlanAsync(await Minio(world)));
        Assert.Equal("NameInUse", refused.Id);
        Assert.Contains("-FromIntegration <old>", refused.Advice, StringComparison.Ordinal);
        RotationRequest on = await Minio(world);
        on.From = new IntegrationName(1002, null);
        BatchExportCredentialUpdate again = await world.RunOneAsync(on);
        Assert.Equal(("AlreadyDone", "Completed"), (again.State, again.Proof!.State));
        Assert.Contains("-Secret was not sent", again.Reason, StringComparison.Ordinal);
        Assert.Empty(world.Sent);
    }

    [Fact]
    public async Task A_named_kind_needs_a_name_and_no_name_that_is_taken()
    {
        using var world = new RotationWorld();
        RotationRequest request = await Minio(world);
        request.Name = null;
        Assert.Contains("a name of its own", (await Assert.ThrowsAsync<ProblemException>(() => world.PlanAsync(request))).Message, StringComparison.Ordinal);
        (request.Name, request.From) = ("minio", new IntegrationName(1002, null));
        Assert.Equal("NameInUse", (await Assert.ThrowsAsync<ProblemException>(() => world.PlanAsync(request))).Id);
        Assert.Empty(world.Sent);
    }

    [Fact]
    public async Task The_name_of_the_integration_that_the_export_has_is_taken_also_without_the_old_one()
    {
        using var world = new RotationWorld();
        RotationRequest request = await Minio(world);
        request.Name = "minio";
        Assert.Equal("NameInUse", (await Assert.ThrowsAsync<ProblemException>(() => world.PlanAsync(request))).Id);
        Assert.Empty(world.Sent);
    }

    [Fact]
    public async Task An_unused_integration_of_the_name_is_used_without_a_word_that_the_secret_works()
    {
        using var world = new RotationWorld();
        Integration there = await world.MakeMinioAsync(name: "minio-2");
        RotationRequest request = await Minio(world);
        request.RemovesOld = true;
        BatchExportCredentialUpdate result = await world.RunOneAsync(request);
        Assert.Equal(("Switched", there.Id, "Completed"), (result.State, result.NewIntegration, result.Proof!.State));
        Assert.Contains($"The integration {there.Id} was made before, and -Secret was not sent.", result.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("new credentials", result.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("DELETE integrations", world.Sent);
        Assert.Contains(world.World.Warnings, text => text.StartsWith("The integration 1002 stays", StringComparison.Ordinal)
            && text.Contains($"-FromIntegration 1002 -Integration {there.Id} -RemoveOld", StringComparison.Ordinal));
        // A run has shown that the export works with it, and the user has said again that the old one is to go.
        RotationRequest again = await Minio(world);
        (again.Name, again.From, again.RemovesOld) = ("minio-2", new IntegrationName(1002, null), true);
        Assert.Equal("AlreadyDone", (await world.RunOneAsync(again)).State);
        Assert.Equal(["DELETE integrations"], world.Sent);
    }

    [Fact]
    public async Task An_integration_of_the_name_that_another_export_uses_is_not_taken()
    {
        using var world = new RotationWorld();
        Integration there = await world.MakeAsync(
            "snowflake", ("name", "next"), ("account", "NW12345.eu-central-1"), ("user", "POSTHOG"), ("password", "p"));
        RotationRequest other = await world.RequestAsync("events-snowflake");
        other.To = new IntegrationName(there.Id, null);
        await world.RunOneAsync(other);
        RotationRequest request = await world.RequestAsync("persons-to-snowflake");
        (request.Secrets, request.Name, request.From) = (RotationWorld.Secrets(("password", "new")), "next", new IntegrationName(1003, null));
        Assert.Equal("NameInUse", (await Assert.ThrowsAsync<ProblemException>(() => world.PlanAsync(request))).Id);
    }

    [Fact]
    public async Task A_second_secret_under_the_name_of_one_that_failed_its_test_is_not_sent_and_the_result_says_so()
    {
        using var world = new RotationWorld();
        RotationRequest request = await Minio(world);
        request.Secrets = RotationWorld.Keys(RotationWorld.Wrong);
        BatchExportCredentialUpdate first = await world.RunOneAsync(request);
        Assert.Equal(("Failed", $"Remove-PHIntegration {first.NewIntegration}"), (first.State, first.Suggestion));
        Assert.Equal("NotRotated", Assert.IsType<ProblemException>(Assert.Single(world.World.Errors)).Id);
        BatchExportCredentialUpdate second = await world.RunOneAsync(await Minio(world));
        Assert.Equal(("Failed", $"Remove-PHIntegration {first.NewIntegration}"), (second.State, second.Suggestion));
        Assert.Contains("-Secret was not sent", second.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_unproved_goes_back_when_a_run_refuses_the_inline_secret_and_the_rest_is_skipped()
    {
        using var world = new RotationWorld("A");
        BatchExport first = await world.World.ExportAsync("events-to-minio");
        foreach (string name in new[] { "a", "c" })
        {
            await world.World.Scope.Session.BatchExports.CreateAsync("101", new System.Collections.Generic.Dictionary<string, object?>
            {
                ["name"] = name, ["interval"] = "hour", ["paused"] = true, ["destination"] = new System.Collections.Generic.Dictionary<string, object?>
                {
                    ["type"] = first.Destination.Type,
                    ["config"] = new System.Collections.Generic.Dictionary<string, object?>(first.Destination.Config) { ["aws_access_key_id"] = "k", ["aws_secret_access_key"] = "old" },
                },
            }, world.World.Call());
        }

        RotationRequest request = await world.RequestAsync("a", "events-to-minio", "c");
        (request.Secrets, request.OldSecrets) = (RotationWorld.Keys(RotationWorld.Wrong), RotationWorld.Keys("old"));
        var results = await world.RunAsync(request);
        Assert.Equal(["a SwitchedBack False", "c Skipped False", "events-to-minio SwitchedBack False"],
            results.Select(static one => $"{one.BatchExportName} {one.State} {one.Switched}").Order(StringComparer.Ordinal));
        // No test on this server.
        Assert.All(results.Where(static one => one.State == "SwitchedBack"),
            static one => Assert.Contains("-OldSecret is stored; nothing has proved it", one.Reason, StringComparison.Ordinal));
        Assert.Equal(4, world.Sent.Count(static line => line == "PATCH batch_exports"));
        Assert.Equal(2, world.World.Errors.Count());
    }

    [Fact]
    public async Task An_old_secret_that_is_refused_too_is_no_way_back()
    {
        using var world = new RotationWorld();
        RotationRequest request = await world.RequestAsync("events-to-databricks");
        request.Secrets = RotationWorld.Secrets(("client_id", "id"), ("client_secret", RotationWorld.Wrong));
        request.OldSecrets = RotationWorld.Secrets(("client_id", "old"), ("client_secret", RotationWorld.Wrong));
        BatchExportCredentialUpdate result = await world.RunOneAsync(request);
        Assert.Equal(("Failed", "Failed", false), (result.State, result.Tested, result.Switched));
        Assert.StartsWith("The secret given as -OldSecret is refused too", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_that_is_over_says_that_nothing_puts_the_old_secret_back()
    {
        using var world = new RotationWorld();
        await world.ResumePostgresAsync();
        RotationRequest request = await Postgres(world, "new");
        (request.OldSecrets, request.Timeout) = (RotationWorld.Secrets(("password", "old")), TimeSpan.Zero);
        BatchExportCredentialUpdate result = await world.RunOneAsync(request);
        Assert.Equal("Switched", result.State);
        Assert.Contains("Nothing puts -OldSecret back if it fails. Run the same command again", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_replaced_in_place_needs_the_old_secret_or_a_word_that_there_is_none()
    {
        using var world = new RotationWorld();
        RotationRequest request = await Postgres(world, "new");
        ProblemException problem = await Assert.ThrowsAsync<ProblemException>(() => world.PlanAsync(request));
        Assert.Contains("-OldSecret", problem.Advice, StringComparison.Ordinal);
        request.OldSecrets = RotationWorld.Secrets(("password", "new"));
        Assert.Contains("the same as -Secret", (await Assert.ThrowsAsync<ProblemException>(() => world.PlanAsync(request))).Message, StringComparison.Ordinal);
        (request.OldSecrets, request.HasNoWayBack) = (null, true);
        Assert.Equal(RotationWay.Replace, (await world.PlanAsync(request)).Way);
        Assert.Empty(world.Sent);
    }

    [Fact]
    public async Task A_database_password_is_replaced_in_place_and_proved()
    {
        using var world = new RotationWorld();
        await world.ResumePostgresAsync();
        RotationRequest request = await Postgres(world, "new");
        request.HasNoWayBack = true;
        BatchExportCredentialUpdate result = await world.RunOneAsync(request);
        Assert.Equal(("Rotated", 1004L, 1004L, "Completed"), (result.State, result.OldIntegration, result.NewIntegration, result.Proof!.State));
        Assert.Equal(["POST integrations", "POST backfills"], world.Sent);
        Integration after = (await world.IntegrationsAsync()).Single(static one => one.Id == 1004);
        Assert.Equal(("warehouse.northwind.example", "posthog", "require"), (after.Config["host"], after.Config["user"], after.Config["ssl_mode"]));
    }

    [Theory]
    [InlineData(true, "SwitchedBack", 2)]
    [InlineData(false, "Failed", 1)]
    public async Task After_a_failed_run_the_old_password_is_stored_again_where_it_was_given(bool given, string state, int posts)
    {
        using var world = new RotationWorld();
        await world.ResumePostgresAsync();
        RotationRequest request = await Postgres(world, RotationWorld.Wrong);
        request.OldSecrets = given ? RotationWorld.Secrets(("password", "old")) : null;
        request.HasNoWayBack = !given;
        BatchExportCredentialUpdate result = await world.RunOneAsync(request);
        Assert.Equal((state, !given), (result.State, result.Switched));
        Assert.Equal(posts, world.Sent.Count(static line => line == "POST integrations"));
    }

    [Fact]
    public async Task One_that_has_a_test_is_tested_after_it_was_stored_and_put_back_when_it_fails()
    {
        using var world = new RotationWorld();
        RotationRequest request = await world.RequestAsync("events-to-databricks");
        request.Secrets = RotationWorld.Secrets(("client_id", "id"), ("client_secret", RotationWorld.Wrong));
        request.OldSecrets = RotationWorld.Secrets(("client_id", "old"), ("client_secret", "old"));
        BatchExportCredentialUpdate result = await world.RunOneAsync(request);
        Assert.Equal(("SwitchedBack", "Failed", false), (result.State, result.Tested, result.Switched));
        // The second test is that of the old secret: stored is not proved.
        Assert.Equal(["POST integrations", "POST run_test_step", "POST integrations", "POST run_test_step"], world.Sent.Take(4));
        Assert.StartsWith("The old credentials are back", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_exports_of_one_that_is_replaced_are_in_the_plan()
    {
        using var world = new RotationWorld();
        RotationRequest request = await world.RequestAsync("events-to-bigquery");
        request.Secrets = RotationWorld.Secrets(("private_key", "-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----"), ("private_key_id", "1"));
        request.HasNoWayBack = true;
        RotationPlan plan = await world.PlanAsync(request);
        Assert.Equal(["events [prod]", "events-to-bigquery", "nightly-dump", "revenue-by-day"], plan.Items.Select(static item => item.Export.Name).Order(StringComparer.Ordinal));
        Assert.Contains("'revenue-by-day'", Assert.Single(plan.Notes), StringComparison.Ordinal);
        Assert.Empty(world.Sent);
    }

    [Fact]
    public async Task Another_storage_account_is_no_rotation()
    {
        using var world = new RotationWorld();
        RotationRequest request = await world.RequestAsync("persons-to-azure");
        request.Secrets = RotationWorld.Secrets(("", "DefaultEndpointsProtocol=https;AccountName=other;AccountKey=k"));
        request.HasNoWayBack = true;
        Assert.Contains("another account", (await Assert.ThrowsAsync<ProblemException>(() => world.PlanAsync(request))).Message, StringComparison.Ordinal);
        request.Secrets = RotationWorld.Secrets(("", "DefaultEndpointsProtocol=https;AccountName=northwindexports;AccountKey=k"));
        Assert.Equal("Switched", (await world.RunOneAsync(request)).State);
    }

    [Theory]
    [InlineData("events-to-minio", "password", "aws_access_key_id, aws_secret_access_key are missing")]
    [InlineData("events-to-minio", "", "one secret without a name is not enough")]
    [InlineData("events-to-databricks", "client_secret", "client_id is missing")]
    [InlineData("events-to-s3", "aws_secret_access_key", "signs in by a role")]
    public async Task Secrets_that_do_not_fit_are_refused_without_their_values(string export, string setting, string problem)
    {
        using var world = new RotationWorld();
        RotationRequest request = await world.RequestAsync(export);
        (request.Secrets, request.HasNoWayBack) = (RotationWorld.Secrets((setting, "hush-hush")), true);
        request.Name = export.Contains("databricks", StringComparison.Ordinal) ? null : "next";
        ProblemException refused = await Assert.ThrowsAsync<ProblemException>(() => world.PlanAsync(request));
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", refused.Message + refused.Advice, StringComparison.Ordinal);
        Assert.Empty(world.Sent);
    }

    [Fact]
    public async Task Inline_secrets_are_sent_alone_and_proved()
    {
        using var world = new RotationWorld("A");
        RotationRequest request = await world.RequestAsync("events-to-minio");
        (request.Secrets, request.OldSecrets) = (RotationWorld.Keys(), RotationWorld.Keys("old"));
        BatchExportCredentialUpdate result = await world.RunOneAsync(request);
        Assert.Equal(("Rotated", "NoTest", true), (result.State, result.Tested, result.Switched));
        Assert.Null(result.OldIntegration);
        Assert.Equal("PATCH batch_exports", world.Sent[0]);
    }

    [Theory]
    [InlineData(true, "SwitchedBack", 2)]
    [InlineData(false, "Failed", 1)]
    public async Task Inline_secrets_that_fail_are_replaced_by_the_old_ones_where_they_were_given(bool given, string state, int patches)
    {
        using var world = new RotationWorld("A");
        RotationRequest request = await world.RequestAsync("events-to-minio");
        (request.Secrets, request.OldSecrets, request.HasNoWayBack) = (RotationWorld.Keys(RotationWorld.Wrong), given ? RotationWorld.Keys("old") : null, !given);
        BatchExportCredentialUpdate result = await world.RunOneAsync(request);
        Assert.Equal((state, !given), (result.State, result.Switched));
        Assert.Equal(patches, world.Sent.Count(static line => line == "PATCH batch_exports"));
    }

    [Fact]
    public async Task Integrations_of_older_servers_are_replaced_in_place_too()
    {
        using var world = new RotationWorld("A");
        RotationRequest request = await world.RequestAsync("events-to-databricks");
        (request.Secrets, request.HasNoWayBack) = (RotationWorld.Secrets(("client_id", "id"), ("client_secret", "new")), true);
        BatchExportCredentialUpdate result = await world.RunOneAsync(request);
        Assert.Equal((1007L, "NoTest", true), (result.NewIntegration, result.Tested, result.Switched));
    }

    private static async Task<RotationRequest> Minio(RotationWorld world)
    {
        RotationRequest request = await world.RequestAsync("events-to-minio");
        (request.Secrets, request.Name) = (RotationWorld.Keys(), "minio-2");
        return request;
    }

    private static async Task<RotationRequest> Postgres(RotationWorld world, string password)
    {
        RotationRequest request = await world.RequestAsync("events-to-postgres");
        request.Secrets = RotationWorld.Secrets(("", password));
        return request;
    }
}
