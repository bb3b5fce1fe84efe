using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Benchmarks;

/// <summary>The same work by ours and by everything else a user would pick.</summary>
internal sealed class Jobs(CannedServer server, Child child, int samples)
{
    private readonly Rivals _rivals = new(child);

    // Long jobs are done less often: their own length evens out what happens meanwhile.
    private int Few => Math.Max(3, samples / 3);

    /// <summary>Inside a shell that has just started, in the same words for both: Select-Object would load another module for ours alone.</summary>
    internal IEnumerable<Row> FirstObject() => Race.Run(
        "First object of a list, import included", samples,
        () => child.Script(Scripts.Clock + Scripts.Import + "$null = @(Get-PHBatchExport)[0]" + Scripts.Stop()),
        [_rivals.FirstObject(List) with { Limit = 0.8 }]);

    /// <summary>A new process, from outside.</summary>
    internal IEnumerable<Row> ColdStart()
    {
        string ours = Scripts.Import + "(Get-PHBatchExport)[0].Name";
        return Race.Run("A new process, to its first object", samples, () => child.TimedScript(ours).First, _rivals.ColdStart(List, static t => t.First, limit: 1.0))
            .Concat(Race.Run("A new process, to its end", samples, () => child.TimedScript(ours).End, _rivals.ColdStart(List, static t => t.End, limit: 0.9)));
    }

    internal IEnumerable<Row> OneCall()
    {
        const int Calls = 100;
        string export = World.Export(1, pageSize: 1);
        string call = "$null = Get-PHBatchExport " + export;
        return Race.Run(
            "One call among many", Few,
            () => child.Script(Scripts.Import + "foreach ($i in 1..5) { " + call + " }; " + Scripts.Clock + "foreach ($i in 1.." + Calls + ") { " + call + " }" + Scripts.Stop(Calls)),
            _rivals.Calls(List + export + "/", Calls));
    }

    internal IEnumerable<Row> SmallPages() => Pages("A page of 100 runs", 100, 50, Few, rawLimit: null);

    internal IEnumerable<Row> LargePages() => Pages("A page of 1000 runs", 1000, 50, Few, rawLimit: 1.15);

    /// <summary>Each page names the next one, so nobody can read two at once.</summary>
    internal IEnumerable<Row> SlowServer()
    {
        server.Delay = TimeSpan.FromMilliseconds(40);
        try
        {
            return [.. Pages("A page of 100 runs from a server that takes 40 ms, 200 pages", 100, 200, 1, rawLimit: null)];
        }
        finally
        {
            server.Delay = TimeSpan.Zero;
        }
    }

    /// <summary>Import included, as in a runbook that does nothing else.</summary>
    internal IEnumerable<Row> BulkRetry()
    {
        string export = World.Export(200, failed: true);
        return Race.Run(
            "200 failed runs found and retried", Few,
            () => child.Script(Scripts.Clock + Scripts.Import + "$null = Get-PHBatchExportRun " + export + " -State Failed -After 2020-01-01 | Invoke-PHBatchExportRetry" + Scripts.Stop()),
            _rivals.Posts(List + export + "/runs/?after=2020-01-01"));
    }

    private string List => server.Address + "/api/projects/101/batch_exports/";

    // As many pages again before, to warm up: the shell's process starts with unoptimised code.
    private IEnumerable<Row> Pages(string job, int pageSize, int pages, int rounds, double? rawLimit)
    {
        string export = World.Export(pages * pageSize, pageSize);
        // Read and let go, as the clients beside it do; "$null =" would collect all of them first.
        string all = "Get-PHBatchExportRun " + export + " -After 2020-01-01 > $null";
        return Race.Run(
            job, rounds,
            () => child.Script(Scripts.Import + all + "; " + Scripts.Clock + all + Scripts.Stop(pages)),
            _rivals.Pages(List + export + "/runs/?after=2020-01-01", pages, rawLimit));
    }
}
