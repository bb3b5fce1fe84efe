using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using PostHogPS.Benchmarks;
using PostHogPS.TestHost;

// --raw-pages <url> is this program in the role of the floor that ours is compared to.
if (args is ["--raw-pages", var url])
{
    Console.WriteLine((await RawPages.MeasureAsync(url)).ToString(CultureInfo.InvariantCulture));
    return 0;
}

StagedModule.ResolveModuleTypes();
int samples = args.SkipWhile(a => a != "--samples").Skip(1).Select(a => int.Parse(a, CultureInfo.InvariantCulture)).FirstOrDefault(15);
string? only = args.SkipWhile(a => a != "--only").Skip(1).FirstOrDefault();

await using CannedServer server = await CannedServer.StartAsync();
Benchmarks benchmarks = new(server, samples);
(string Name, Func<Row> Measure)[] all =
[
    ("import", benchmarks.Import),
    ("first", benchmarks.FirstObject),
    ("page-shell", benchmarks.PageToShell),
    ("page-raw", benchmarks.PageToRaw),
    ("memory", benchmarks.Memory),
    ("requests", benchmarks.Requests),
    ("connections", benchmarks.Connections),
    ("gaps", GapAnalysis.Measure),
];

List<Row> rows = [];
if (only == Limit.Name)
    Add(await Limit.MeasureAsync());
foreach ((string name, Func<Row> measure) in all.Where(b => only is null || b.Name == only))
    Add(measure());

void Add(Row row)
{
    rows.Add(row);
    Console.WriteLine("{0}  {1}: {2} (target: {3})", row.IsMet ? "met   " : "MISSED", row.What, row.Measured, row.Target);
}

if (args.Contains("--write"))
    Report.Write(Path.Combine(StagedModule.RepositoryRoot, "docs", "benchmarks.md"), rows);

// A missed target is a finding to look into, not a failed build: machines differ and other things run on them.
return 0;
