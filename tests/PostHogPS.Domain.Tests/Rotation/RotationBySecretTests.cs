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
        // Again: the new one is known by its name, and nothing is made twice.
        Assert.Equal("AlreadyDone", (await world.RunOneAsync(await Minio(world))).State);
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
        Assert.Equal(["POST integrations", "POST run_test_step", "POST integrations"], world.Sent);
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
