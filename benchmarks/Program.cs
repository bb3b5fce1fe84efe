using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Benchmarks;
using PostHogPS.TestHost;

// --raw-... is this program in the role of the floor that ours is compared to.
double? raw = args switch
{
    ["--raw-pages", var url] => await RawClient.PagesAsync(url),
    ["--raw-calls", var url, var count] => await RawClient.CallsAsync(url, int.Parse(count, CultureInfo.InvariantCulture)),
    ["--raw-posts", var url] => await RawClient.PostsAsync(url),
    ["--raw-fleet", var job, var address] => await RawFleet.MeasureAsync(job, address),
    _ => null,
};
if (raw is not null)
{
    Console.WriteLine(raw.Value.ToString(CultureInfo.InvariantCulture));
    return 0;
}

StagedModule.ResolveModuleTypes();
int samples = args.SkipWhile(a => a != "--samples").Skip(1).Select(a => int.Parse(a, CultureInfo.InvariantCulture)).FirstOrDefault(15);
string[] only = args.SkipWhile(a => a != "--only").Skip(1).FirstOrDefault()?.Split(',') ?? [];

await using CannedServer server = await CannedServer.StartAsync();
// To try things against: dotnet run -c Release --project benchmarks -- --serve <milliseconds of latency>
if (args is ["--serve", ..])
{
    server.Delay = TimeSpan.FromMilliseconds(args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 0);
    Console.WriteLine(server.Address);
    await Task.Delay(Timeout.Infinite);
}

Child child = new(server.Address);
Fleet fleet = new(server, child, samples);
Jobs jobs = new(server, child, samples);
Promises promises = new(server, child, samples);
(string Group, string Name, Func<IEnumerable<Row>> Measure)[] all =
[
    ("Start", "first", jobs.FirstObject),
    ("Start", "cold", jobs.ColdStart),
    ("Start", "import", promises.ImportTime),
    ("Start", "tab", promises.Completion),
    ("Calls and pages", "call", jobs.OneCall),
    ("Calls and pages", "page-100", jobs.SmallPages),
    ("Calls and pages", "page-1000", jobs.LargePages),
    ("Calls and pages", "slow", jobs.SlowServer),
    ("Calls and pages", "retry", jobs.BulkRetry),
    ("Many exports, long histories", "fleet-100", fleet.Far),
    ("Many exports, long histories", "fleet-20", fleet.Near),
    ("Many exports, long histories", "fleet-requests", fleet.Requests),
    ("Memory, connections, computing", "memory", promises.Memory),
    ("Memory, connections, computing", "connections", promises.Connections),
    ("Memory, connections, computing", "gaps", () => [GapAnalysis.Measure()]),
    ("Memory, connections, computing", "report", () => [ReportTime.Measure(child)]),
];

// Takes minutes of real time, so only when it is asked for.
if (only.Contains(Limit.Name))
    Show(await Limit.MeasureAsync());
foreach (var group in all.Where(b => only.Length == 0 || only.Contains(b.Name)).GroupBy(static b => b.Group))
{
    List<Row> rows = [];
    foreach (Row row in group.SelectMany(static benchmark => benchmark.Measure()))
    {
        rows.Add(row);
        Show(row);
    }

    // A table is written as a whole or not at all.
    if (args.Contains("--write") && all.Where(b => b.Group == group.Key).All(b => group.Contains(b)))
        Report.Write(Path.Combine(StagedModule.RepositoryRoot, "docs", "benchmarks.md"), group.Key, rows, child);
}

static void Show(Row row) => Console.WriteLine("{0}  {1}: {2} (target: {3})", row.IsMet ? "      " : "MISSED", row.What, row.Measured, row.Target);

// A missed target is a finding to look into, not a failed build: machines differ and other things run on them.
return 0;
