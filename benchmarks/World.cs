using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PostHogPS.Benchmarks;

/// <summary>The exports of the local server. Their ids say what they are: step in minutes, page size, kind, and runs or number.</summary>
internal static class World
{
    /// <summary>A hundred exports with few runs.</summary>
    internal const int Project = 101;

    /// <summary>A fleet: 45 hourly exports with a year of runs.</summary>
    internal const int FleetProject = 102;

    /// <summary>One export every 5 minutes, with 100,000 runs and more.</summary>
    internal const int LongProject = 103;

    internal const int FleetSize = 45;

    private const string FleetKind = "8200";
    private const string LongKind = "8300";
    private const string FailedKind = "8f00";

    // Fixed while this process lives; runs come as time passes, so that no interval turns into a gap meanwhile.
    private static readonly DateTime Begun = Hour(DateTime.UtcNow);
    private static readonly ConcurrentDictionary<string, History> Histories = new();

    internal static IReadOnlyList<string> Fleet { get; } = [.. Enumerable.Range(1, FleetSize).Select(static number => Id(60, 100, FleetKind, number))];

    internal static string Long { get; } = Id(5, 100, LongKind, 1);

    private static IReadOnlyList<string> Few { get; } = [.. Enumerable.Range(0, 100).Select(static runs => Export(runs))];

    /// <summary>An export with so many hourly runs, in pages of any size.</summary>
    internal static string Export(int runs, int pageSize = 1000, bool failed = false) => Id(60, pageSize, failed ? FailedKind : "8000", runs);

    internal static History HistoryOf(string export) => Histories.GetOrAdd(export, Create);

    /// <summary>A page of a project's exports, by limit and offset.</summary>
    internal static string List(string project, int limit, int offset, Func<int, string> link)
    {
        IReadOnlyList<string> ids = project == Text(FleetProject) ? Fleet : project == Text(LongProject) ? [Long] : Few;
        string next = offset + limit < ids.Count ? "\"" + link(offset + limit) + "\"" : "null";
        return "{\"count\":" + Text(ids.Count) + ",\"next\":" + next + ",\"previous\":null,\"results\":[" + string.Join(",", ids.Skip(offset).Take(limit).Select(One)) + "]}";
    }

    internal static string One(string id)
    {
        string created = HistoryOf(id).Start.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return "{\"id\":\"" + id + "\",\"team_id\":" + Text(ProjectOf(id)) + ",\"name\":\"events-" + id[^4..] + "\",\"model\":\"events\",\"destination\":{\"type\":\"BigQuery\","
            + "\"config\":{\"dataset_id\":\"raw\",\"table_id\":\"events\"},\"integration\":1006},\"interval\":\"" + (Step(id) == 60 ? "hour" : "every 5 minutes") + "\",\"paused\":false,"
            + "\"created_at\":\"" + created + "\",\"last_updated_at\":\"" + created + "\",\"last_paused_at\":null,"
            + "\"start_at\":null,\"end_at\":null,\"latest_runs\":[],\"schema\":null,\"filters\":null,\"timezone\":\"UTC\",\"offset_day\":null,\"offset_hour\":null}";
    }

    private static History Create(string id)
    {
        var step = TimeSpan.FromMinutes(Step(id));
        int pageSize = int.Parse(id.AsSpan(14, 4), CultureInfo.InvariantCulture);
        int number = int.Parse(id.AsSpan(24), CultureInfo.InvariantCulture);
        return id.Substring(19, 4) switch
        {
            // A gap early in the first one's month, for whoever wants the first; elsewhere a failed run, and intervals without one.
            FleetKind => new History(id, Begun.AddDays(-365), step, pageSize)
            {
                Status = run => number % 5 == 0 && run == Ago(7 * number, step) ? "Failed" : "Completed",
                IsMissing = run => number % 3 == 1 && run == Ago((29 * 24) - number, step),
            },
            LongKind => new History(id, Begun.AddDays(-365), step, pageSize),
            var kind => new History(id, Begun.AddDays(-1) - (number * step), step, pageSize) { Most = number, Status = _ => kind == FailedKind ? "Failed" : "Completed" },
        };
    }

    private static long Ago(int hours, TimeSpan step) => (TimeSpan.FromDays(365) - TimeSpan.FromHours(hours)).Ticks / step.Ticks;

    private static int Step(string id) => int.Parse(id.AsSpan(4, 4), CultureInfo.InvariantCulture);

    private static int ProjectOf(string id) => id.Substring(19, 4) switch { FleetKind => FleetProject, LongKind => LongProject, _ => Project };

    private static string Id(int minutes, int pageSize, string kind, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"0197{minutes:D4}-c0de-{pageSize:D4}-{kind}-{number:D12}");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static DateTime Hour(DateTime time) => new(time.Year, time.Month, time.Day, time.Hour, 0, 0, DateTimeKind.Utc);
}
