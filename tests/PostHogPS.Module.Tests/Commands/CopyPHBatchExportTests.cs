using System;
using System.Linq;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Copy-PHBatchExport from one server to another.</summary>
public sealed class CopyPHBatchExportTests : IDisposable
{
    private readonly TwoRegions _two = new("C", null,
        new SandboxExport { Name = "events-to-s3", Type = "AwsS3", Config = """{"bucket_name":"b","region":"r","prefix":"p","compression":"gzip"}""" },
        new SandboxExport { Name = "warehouse", Type = "Postgres", Config = """{"database":"d","schema":"s"}""", Interval = "day", OffsetHour = 5,
            Timezone = "Europe/Berlin" },
        new SandboxExport { Name = "mirror", Type = "HTTP", Config = """{"url":"https://eu.i.posthog.com/batch/","token":"x"}""" });

    public void Dispose() => _two.Dispose();

    [Fact]
    public void A_copy_is_paused_and_uses_the_integration_of_the_target()
    {
        BatchExport[] made = [.. _two.Run("Get-PHBatchExport events*, warehouse | Copy-PHBatchExport -ToConnection eu").As<BatchExport>()];
        Assert.Equal(2, made.Length);
        Assert.All(made, copy => Assert.Equal((true, (long)TwoRegions.EuProject, "eu"), (copy.Paused, copy.ProjectId, copy.ConnectionName)));
        Assert.Equal([202021L, 202024L], made.Select(copy => copy.Destination.IntegrationId!.Value).Order());
        BatchExport warehouse = made.Single(copy => copy.Name == "warehouse");
        Assert.Equal(("day", 5, "Europe/Berlin", "s"), (warehouse.Interval, warehouse.OffsetHour, warehouse.Timezone, warehouse.Destination.Config["schema"]));
        Assert.Empty(TwoRegions.Writes(_two.Us));
        // Exports and integrations of the target, and a POST for each.
        Assert.Equal(2 + 2, TwoRegions.Count(_two.Eu));
    }

    [Fact]
    public void Active_is_asked_for() =>
        Assert.False(Assert.Single(_two.Run("Copy-PHBatchExport events-to-s3 -ToConnection $eu -ToProject 20202 -Active").As<BatchExport>()).Paused);

    [Fact]
    public void A_second_copy_is_refused()
    {
        _two.Run("Copy-PHBatchExport events-to-s3 -ToConnection eu");
        _two.Forget();
        _two.Fail("PostHog.NameInUse", "Copy-PHBatchExport events-to-s3 -ToConnection eu");
        Assert.Empty(TwoRegions.Writes(_two.Eu));
        _two.Run("Copy-PHBatchExport events-to-s3 -ToConnection eu -Force");
        Assert.Single(TwoRegions.Writes(_two.Eu));
    }

    [Fact]
    public void A_copy_whose_answer_was_lost_is_never_sent_again()
    {
        _two.Eu.Faults.Add(new Fault { Kind = FaultKind.Reset, AfterProcessing = true, Method = "POST", Path = "*/batch_exports/", Times = 1 });
        _two.Fail("PostHog.FateUnknown", "Copy-PHBatchExport events-to-s3 -ToConnection eu");
        Assert.Single(TwoRegions.Writes(_two.Eu));
        _two.Fail("PostHog.NameInUse", "Copy-PHBatchExport events-to-s3 -ToConnection eu");
        Assert.Single(TwoRegions.Writes(_two.Eu));
    }

    [Fact]
    public void No_integration_of_that_name_is_refused_with_those_there_are()
    {
        _two.Eu.Faults.Add(new Fault
        {
            Kind = FaultKind.Status, Status = 200, Path = "*/integrations/*", Times = 0,
            Body = """{"count":3,"next":null,"previous":null,"results":[{"id":7,"kind":"aws-s3","display_name":"one","config":{},"created_at":"2026-01-01T00:00:00Z","created_by":null,"errors":""},{"id":8,"kind":"postgresql","display_name":"ID: 20202-warehouse.northwind.example-5432-posthog","config":{},"created_at":"2026-01-01T00:00:00Z","created_by":null,"errors":""},{"id":9,"kind":"postgresql","display_name":"ID: 20202-warehouse.northwind.example-5432-posthog","config":{},"created_at":"2026-01-01T00:00:00Z","created_by":null,"errors":""}]}""",
        });
        ShellResult none = _two.Fail("PostHog.IntegrationNotMapped", "Copy-PHBatchExport events-to-s3 -ToConnection eu");
        Assert.Contains("Of this kind it has: 7 'one'", none.Error.Exception.Message, StringComparison.Ordinal);
        ShellResult several = _two.Fail("PostHog.IntegrationNotMapped", "Copy-PHBatchExport warehouse -ToConnection eu");
        Assert.Contains("They are: 8 'ID: 20202", several.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(TwoRegions.Writes(_two.Eu));
    }

    [Fact]
    public void Credentials_of_its_own_come_from_Secret()
    {
        _two.Fail("PostHog.SecretMissing", "Copy-PHBatchExport mirror -ToConnection eu");
        Assert.Empty(TwoRegions.Writes(_two.Eu));
        _two.Run("Copy-PHBatchExport mirror -ToConnection eu -Secret @{ 'mirror.token' = $secret }");
        Assert.Contains(Bench.PlantedSecret, _two.Eu.Requests.All.Single(r => r.Method == "POST").Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_must_be_named()
    {
        _two.Fail("PostHog.Validation", "Copy-PHBatchExport events-to-s3");
        Assert.Equal(0, TwoRegions.Count(_two.Us));
    }

    [Fact]
    public void WhatIf_reads_and_does_not_write()
    {
        Assert.Empty(_two.Run("Copy-PHBatchExport events-to-s3 -ToConnection eu -WhatIf").Objects);
        Assert.Empty(TwoRegions.Writes(_two.Eu));
    }

    [Fact]
    public void WhatIf_fails_where_the_run_would()
    {
        _two.Fail("PostHog.SecretMissing", "Copy-PHBatchExport mirror -ToConnection eu -WhatIf");
        _two.Run("Get-PHBatchExport warehouse | New-PHBatchExport -Name warehouse -Force");
        foreach (string more in new[] { "-WhatIf", "" })
            Assert.Single(_two.Fail("PostHog.NameInUse", "Get-PHBatchExport warehouse* | Copy-PHBatchExport -ToConnection eu " + more).Errors);
    }

    [Fact]
    public void A_project_of_another_connection_contradicts_ToConnection()
    {
        _two.Shell.Run("$project = Get-PHProject -Connection eu | Select-Object -First 1").Clean();
        _two.Forget();
        _two.Fail("PostHog.ConnectionMismatch", "Copy-PHBatchExport events-to-s3 -ToConnection us -ToProject $project");
        Assert.Empty(TwoRegions.Writes(_two.Us));
        Assert.Single(_two.Run("Copy-PHBatchExport events-to-s3 -ToProject $project").Objects);
    }
}
