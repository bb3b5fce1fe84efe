using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Lists;

/// <summary>Every command that reads a list, against servers whose lists break the rules of paging.</summary>
[Trait("Speed", "Slow")]
public sealed class EndlessListTests
{
    private const string Downloads = "1..3 | ForEach-Object { Start-PHFileDownload -Start -6h -End -2h } | Out-Null; $clock.Advance('00:30:00')";
    private const string Export = "$export = Get-PHBatchExport events-to-s3";

    /// <summary>The line, the list it reads, and the property that tells its items apart; null where it makes something else of them.</summary>
    private static readonly (string Line, string Path, string? Key, string Before)[] Lists =
    [
        ("Get-PHBatchExport", "*/101/batch_exports/?*", "Id", ""),
        ("Get-PHBatchExport -AllProjects", "*/101/batch_exports/?*", "Id", ""),
        ("Get-PHBatchExport events-to-s3", "*/101/batch_exports/?*", "Id", ""),
        ("Get-PHBatchExportHealth", "*/101/batch_exports/?*", null, ""),
        ("$export | Get-PHBatchExportRun -After -2d", "*/runs/?*", "Id", Export),
        ("Find-PHBatchExportGap $export -After -2d", "*/runs/?*", null, Export),
        ("Repair-PHBatchExport $export -After -2d -PlanOnly", "*/runs/?*", null, Export),
        ("Get-PHBatchExportError $export -After -2d", "*/runs/?*", null, Export),
        ("Get-PHBatchExport events-to-bigquery | Get-PHBatchExportBackfill", "*/backfills/?*", "Id", ""),
        ("Get-PHDashboard", "*/dashboards/?*", "Id", ""),
        ("Get-PHDashboard Revenue", "*/dashboards/?*", "Id", ""),
        ("Get-PHFileDownload", "*/file_download_batch_exports/?*", "Id", Downloads),
        ("Get-PHIntegration", "*/integrations/?*", "Id", ""),
        ("Get-PHProject", "/api/projects/?*", "Id", ""),
        ("Get-PHOrganization", "/api/organizations/?*", "Id", ""),
        ("Invoke-PHRestMethod 'api/projects/101/batch_exports/' -All", "*/101/batch_exports/?*", "id", ""),
        ("Invoke-PHRestMethod \"api/projects/101/batch_exports/$($export.Id)/runs/\" -All", "*/runs/?*", "id", Export),
        ("Invoke-PHRestMethod 'api/projects/101/dashboards/' -All", "*/dashboards/?*", "id", ""),
    ];

    public static TheoryData<string, FaultKind> Endless
    {
        get
        {
            var data = new TheoryData<string, FaultKind>();
            foreach (FaultKind kind in new[] { FaultKind.SelfNext, FaultKind.NextCycle, FaultKind.EndlessSame })
            {
                foreach ((string line, _, _, _) in Lists)
                    data.Add(line, kind);
            }

            // Without a count nobody can tell such a list from a long one.
            foreach ((string line, string path, _,
                _) in Lists.Where(l => !l.Path.Contains("runs", StringComparison.Ordinal) && !l.Path.Contains("backfills", StringComparison.Ordinal)))
                data.Add(line, FaultKind.EndlessNew);
            return data;
        }
    }

    public static TheoryData<string> WithItems =>
        [.. Lists.Where(l => l.Key is not null && !l.Line.Contains("Rest", StringComparison.Ordinal)).Select(l => l.Line)];

