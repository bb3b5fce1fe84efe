using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;

namespace PostHogPS.Logs;

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

    private readonly LogQuery _query;
    private readonly SeenEntries _followed = new();
    private readonly HashSet<DateTimeOffset> _crowded = [];
    private DateTimeOffset? _newest;
    private DateTimeOffset? _floor;

    internal LogReader(BatchExportTarget target, LogQuery query)
    {
        Target = target;
        _query = query;
    }

    internal BatchExportTarget Target { get; }

    /// <summary>True where a beginning or an end was given.</summary>
    internal bool HasRange => _query.After is not null || _query.Before is not null;

    /// <summary>How the logs of several exports are read.</summary>
    internal static SideBySidePlan<ExportReading<BatchExportLogEntry>, BatchExportLogEntry> Plan()
    {
        SideBySidePlan<ExportReading<BatchExportLogEntry>, BatchExportLogEntry> plan = ExportReading<BatchExportLogEntry>.Plan("Reading logs");
        plan.Advice = Advise;
        return plan;
    }

    /// <summary>What to do about a failed call; null for the usual advice.</summary>
    internal static string? Advise(PostHogApiException e) =>
        e.Kind is PostHogErrorKind.Forbidden or PostHogErrorKind.MissingScope && e.MissingScope is null
            ? "Servers up to early 2026 refuse logs to personal API keys. Get-PHBatchExportRun -State Failed shows the error of each run (LatestError)."
            : null;

    /// <summary>As many entries as the server gave, those that cannot be read included.</summary>
    internal static int Length(Page<BatchExportLogEntry> answer) => answer.Items.Count + answer.Unreadable.Count;

    private static PostHogApiException Endless(Page<BatchExportLogEntry> answer, string why) =>
        answer.Reject?.Invoke("the log does not end: " + why) ?? new PostHogApiException(PostHogErrorKind.InvalidResponse, $"The log does not end: {why}.");

    /// <summary>All entries, newest first, or the last ones, oldest first.</summary>
    /// <param name="tail">How many of the last ones; null for all.</param>
    internal ItemReader<BatchExportLogEntry> Read(int? tail) => new KnownExportReader<BatchExportLogEntry>(
        Target, tail is { } count ? new ListReader<BatchExportLogEntry>(call => ReadLastAsync(count, call)) : NewestFirst());

    /// <summary>Newest first; the next answer is asked for when the last one is used up.</summary>
    internal ItemReader<BatchExportLogEntry> NewestFirst(int firstLimit = First) => new Entries(this, _query.After, _query.Before, firstLimit);

    /// <summary>The last entries, oldest first, remembered so that <see cref="ReadNewsAsync"/> continues from there.</summary>
    internal async Task<List<BatchExportLogEntry>> ReadLastAsync(int count, CallContext call)
    {
        var last = new List<BatchExportLogEntry>();
        await NewestFirst(Math.Min(Most, Math.Max(1, count))).ReadWhileAsync(
            entry =>
            {
                last.Add(entry);
                return last.Count < count;
            },
            call).ConfigureAwait(false);
        last.Reverse();
        _floor = last.Count == count ? last[0].Timestamp : null;
        return Remember(last);
    }

    /// <summary>Everything in the range, oldest first, remembered.</summary>
    internal async Task<List<BatchExportLogEntry>> ReadOldestFirstAsync(CallContext call) =>
        Remember(await ReadAllOldestFirstAsync(_query.After, _query.Before, call).ConfigureAwait(false));

    /// <summary>
    /// What has come since, oldest first. Entries reach the log a little late and out of order, so each question reaches
    /// back a minute.
    /// </summary>
    internal async Task<List<BatchExportLogEntry>> ReadNewsAsync(CallContext call)
    {
        DateTimeOffset? floor = _floor ?? _query.After;
        DateTimeOffset? from = _newest - Late > (floor ?? DateTimeOffset.MinValue) ? _newest - Late : floor;
        return Remember(await ReadAllOldestFirstAsync(from, null, call).ConfigureAwait(false));
    }

    private async Task<List<BatchExportLogEntry>> ReadAllOldestFirstAsync(DateTimeOffset? after, DateTimeOffset? before, CallContext call)
    {
        List<BatchExportLogEntry> entries = await new Entries(this, after, before, Most).ReadAllAsync(call).ConfigureAwait(false);
        entries.Reverse();
        return entries;
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

    // Once for each instant: while the log is followed it is met again and again.
    private async Task<List<BatchExportLogEntry>> ReadSameInstantAsync(
        DateTimeOffset instant, IReadOnlyList<BatchExportLogEntry> answer, SeenEntries seen, CallContext call)
    {
        if (!_crowded.Add(instant))
            return [];
        var crowd = new SameInstantReader(_query, query => FetchAsync(query, Most, call), seen,
            answer.Where(e => e.InstanceId is { Length: > 0 }).Select(e => e.InstanceId!));
        List<BatchExportLogEntry> entries = await crowd.ReadAsync(instant).ConfigureAwait(false);
        if (crowd.Lost.Count > 0)
            call.Fail(Problems.LogIncomplete(Target.Description, Target.Id, instant, crowd.Lost, Most), Target.Input);
        if (crowd.Doubtful.Count > 0)
            call.Warn($"More than {Most} log entries of level {string.Join(", ", crowd.Doubtful)} have the timestamp {instant.UtcDateTime:O}. "
                + "They were read per execution; entries of executions that appear nowhere else are missing.");
        return entries;
    }

    private Task<Page<BatchExportLogEntry>> FetchAsync(DateTimeOffset? after, DateTimeOffset? before, int limit, CallContext call) =>
        FetchAsync(new LogQuery { After = after, Before = before, Levels = _query.Levels, Search = _query.Search, InstanceId = _query.InstanceId },
            limit, call);

    private Task<Page<BatchExportLogEntry>> FetchAsync(LogQuery query, int limit, CallContext call) =>
        Target.Scope.Session.Logs.FetchAsync(Target.Scope.Project, Target.Id, query, limit, call);

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

    /// <summary>Entries of a range, an answer at a time.</summary>
    private sealed class Entries : ItemReader<BatchExportLogEntry>
    {
        private readonly LogReader _log;
        private readonly DateTimeOffset? _after;
        private readonly SeenEntries _seen = new();
        private DateTimeOffset? _before;
        private int _limit;
        private int _stuck;
        private bool _hasEnded;
        private Exception? _problem;
        private IReadOnlyList<PostHogApiException> _unreadable = [];

        internal Entries(LogReader log, DateTimeOffset? after, DateTimeOffset? before, int limit)
        {
            _log = log;
            _after = after;
            _before = before;
            _limit = limit;
        }

        internal override async Task<IReadOnlyList<BatchExportLogEntry>?> ReadAsync(CallContext call)
        {
            foreach (PostHogApiException unreadable in _unreadable)
                call.Fail(unreadable, null, isOnce: true);
            _unreadable = [];
            if (_problem is not null)
                throw _problem;
            if (_hasEnded)
                return null;
            int ask = _limit;
            Page<BatchExportLogEntry> answer = await _log.FetchAsync(_after, _before, ask, call).ConfigureAwait(false);
            // Each question ends before the last answer; what comes from beyond that was given already.
            List<BatchExportLogEntry> asked = answer.Items.Where(entry => !(entry.Timestamp >= _before)).ToList();
            List<BatchExportLogEntry> fresh = _seen.New(asked);
            List<BatchExportLogEntry> given = Wanted(fresh);
            _unreadable = answer.Unreadable;
            _hasEnded = Length(answer) < ask || answer.Items.Count == 0;
            if (!_hasEnded)
                given.AddRange(Wanted(await PrepareNextAsync(answer, asked, fresh.Count > 0, ask, call).ConfigureAwait(false)));
            return given;
        }

        // Where the next answer begins, and what only other questions bring.
        private async Task<List<BatchExportLogEntry>> PrepareNextAsync(
            Page<BatchExportLogEntry> answer, List<BatchExportLogEntry> asked, bool hasNews, int ask, CallContext call)
        {
            _limit = Most;
            if (asked.Count == 0 || (!hasNews && asked.Count < answer.Items.Count))
            {
                _problem = Endless(answer, "the server gave entries that are newer than the ones asked for");
                return [];
            }

            DateTimeOffset oldest = asked.Min(entry => entry.Timestamp);
            _stuck = oldest + Overlap >= _before ? _stuck + 1 : 0;
            if (_stuck > MostStuck)
            {
                _problem = Endless(answer, $"{_stuck} consecutive answers have the same timestamp");
                return [];
            }

            _seen.Keep(time => time <= oldest);
            _before = oldest + Overlap;
            // A full answer without anything new: the instant holds more than an answer does.
            if (hasNews || ask != Most)
                return [];
            List<BatchExportLogEntry> crowd = await _log.ReadSameInstantAsync(oldest, asked, _seen, call).ConfigureAwait(false);
            _before = oldest;
            return crowd;
        }

        private List<BatchExportLogEntry> Wanted(List<BatchExportLogEntry> entries) => entries.Where(_log.Wanted).Select(_log.Stamp).ToList();
    }
}
