using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Reading;

namespace PostHogPS.Logs;

/// <summary>Goes on with the logs of several exports until it is stopped. One that fails is said once and left out.</summary>
internal sealed class LogFollower
{
    // What comes first of a log whose range was not given.
    private const int Tail = 10;

    // Between two looks: the shortest delay while entries come, twice as long after each look without any.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly List<LogReader> _followed = [];

    // Those of which the last look succeeded.
    private readonly HashSet<LogReader> _answered = [];

    /// <summary>Adds a log: what its first look reads.</summary>
    /// <param name="reader">The log.</param>
    /// <param name="tail">The last entries, so many; null for all of the reader's range, or the last ten where it has none.</param>
    internal ItemReader<BatchExportLogEntry> Begin(LogReader reader, int? tail)
    {
        DateTimeOffset start = reader.Target.Scope.Session.ServerNow;
        _followed.Add(reader);
        return Note(reader, async call =>
        {
            var first = new ListReader<BatchExportLogEntry>(
                tail is null && reader.HasRange ? reader.ReadOldestFirstAsync : limited => reader.ReadLastAsync(tail ?? Tail, limited));
            List<BatchExportLogEntry> entries = await new KnownExportReader<BatchExportLogEntry>(reader.Target, first).ReadAllAsync(call).ConfigureAwait(false);
            if (entries.Count == 0)
                reader.StartAt(start);
            return entries;
        });
    }

    /// <summary>Gives what comes, for as long as a log can be read.</summary>
    internal async Task FollowAsync(CallContext call)
    {
        LeaveOutFailed();
        TimeSpan wait = Shortest;
        while (_followed.Count > 0)
        {
            // An entry or an error may end the command: then there is no other look.
            await call.FlushAsync().ConfigureAwait(false);
            await call.DelayAsync(wait).ConfigureAwait(false);
            wait = await WriteNewsAsync(call).ConfigureAwait(false) > 0 ? Shortest : TimeSpan.FromTicks(Math.Min(Longest.Ticks, wait.Ticks * 2));
        }
    }

    // Once around all that are followed.
    private async Task<int> WriteNewsAsync(CallContext call)
    {
        int seen = 0;
        _answered.Clear();
        using var news = new SideBySideReader<ExportReading<BatchExportLogEntry>, BatchExportLogEntry>(
            LogReader.Plan(),
            _followed.Select(reader => new ExportReading<BatchExportLogEntry>(reader.Target, reader.Target.Input, Note(reader, reader.ReadNewsAsync))));
        while (await news.ReadAsync(call).ConfigureAwait(false) is { } batch)
        {
            seen += batch.Count;
            foreach ((_, BatchExportLogEntry entry) in batch)
                call.WriteResult(entry);
        }

        LeaveOutFailed();
        return seen;
    }

    private void LeaveOutFailed() => _followed.RemoveAll(reader => !_answered.Contains(reader));

    private ListReader<BatchExportLogEntry> Note(LogReader reader, Func<CallContext, Task<List<BatchExportLogEntry>>> read) => new(async call =>
    {
        List<BatchExportLogEntry> entries = await read(call).ConfigureAwait(false);
        lock (_answered)
            _answered.Add(reader);
        return entries;
    });
}
