using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Hosts;

/// <summary>The rules that decide where a request goes.</summary>
public sealed class ConnectionRuleTests
{
    /// <summary>Everything that takes an object which knows where it came from.</summary>
    public static TheoryData<string> Piping => [.. CmdletCases.All.Where(c => c.Sending != Sending.Nothing && c.Script.StartsWith('$')).Select(c => c.Name)];

    [Fact]
    public async Task A_piped_object_goes_back_to_where_it_came_from()
    {
        await using Bench bench = await Bench.StartAsync();
        await using SandboxServer other = await Second(bench);
        bench.Prepare("$export = Get-PHBatchExport events-to-s3 -Connection default");
        other.Requests.Clear();
        Assert.Equal("other", bench.Run("(Get-PHConnection | Where-Object IsDefault).Name").Clean().Single.ToString());

        bench.Run("$export | Suspend-PHBatchExport -PassThru | Resume-PHBatchExport; $export | Get-PHBatchExportRun -First 1 | Out-Null").Clean();

        Assert.Equal(2, bench.Writes().Count);
        Assert.Empty(other.Requests.All);
        bench.Run("Suspend-PHBatchExport events-to-s3").Clean();
        Assert.Equal(2, bench.Writes().Count);
        Assert.Single(other.Requests.Find("POST", "*/pause/*"));
    }

    [Trait("Speed", "Slow")]
    [Theory]
    [MemberData(nameof(Piping))]
    public async Task A_parameter_that_contradicts_the_object_stops_everything(string name)
    {
        CmdletCase driven = CmdletCases.Named(name);
        await using Bench bench = await Bench.StartAsync();
        await using SandboxServer other = await Second(bench);
        bench.Run("Get-PHConnection default | Out-Null");
        bench.Run("$PSDefaultParameterValues['*-PH*:Connection'] = 'default'");
        bench.Prepare(driven.Before);
        bench.Run("$PSDefaultParameterValues.Clear()");
        other.Requests.Clear();

        foreach (string contradiction in new[] { " -Connection other", " -ProjectId 102" })
        {
            // A secret of the line: what is piped on is not what contradicts.
            ShellResult result = bench.Run(driven.Script + contradiction);
            Assert.StartsWith("PostHog.ConnectionMismatch", result.Errors[0].FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains("Nothing was sent", result.Errors[0].ToString(), StringComparison.Ordinal);
            Assert.NotNull(result.Errors[0].ErrorDetails.RecommendedAction);
        }

        Assert.Empty(bench.Requests.All);
        Assert.Empty(other.Requests.All);
    }

    [Fact]
    public async Task Several_connections_in_one_pipeline()
    {
        await using Bench bench = await Bench.StartAsync();
        await using SandboxServer other = await Second(bench);
        IReadOnlyList<BatchExport> all = bench.Run("Get-PHConnection default, other | Get-PHProject | Get-PHBatchExport").Clean().As<BatchExport>();
        Assert.Equal(bench.Requests.Count, other.Requests.Count);
        Assert.Equal(3, bench.Requests.Count);
        Assert.True(all.Count > 20);

        // And each of them back to its own.
        bench.Run("Get-PHConnection default, other | Get-PHProject | Get-PHBatchExport events-to-s3 | Suspend-PHBatchExport").Clean();
        Assert.Equal(2, bench.Requests.Find("POST", "*/pause/*").Count);
        Assert.Equal(2, other.Requests.Find("POST", "*/pause/*").Count);
    }

    [Fact]
    public async Task Runspaces_beside_this_one_have_no_connection_and_are_told_how_to_get_one()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Shell.Set("manifest", StagedModule.Manifest);
        ShellResult without = bench.Run("1 | ForEach-Object -Parallel { Import-Module $using:manifest; Get-PHBatchExport }");
        Assert.StartsWith("PostHog.NoConnection", without.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("-Connection $using:c", without.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(bench.Requests.All);

        ShellResult with = bench.Run("$c = Get-PHConnection; 1..3 | ForEach-Object -Parallel { Import-Module $using:manifest; Get-PHBatchExport events-to-s3 -Connection $using:c }").Clean();
        Assert.Equal(3, with.Objects.Count);
    }

    [Fact]
    public async Task The_current_project_is_asked_for_once_and_stays()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Connect = "-RouteFamily Projects" });
        bench.Run("New-PHDashboard one | Out-Null; New-PHDashboard two | Out-Null; Suspend-PHBatchExport events-to-s3").Clean();
        Assert.Equal(
            ["GET /api/users/@me/", "POST /api/projects/101/dashboards/", "POST /api/projects/101/dashboards/", "GET /api/projects/101/batch_exports/"],
            bench.Requests.All.Take(4).Select(r => r.Method + " " + r.PathAndQuery));

