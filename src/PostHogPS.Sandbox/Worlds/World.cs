using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Options;
using PostHogPS.Sandbox.Time;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>The state of the server. It is used under one lock; time comes from the sandbox clock.</summary>
internal sealed class World
{
    private readonly SandboxClock _clock;
    private readonly Dictionary<long, EventStream> _events = [];
    // A run of old data looks at every event of some days, and each list of runs or backfills asks again for what no longer changes.
    private readonly Dictionary<(long Project, string Filter, DateTimeOffset Start, DateTimeOffset End, DateTimeOffset At), long> _happened = [];
    private int _made;

    public World(SandboxOptions options, SandboxClock clock)
    {
        _clock = clock;
        Options = options;
        Start = clock.Start;
        Runs = new RunHistory(this);
        Logs = new RunLog(this);
        Dashboards = new DashboardStore(this);
        Templates = new TemplateStore(this);
        Definitions = new DefinitionStore(this);
        Downloads = new FileDownloadStore(this);
        Queries = new QueryJobs(this);
        Functions = new FunctionStore(this);
        new WorldBuilder(this).Build();
    }

    public SandboxOptions Options { get; }

    /// <summary>A server of early 2026, or an earlier one.</summary>
    public bool Old => Options.Generation != "C";

    /// <summary>A server without lists of backfills: only the runs of a backfill show its progress.</summary>
    public bool Legacy => Options.Generation == "LEGACY";

    /// <summary>When the world was built; the past is relative to it.</summary>
    public DateTimeOffset Start { get; }

    public DateTimeOffset Now
    {
        get
        {
            DateTimeOffset now = _clock.GetUtcNow();
            return now.AddTicks(-(now.Ticks % 10));
        }
    }

    /// <summary>The time by which rate limits count.</summary>
    public DateTimeOffset RateTime => _clock.GetRateTime();

    public List<Organization> Organizations { get; } = [];

    public List<Project> Projects { get; } = [];

    public List<Export> Exports { get; } = [];

    public List<Integration> Integrations { get; } = [];

    public RunHistory Runs { get; }

    public RunLog Logs { get; }

    public DashboardStore Dashboards { get; }

    public TemplateStore Templates { get; }

    public DefinitionStore Definitions { get; }

    public FileDownloadStore Downloads { get; }

    public QueryJobs Queries { get; }

    public FunctionStore Functions { get; }

    /// <summary>The events of a project.</summary>
    public EventStream Events(Project project)
    {
        if (!_events.TryGetValue(project.Id, out EventStream? stream))
            _events.Add(project.Id, stream = new EventStream(this, project));
        return stream;
    }

    /// <summary>Counts the rows of a hogql export: what a run of an interval finds at a moment. Null where the query is not known here.</summary>
    public Func<Export, DateTimeOffset?, DateTimeOffset, DateTimeOffset, long?>? CountQuery { get; set; }

    /// <summary>The rows that a run of an interval takes, which began at a moment: a hogql export asks its query, others go by arrival.</summary>
    public long CountRecords(Export export, DateTimeOffset? start, DateTimeOffset end, DateTimeOffset at)
    {
        if (export.Model != "hogql")
            return CountRecords(export, start ?? FirstData(export), end);
        var what = (export.ProjectId, export.HogQLQuery + "\n" + export.HogQLModifiers?.ToJsonString(), start ?? DateTimeOffset.MinValue, end, at);
        if (!_happened.TryGetValue(what, out long count))
            _happened.Add(what, count = CountQuery?.Invoke(export, start, end, at) ?? RecordVolume.Count(export, start ?? FirstData(export), end));
        return count;
    }

    /// <summary>The rows of an interval, as a scheduled run takes them.</summary>
    public long CountRecords(Export export, DateTimeOffset start, DateTimeOffset end) =>
        CountEvents(export, start, end, DateTimeOffset.MaxValue, static (events, start, end, _, accept) => events.CountInserted(start, end, accept));

    /// <summary>The same by the time that the events happened.</summary>
    public long CountRecordsByEventTime(Export export, DateTimeOffset start, DateTimeOffset end, DateTimeOffset at) =>
        CountEvents(export, start, end, at, static (events, start, end, at, accept) => events.CountHappened(start, end, at, accept));

    // Each list of runs asks again, and the past does not change.
    private long CountEvents(
        Export export, DateTimeOffset start, DateTimeOffset end, DateTimeOffset at,
        Func<EventStream, DateTimeOffset, DateTimeOffset, DateTimeOffset, Func<EventRow, bool>?, long> count)
    {
        if (export.Model != "events" || FindProject(export.ProjectId) is not { } project)
            return RecordVolume.Count(export, start, end);
        EventStream events = Events(project);
        if (at == DateTimeOffset.MaxValue && events.HasQuietTimes)
            return count(events, start, end, at, EventFilter.Of(export));
        var what = (project.Id, EventFilter.TextOf(export), start, end, at);
        if (!_happened.TryGetValue(what, out long rows))
            _happened.Add(what, rows = count(events, start, end, at, EventFilter.Of(export)));
        return rows;
    }