    [Theory]
    [MemberData(nameof(Endless))]
    public async Task A_list_that_never_ends_is_an_error_after_each_of_its_items_once(string line, FaultKind kind)
    {
        (_, string path, string? key, string before) = Lists.Single(l => l.Line == line);
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare(before);
        bench.Faults.Add(kind, "GET", Any(path), times: 0);
        bench.Requests.Clear();

        ShellResult result = bench.Run(line);

        Assert.Contains(result.Errors, e => e.FullyQualifiedErrorId.StartsWith("PostHog.InvalidResponse,", StringComparison.Ordinal));
        Assert.All(result.Errors, e => Assert.StartsWith("PostHog.InvalidResponse,", e.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.InRange(bench.Requests.Count, 2, 60);
        if (key is not null)
            Assert.Equal(Ids(result, key).Distinct(), Ids(result, key));
    }

    [Fact]
    public async Task A_list_without_a_count_that_goes_on_gives_what_is_asked_for()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare(Export);
        bench.Faults.Add(FaultKind.EndlessNew, "GET", "*/runs/?*", times: 0);
        Assert.Equal(250, bench.Run("$export | Get-PHBatchExportRun -After -2d -First 250").Clean().Objects.Count);
        Assert.Equal(250, bench.Run("$export | Get-PHBatchExportRun -After -2d | Select-Object -First 250").Clean().Objects.Count);
    }

    [Theory]
    [InlineData(FaultKind.BadId)]
    [InlineData(FaultKind.NullItem)]
    public async Task Items_without_a_readable_id_are_errors_of_their_own(FaultKind kind)
    {
        foreach (string line in WithItems.Select(row => row.Data).Append("Get-PHBatchExportLog $export -Tail 20"))
        {
            await using Bench bench = await Bench.StartAsync();
            bench.Prepare(Export);
            bench.Prepare(Lists.SingleOrDefault(l => l.Line == line).Before ?? "");
            string path = Lists.SingleOrDefault(l => l.Line == line).Path ?? "*/logs/?*";
            int whole = bench.Run(line).Clean().Objects.Count;
            bench.Faults.Add(kind, "GET", Any(path), times: 0);

            ShellResult result = bench.Run(line);

            Assert.True(result.Errors.Count > 0, line);
            Assert.All(result.Errors, e =>
                Assert.True(e.FullyQualifiedErrorId.StartsWith("PostHog.InvalidResponse,", StringComparison.Ordinal), line + ": " + e));
            Assert.Single(result.Errors.Select(e => e.Exception.Message).Distinct());
            // A name means another item than the broken one; the tail of a log goes one entry further back for it.
            bool byName = line is "Get-PHBatchExport events-to-s3" or "Get-PHDashboard Revenue" || line.Contains("-Tail", StringComparison.Ordinal);
            Assert.True(result.Objects.Count == (byName ? whole : whole - 1), $"{line}: {result.Objects.Count} of {whole}");
        }
    }

    [Theory]
    [InlineData(101)]
    [InlineData(250)]
    public async Task File_downloads_on_several_pages_come_once(int count)
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Server = new() { Sandbox = new() { FileDownloadLimit = 1000 } } });
        bench.Prepare($"1..{count} | ForEach-Object {{ Start-PHFileDownload -Start -6h -End -2h }} | Out-Null");
        bench.Requests.Clear();
        ShellResult all = bench.Run("Get-PHFileDownload").Clean();
        Assert.Equal(count, all.Objects.Count);
        Assert.Equal(count, Ids(all, "Id").Distinct().Count());
        Assert.Equal((count + 99) / 100, bench.Requests.Count);
        Assert.Equal(count, bench.Run("Invoke-PHRestMethod api/projects/101/file_download_batch_exports/ -All").Clean().Objects.Count);
    }

    [Theory]
    [InlineData(FaultKind.SelfNext)]
    [InlineData(FaultKind.EndlessSame)]
    [InlineData(FaultKind.EndlessNew)]
    [InlineData(FaultKind.BadId)]
    public async Task Completion_ends_without_a_word(FaultKind kind)
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Faults.Add(kind, "GET", "*", times: 0);
        foreach (string line in new[] { "Get-PHBatchExport ev", "Get-PHDashboard ", "Get-PHProject ", "Save-PHFileDownload ", "Get-PHIntegration -Id ",
            "Get-PHBatchExportRun -BatchExport events-to-s3 -RunId " })
            _ = bench.Shell.Complete(line);
        // What it could read is there, at the next Tab at the latest.
        IReadOnlyList<CompletionResult> offered = [];
        for (int attempt = 0; attempt < 60 && offered.Count == 0; attempt++)
            offered = [.. bench.Shell.Complete("Get-PHBatchExport events-to-m")
                .Where(r => r.CompletionText.StartsWith("events-to-m", StringComparison.Ordinal))];
        Assert.NotEmpty(offered);
        Assert.InRange(bench.Requests.Count, 1, 80);
        Assert.Empty(bench.Run("$null").Errors);
    }

    [Fact]
    public async Task A_log_whose_server_ignores_the_bound_ends()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare(Export);
        byte[]? first = null;
        // The same full answer, whatever is asked for.
        bench.Faults.Add(new Fault { Kind = FaultKind.Rewrite, Method = "GET", Path = "*/logs/?*", Nth = 2, Times = 0, Rewrite = body => first ??= body });
        ShellResult result = bench.Run("Get-PHBatchExportLog $export");
        Assert.StartsWith("PostHog.InvalidResponse,", result.Errors[^1].FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.InRange(bench.Requests.Count, 1, 40);
        // The first fifty, and the five hundred that came again and again.
        Assert.InRange(result.Objects.Count, 1, 550);
    }

    // Without a query as well: the first page of most lists has none.
    private static string Any(string path) => path.Replace("/?*", "/*", StringComparison.Ordinal);

    private static IEnumerable<string> Ids(ShellResult result, string key) => result.Objects.Select(o => o.Properties[key]?.Value?.ToString() ?? "");
}