        await using Bench reader = await Bench.StartAsync(new BenchOptions { Connect = "-RouteFamily Projects" });
        reader.Run("Get-PHBatchExport -First 1 | Out-Null; Get-PHBatchExport -First 1 | Suspend-PHBatchExport; Suspend-PHBatchExport events-to-s3").Clean();
        Assert.StartsWith("/api/projects/@current/batch_exports/", reader.Requests.All[0].PathAndQuery, StringComparison.Ordinal);
        Assert.All(reader.Requests.All.Skip(1), r => Assert.StartsWith("/api/projects/101/", r.PathAndQuery, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_route_family_costs_at_most_one_request()
    {
        // A server that marks the documented form as deprecated.
        await using Bench newer = await Bench.StartAsync(new BenchOptions { Connect = "-ProjectId 101" });
        newer.Run("$e = Get-PHBatchExport events-to-s3; $e | Suspend-PHBatchExport; Get-PHDashboard | Out-Null").Clean();
        Assert.StartsWith("/api/environments/101/", newer.Requests.All[0].PathAndQuery, StringComparison.Ordinal);
        Assert.Equal(3, newer.Requests.Count);
        Assert.All(newer.Requests.All.Skip(1), r => Assert.StartsWith("/api/projects/101/", r.PathAndQuery, StringComparison.Ordinal));

        // A server that has it no more.
        await using Bench newest = await Bench.StartAsync(new BenchOptions { Connect = "-ProjectId 101" });
        newest.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 404, Path = "/api/environments/*", Times = 0, Body = "{\"detail\":\"Not found.\"}" });
        newest.Run("New-PHDashboard x | Out-Null; New-PHDashboard y | Out-Null; Get-PHBatchExport events-to-s3 | Suspend-PHBatchExport").Clean();
        Assert.Single(newest.Requests.Find(null, "/api/environments/*"));
        Assert.Equal(5, newest.Requests.Count);
        Assert.Equal(2, newest.Requests.Find("POST", "/api/projects/101/dashboards/*").Count);

        // One that is told what to use never asks.
        await using Bench older = await Bench.StartAsync(new BenchOptions { Connect = "-ProjectId 101 -RouteFamily Environments" });
        older.Run("Get-PHBatchExport events-to-s3 | Suspend-PHBatchExport").Clean();
        Assert.All(older.Requests.All, r => Assert.StartsWith("/api/environments/101/", r.PathAndQuery, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Paging_links_of_another_host_never_get_the_key()
    {
        await using SandboxServer foreign = await SandboxServer.StartAsync();
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Server = new() { Sandbox = new() { ExtraExports = 250 } } });
        int all = bench.Run("Get-PHBatchExport").Clean().Objects.Count;
        bench.Faults.Add(new Fault { Kind = FaultKind.ForeignNext, Target = foreign.Address.AbsoluteUri, Times = 0 });
        bench.Requests.Clear();

        ShellResult result = bench.Run("Get-PHBatchExport").Clean();

        Assert.Equal(all, result.Objects.Count);
        Assert.Equal(3, bench.Requests.Count);
        Assert.Empty(foreign.Requests.All);
        bench.Faults.Clear();

        // A link that leads to another place altogether is not followed.
        bench.Faults.Add(new Fault
        {
            Kind = FaultKind.Rewrite,
            Times = 0,
            Rewrite = body => System.Text.Encoding.UTF8.GetBytes(System.Text.RegularExpressions.Regex.Replace(
                System.Text.Encoding.UTF8.GetString(body), "\"next\":\"[^\"]*\"", "\"next\":\"" + foreign.Address + "steal?key=\"")),
        });
        ShellResult stolen = bench.Run("Get-PHBatchExport");
        Assert.StartsWith("PostHog.InvalidResponse", stolen.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(foreign.Requests.All);
    }

    [Fact]
    public async Task A_redirect_to_another_host_never_gets_the_key()
    {
        await using SandboxServer foreign = await SandboxServer.StartAsync();
        await using Bench bench = await Bench.StartAsync();
        foreach (int status in new[] { 301, 302, 303, 307, 308 })
        {
            bench.Faults.Clear();
            bench.Faults.Add(new Fault { Kind = FaultKind.Redirect, Status = status, Target = foreign.Address + "api/projects/101/batch_exports/", Times = 0 });
            ShellResult result = bench.Run("Get-PHBatchExport");
            Assert.StartsWith("PostHog.Redirect", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains(foreign.Address.Authority, result.Error.ToString(), StringComparison.Ordinal);
            Assert.StartsWith("PostHog.Redirect", bench.Run("Suspend-PHBatchExport 11111111-1111-1111-1111-111111111111").Error.FullyQualifiedErrorId,
                StringComparison.Ordinal);
        }

        Assert.Empty(foreign.Requests.All);
    }

    [Fact]
    public async Task A_closed_connection_says_so()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare("$export = Get-PHBatchExport events-to-s3; Disconnect-PostHog");
        ShellResult result = bench.Run("$export | Suspend-PHBatchExport");
        Assert.StartsWith("PostHog.Disconnected", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(bench.Requests.All);
    }

    private static async Task<SandboxServer> Second(Bench bench)
    {
        SandboxServer other = await SandboxServer.StartAsync(new SandboxServerOptions { Sandbox = { Time = bench.Clock } });
        bench.Shell.Set("otherServer", other.Address.AbsoluteUri);
        bench.Run("Connect-PostHog -ApiKey $key -HostUri $otherServer -Name other -ProjectId 101 -RouteFamily Projects -RateLimit None -SkipValidation").Clean();
        return other;
    }
}