    /// <summary>A random key for a new object: different for each, and the same in every sandbox with the same seed and requests.</summary>
    public ulong NextKey() => SeededRandom.Mix(SeededRandom.Key(Options.Seed, "made"), (ulong)++_made);

    public Export? FindExport(long project, Guid id) => Exports.Find(e => e.Id == id && e.ProjectId == project);

    public Project? FindProject(long id) => Projects.Find(p => p.Id == id);

    public int ActiveBackfills(long project) => Exports
        .Where(e => e.ProjectId == project)
        .Sum(e => e.Backfills.Count(b => b.IsActive(Now)));

    /// <summary>As the server does, pauses each export whose last ten runs all failed.</summary>
    public void PauseFailingExports()
    {
        const int Threshold = 10;
        foreach (Export export in Exports)
        {
            if ((export.PersistentError is null && export.RejectionAt(Now) is null) || export.Paused || export.Deleted || export.ScheduledPeriods.Count == 0)
                continue;

            int threshold = export.PausesAfter ?? Threshold;
            DateTimeOffset since = export.ScheduledPeriods[export.ScheduledPeriods.Count - 1].From;
            if (export.PausesAfter is not null && since < Start)
                since = Start;
            var window = new RunWindow(false, false, since, Now);
            List<Run> failed = Runs.Read(export, window)
                .Where(r => (r.BackfillId is null || export.PausesAfter is not null) && r.StatusAt(Now) == "Failed")
                .Take(threshold)
                .ToList();
            if (failed.Count < threshold)
                continue;

            DateTimeOffset at = failed[threshold - 1].Due;
            if (export.PausesAfter is not null)
                export.Backfills.Where(b => b.IsActive(Now)).ToList().ForEach(Cancel);
            export.Paused = true;
            export.PausedAt = at;
            export.ServerPauses.Add(at);
            export.UpdatedAt = at;
            export.EndSchedule(at);
        }
    }

    /// <summary>The first instant for which an export has data.</summary>
    public static DateTimeOffset FirstData(Export export) => export.CreatedAt.AddDays(-120);

    public Backfill AddBackfill(Export export, DateTimeOffset? start, DateTimeOffset? end)
    {
        var intervals = new List<IntervalBounds>();
        IntervalSchedule schedule = export.Schedule;
        DateTimeOffset data = FirstData(export);
        DateTimeOffset bound = schedule.Floor(start > data ? start.Value : data);
        DateTimeOffset to = end ?? Now;
        // Without a start the server makes one run over all data.
        if (start is null && to > data)
            return AddBackfill(export, start, end, [new IntervalBounds(data, to)]);
        for (DateTimeOffset next = schedule.Next(bound); next <= to; next = schedule.Next(next))
        {
            intervals.Add(new IntervalBounds(bound, next));
            bound = next;
        }

        return AddBackfill(export, start, end, intervals);
    }

    /// <summary>Exports the interval of a run again, also when the schedule has changed since.</summary>
    public Backfill AddRetry(Export export, Run run)
    {
        DateTimeOffset start = run.Start ?? FirstData(export);
        return AddBackfill(export, run.Start, run.End, [new IntervalBounds(start, run.End)]);
    }

    private Backfill AddBackfill(
        Export export,
        DateTimeOffset? start,
        DateTimeOffset? end,
        List<IntervalBounds> intervals)
    {
        DateTimeOffset now = Now;
        DateTimeOffset data = FirstData(export);
        int expected = intervals.Count;
        // Newer servers look for rows first: intervals before the first row have no run.
        int empty = Old || export.Model == "hogql" ? 0 : intervals.TakeWhile(slot => CountRecords(export, slot.Start, slot.End) == 0).Count();
        intervals.RemoveRange(0, empty);
        // A few sandbox minutes in total, for any range.
        double seconds = intervals.Count == 0 ? 1 : Math.Max(15, Math.Min(intervals.Count * 15, 360)) / (double)intervals.Count;
        var backfill = new Backfill
        {
            Id = SeededRandom.UuidAt(now, NextKey()),
            Export = export,
            Created = now,
            VisibleFrom = now + Options.BackfillRowDelay,
            Start = start,
            End = end,
            AdjustedStart = (start < data || empty > 0) && intervals.Count > 0 ? intervals[0].Start : null,
            Expected = expected,
            Intervals = intervals,
            RunSpacing = export.BackfillPace ?? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond) / 10 * 10),
            RunsFail = export.PersistentError is not null && intervals.Count > 0,
            Limit = export.BackfillLimit ?? LimitOf(start, end ?? now, intervals.Count),
        };
        export.Backfills.Add(backfill);
        return backfill;
    }

    // The time limit of a backfill: the length of its range, on older servers five minutes for each expected run.
    private TimeSpan? LimitOf(DateTimeOffset? start, DateTimeOffset end, int runs) =>
        Old ? TimeSpan.FromMinutes(5 * Math.Max(1, runs)) : end - start;

    /// <summary>Cancels a backfill and its active runs.</summary>
    public void Cancel(Backfill backfill)
    {
        foreach (Run run in Runs.Newest(backfill.Export).Where(r => r.BackfillId == backfill.Id && r.IsActive(Now)).ToList())
            backfill.Export.Cancelled[run.Id] = Now;
        backfill.CancelledAt = Now;
    }
}
