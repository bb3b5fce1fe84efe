using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace PostHogPS.Benchmarks;

/// <summary>Many exports, and one with a long history, at a server that is as far away as PostHog. Everybody has done the same over little before.</summary>
internal sealed class Fleet(CannedServer server, Child child, int samples)
{
    private static readonly string ReportFile = Path.Combine(Path.GetTempPath(), "posthogps-benchmark-report.html");

    private readonly Rivals _rivals = new(child);

    internal IEnumerable<Row> Far() => Races(100, 1.0);

    internal IEnumerable<Row> Near() => Races(20, 0.8);

    internal IEnumerable<Row> Requests() => Away(20, FleetJob.All(ReportFile).SelectMany(Requests));

    private IEnumerable<Row> Races(int latency, double parallel) => Away(latency, FleetJob.All(ReportFile).SelectMany(job => Race.Run(
        string.Create(CultureInfo.InvariantCulture, $"{job.Title}, {latency} ms away"),
        // Latency is most of these times and differs little from round to round.
        Math.Max(Math.Min(3, samples), samples / 3),
        () => child.Script(Scripts.Import + job.Small + " > $null; " + Scripts.Clock + job.Command + " > $null" + Scripts.Stop()),
        _rivals.Fleet(job, server.Address, parallel))));

    private IEnumerable<Row> Away(int latency, IEnumerable<Row> rows)
    {
        server.Delay = TimeSpan.FromMilliseconds(latency);
        try
        {
            foreach (Row row in rows)
                yield return row;
        }
        finally
        {
            server.Delay = TimeSpan.Zero;
            File.Delete(ReportFile);
        }
    }

    private IEnumerable<Row> Requests(FleetJob job)
    {
        server.Reset();
        child.Script(Scripts.Import + job.Command + " > $null; 0");
        int most = (int)(job.Pages * 1.1) + job.Looks;
        string looks = job.Looks > 0 ? string.Create(CultureInfo.InvariantCulture, $" and a look at the backfills of {job.Looks} exports") : "";
        yield return new Row(
            "Requests of that: " + job.Title,
            string.Create(CultureInfo.InvariantCulture, $"at most {most} (1.1 of {job.Pages} pages{looks})"),
            string.Create(CultureInfo.InvariantCulture, $"{server.Requests}, at most {server.MostAtOnce} at once"),
            server.Requests <= most && server.MostAtOnce <= Scripts.InFlight);
        if (job.First is not { } first)
            yield break;
        server.Reset();
        child.Script(Scripts.Import + "$null = " + job.Command + " | Select-Object -First 1; 0");
        yield return new Row(
            "Requests of '... | Select-Object -First 1': " + job.Title, first.ToString(CultureInfo.InvariantCulture),
            server.Requests.ToString(CultureInfo.InvariantCulture), server.Requests <= first);
    }
}
