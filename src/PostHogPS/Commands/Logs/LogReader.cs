using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Cmdlets;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Commands;

/// <summary>
/// Reads one export's log past the 500 entries an answer may hold. The server does not page: each further answer ends a
/// microsecond after the oldest entry seen, so that entries of the same instant are asked for again, and what is known is dropped.
/// </summary>
internal sealed class LogReader
{
    internal const int Most = 500;
    private const int First = 50;
    private const int MostStuck = 100;

    private static readonly TimeSpan Overlap = TimeSpan.FromTicks(10);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(60);

    private readonly WorkingCmdlet _cmdlet;
    private readonly LogQuery _query;
    private readonly SeenEntries _followed = new();
    private readonly HashSet<DateTimeOffset> _crowded = [];
    private DateTimeOffset? _newest;
    private DateTimeOffset? _floor;

    internal LogReader(WorkingCmdlet cmdlet, BatchExportTarget target, LogQuery query)
    {
        _cmdlet = cmdlet;
        Target = target;
        _query = query;
    }

    internal BatchExportTarget Target { get; }

    /// <summary>As many entries as the server gave, those that cannot be read included.</summary>
    internal static int Length(Page<BatchExportLogEntry> answer) => answer.Items.Count + answer.Unreadable.Count;

    private static PostHogApiException Endless(Page<BatchExportLogEntry> answer, string why) =>
        answer.Reject?.Invoke("the log does not end: " + why) ?? new PostHogApiException(PostHogErrorKind.InvalidResponse, $"The log does not end: {why}.");

    /// <summary>Newest first; the next answer is asked for when the last one is used up.</summary>
    internal IEnumerable<BatchExportLogEntry> NewestFirst(int firstLimit = First) => Read(_query.After, _query.Before, firstLimit);

    /// <summary>The last entries, oldest first, remembered so that <see cref="News"/> goes on from there.</summary>
    internal List<BatchExportLogEntry> Last(int count)
    {
        List<BatchExportLogEntry> last = NewestFirst(Math.Min(Most, Math.Max(1, count))).Take(count).Reverse().ToList();
        _floor = last.Count == count ? last[0].Timestamp : null;
        return Remember(last);
    }

    /// <summary>Everything in the range, oldest first, remembered.</summary>
    internal List<BatchExportLogEntry> AllOldestFirst() => Remember(NewestFirst(Most).Reverse().ToList());

    /// <summary>
    /// What has come since, oldest first. Entries reach the log a little late and out of order, so each question reaches
    /// back a minute.
    /// </summary>
    internal List<BatchExportLogEntry> News()
    {
        DateTimeOffset? floor = _floor ?? _query.After;
        DateTimeOffset? from = _newest - Late > (floor ?? DateTimeOffset.MinValue) ? _newest - Late : floor;
        return Remember(Read(from, null, Most).Reverse().ToList());
    }

    /// <summary>Begins at an instant: what is older is not news.</summary>
    internal void StartAt(DateTimeOffset instant) => _newest = _floor = instant;

    private List<BatchExportLogEntry> Remember(List<BatchExportLogEntry> oldestFirst)
    {
        List<BatchExportLogEntry> fresh = _followed.New(oldestFirst);
        if (fresh.Count > 0 && (_newest is null || fresh[fresh.Count - 1].Timestamp > _newest))
            _newest = fresh[fresh.Count - 1].Timestamp;
        _followed.Keep(time => time >= _newest - Late - Late);
        return fresh;
    }

    private IEnumerable<BatchExportLogEntry> Read(DateTimeOffset? after, DateTimeOffset? before, int limit)
    {
        var seen = new SeenEntries();
        int stuck = 0;
        while (true)
        {
            int ask = limit;
            Page<BatchExportLogEntry> answer = Fetch(after, before, ask);
            // Each question ends before the last answer; what comes from beyond that was given already.
            List<BatchExportLogEntry> asked = answer.Items.Where(entry => !(entry.Timestamp >= before)).ToList();
            List<BatchExportLogEntry> fresh = seen.New(asked);
            foreach (BatchExportLogEntry entry in fresh.Where(Wanted))
                yield return Stamp(entry);
            _cmdlet.ReportOnce(answer.Unreadable);
            if (Length(answer) < ask || answer.Items.Count == 0)
                yield break;

            if (asked.Count == 0 || (fresh.Count == 0 && asked.Count < answer.Items.Count))
                throw Endless(answer, "the server gave entries that are newer than the ones asked for");
            DateTimeOffset oldest = asked.Min(entry => entry.Timestamp);
            stuck = oldest + Overlap >= before ? stuck + 1 : 0;
            if (stuck > MostStuck)
                throw Endless(answer, $"{stuck} answers in a row bear the same time");
            seen.Keep(time => time <= oldest);
            before = oldest + Overlap;
            // A full answer without anything new: the instant holds more than an answer does.
            if (fresh.Count == 0 && ask == Most)
            {
                foreach (BatchExportLogEntry entry in Crowd(oldest, asked, seen).Where(Wanted))
                    yield return Stamp(entry);
                before = oldest;
            }

            limit = Most;
        }
    }

    // Once for each instant: while the log is followed it is met again and again.
    private IEnumerable<BatchExportLogEntry> Crowd(DateTimeOffset instant, IReadOnlyList<BatchExportLogEntry> answer, SeenEntries seen)
    {
        if (!_crowded.Add(instant))
            yield break;
        var crowd = new CrowdedInstant(_query, query => Fetch(query, Most), seen, answer.Where(e => e.InstanceId is { Length: > 0 }).Select(e => e.InstanceId!));
        foreach (BatchExportLogEntry entry in crowd.Read(instant))
            yield return entry;
        if (crowd.Lost.Count > 0)
            _cmdlet.Try(Target.Input, () => throw Problems.LogIncomplete(Target.Description, Target.Id, instant, crowd.Lost, Most));
        if (crowd.Doubtful.Count > 0)
            _cmdlet.WriteWarning($"More than {Most} log entries of level {string.Join(", ", crowd.Doubtful)} bear the time {instant.UtcDateTime:O}. They were read by execution; those of an execution that has not shown up are not among them.");
    }

    private Page<BatchExportLogEntry> Fetch(DateTimeOffset? after, DateTimeOffset? before, int limit) =>
        Fetch(new LogQuery { After = after, Before = before, Levels = _query.Levels, Search = _query.Search, InstanceId = _query.InstanceId }, limit);

    private Page<BatchExportLogEntry> Fetch(LogQuery query, int limit) =>
        _cmdlet.Await(call => Target.Scope.Session.Logs.FetchAsync(Target.Scope.Project, Target.Id, query, limit, call));

    // Old servers ignore filters they do not know, and then everything comes.
    private bool Wanted(BatchExportLogEntry entry) =>
        (_query.Levels.Count == 0 || _query.Levels.Contains(entry.Level.ToUpperInvariant()))
        && (_query.Search is null || entry.Message.IndexOf(_query.Search, StringComparison.OrdinalIgnoreCase) >= 0);

    private BatchExportLogEntry Stamp(BatchExportLogEntry entry)
    {
        entry.BatchExportId ??= Target.Id;
        entry.BatchExportName ??= Target.Name;
        return Target.Scope.Stamp(entry);
    }
}
