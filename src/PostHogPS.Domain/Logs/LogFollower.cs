using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Contracts;
using PostHogPS.Logs;
using PostHogPS.Reading;

namespace PostHogPS.Commands;

/// <summary>Goes on with the logs of several exports until Ctrl+C. One that fails is said once and left out.</summary>
internal sealed class LogFollower
{
    // Between two looks: the shortest delay while entries come, twice as long after each look without any.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly CommandRun _command;
    private readonly Func<SideBySidePlan<ExportReading<BatchExportLogEntry>, BatchExportLogEntry>> _plan;
    private readonly Action<BatchExportLogEntry> _write;
    private readonly List<LogReader> _followed = [];

    // Those of which the last look succeeded.
    private readonly HashSet<LogReader> _answered = [];

    /// <param name="command">The command that follows.</param>
    /// <param name="plan">Makes the plan of one look.</param>
    /// <param name="write">Takes an entry.</param>
    internal LogFollower(
        CommandRun command, Func<SideBySidePlan<ExportReading<BatchExportLogEntry>, BatchExportLogEntry>> plan, Action<BatchExportLogEntry> write)
    {
        _command = command;
        _plan = plan;
        _write = write;
    }

    /// <summary>Adds a log: what its first look reads.</summary>
    /// <param name="reader">The log.</param>
    /// <param name="tail">The last entries, so many; null for all of the reader's range.</param>
    internal ItemReader<BatchExportLogEntry> Begin(LogReader reader, int? tail)
    {
        DateTimeOffset start = reader.Target.Scope.Session.ServerNow;
        _followed.Add(reader);
        return Note(reader, async call =>
        {
            var first = new ListReader<BatchExportLogEntry>(tail is { } count ? limited => reader.ReadLastAsync(count, limited) : reader.ReadOldestFirstAsync);
            List<BatchExportLogEntry> entries = await new KnownExportReader<BatchExportLogEntry>(reader.Target, first).ReadAllAsync(call).ConfigureAwait(false);
            if (entries.Count == 0)
                reader.StartAt(start);
            return entries;
        });
    }

    /// <summary>Writes what comes, for as long as a log can be read.</summary>
    internal void Follow()
    {
        _followed.RemoveAll(reader => !_answered.Contains(reader));
        TimeSpan wait = Shortest;
        while (_followed.Count > 0)
        {
            _command.Pump.Await(call => call.DelayAsync(wait));
            wait = WriteNews() > 0 ? Shortest : TimeSpan.FromTicks(Math.Min(Longest.Ticks, wait.Ticks * 2));
        }
    }

    // Once around all that are followed.
    private int WriteNews()
    {
        int seen = 0;
        _answered.Clear();
        SideBySide<ExportReading<BatchExportLogEntry>, BatchExportLogEntry> news = _command.ReadSideBySide(_plan(), (_, entry) =>
        {
            seen++;
            _write(entry);
        });
        foreach (LogReader reader in _followed)
            news.Add(new ExportReading<BatchExportLogEntry>(reader.Target, reader.Target.Input, Note(reader, reader.ReadNewsAsync)));
        news.WriteAll();
        _command.EndReading(news);
        _followed.RemoveAll(reader => !_answered.Contains(reader));
        return seen;
    }

    private ListReader<BatchExportLogEntry> Note(LogReader reader, Func<CallContext, Task<List<BatchExportLogEntry>>> read) => new(async call =>
    {
        List<BatchExportLogEntry> entries = await read(call).ConfigureAwait(false);
        lock (_answered)
            _answered.Add(reader);
        return entries;
    });
}
