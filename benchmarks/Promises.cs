using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PostHogPS.Benchmarks;

/// <summary>What the module promises of itself: size, requests, connections, and how soon Tab answers.</summary>
internal sealed class Promises(CannedServer server, Child child, int samples)
{
    /// <summary>
    /// Twice: an empty module with our own manifest, as the gallery wants it, and one whose manifest says as little as can be.
    /// PowerShell takes some milliseconds to compare the names of cmdlets that are listed one by one.
    /// </summary>
    internal IEnumerable<Row> ImportTime()
    {
        string ours = Scripts.Clock + Scripts.Import.TrimEnd(' ', ';') + Scripts.Stop();
        double Empty(string manifest) => child.Script(Scripts.Clock + "Import-Module '" + manifest + "'" + Scripts.Stop());
        string same = EmptyModule.WithOurManifest();
        string bare = EmptyModule.WithBareManifest();
        return Race.Run("Import", samples, () => child.Script(ours),
        [
            new Contender("an empty binary module with as many cmdlets, the same manifest and the same views", () => Empty(same), Limit: 1.2),
            new Contender("the same with a manifest that exports '*' and says nothing else", () => Empty(bare), Limit: 1.3),
        ]);
    }

    internal IEnumerable<Row> Memory()
    {
        double Ours(int runs) => Peak(Scripts.Import + "Get-PHBatchExportRun " + World.Long + " -ProjectId " + World.LongProject + Window(runs, " -After ", " -Before ") + " | ForEach-Object { $n++ }; ", runs);
        double Plain(int runs) => Peak(Rivals.Streaming(server.Address + "/api/projects/" + World.LongProject + "/batch_exports/" + World.Long + "/runs/" + Window(runs, "?after=", "&before=")), runs);
        string Grown(double small, double large) => string.Create(CultureInfo.InvariantCulture, $"{large - small:0} MB ({small:0} to {large:0})");

        // From a server that takes its time: only then are pages read ahead.
        server.Delay = TimeSpan.FromMilliseconds(20);
        (double small, double large) = (Typical(() => Ours(1000)), Typical(() => Ours(100_000)));
        server.Delay = TimeSpan.Zero;
        yield return new Row("100,000 runs through the pipeline, peak memory over the same with 1,000", "within 20 MB", Grown(small, large), large - small <= 20);
        yield return new Row("The same by an Invoke-RestMethod loop", "(no target)", Grown(Typical(() => Plain(1000)), Typical(() => Plain(100_000))), true);
    }

    internal IEnumerable<Row> Connections()
    {
        server.Reset();
        child.Script(Scripts.Import + "foreach ($i in 1..100) { $null = Get-PHBatchExport }; 0");
        int connections = server.Connections;
        yield return new Row(
            "TCP connections of a job of 100 calls", "1",
            string.Create(CultureInfo.InvariantCulture, $"{connections} ({server.Requests} requests)"), connections == 1);
    }

    /// <summary>Tab on the name of an export: the first time it asks the server, then it remembers.</summary>
    internal IEnumerable<Row> Completion()
    {
        const string Line = "Get-PHBatchExport ev";
        string tab = "$null = TabExpansion2 '" + Line + "' " + Line.Length.ToString(CultureInfo.InvariantCulture);
        string warm = Scripts.Import + "$null = TabExpansion2 'Get-Item ev' 11; ";
        double first = Typical(() => child.Script(warm + Scripts.Clock + tab + Scripts.Stop()));
        double again = Typical(() => child.Script(warm + tab + "; " + Scripts.Clock + tab + Scripts.Stop()));
        yield return new Row("Tab on an export's name, the first time", "under 300 ms", string.Create(CultureInfo.InvariantCulture, $"{first:0} ms"), first < 300);
        yield return new Row("Tab on an export's name, again", "under 50 ms", string.Create(CultureInfo.InvariantCulture, $"{again:0} ms"), again < 50);
    }

    private static string Window(int runs, string after, string before)
    {
        (string from, string to) = World.HistoryOf(World.Long).Newest(runs);
        return after + from + before + to;
    }

    private double Peak(string script, int runs) => child.Script(
        script + "if ($n -ne " + runs.ToString(CultureInfo.InvariantCulture)
        + ") { throw $n }; ([Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1MB).ToString([Globalization.CultureInfo]::InvariantCulture)");

    private static double Typical(Func<double> sample) => Ratio.Median(Enumerable.Range(0, 3).Select(_ => sample()));
}
