using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;
using PostHogPS.Text;
using PostHogPS.Waiting;

namespace PostHogPS.Runs;

/// <summary>Watches runs until they end: one list request per export and poll.</summary>
internal sealed class RunWatcher
{
    private readonly TimeSpan? _timeout;
    private readonly List<RunTarget> _open = new();
    private readonly ReadFailures _readFailures;
    private int _ended;

    internal RunWatcher(TimeSpan? timeout)
    {
        _readFailures = new ReadFailures("runs");
        _timeout = timeout;
    }

    internal void Add(RunTarget target) => _open.Add(target);

    /// <summary>Waits for all; each is given when it has ended. What has not ended in time is one error.</summary>
    internal async Task WaitAllAsync(CallContext call)
    {
        var polls = new PollSchedule(call.Clock, _timeout);
        using var progress = new Activity(call, "Waiting for " + CountText.FormatCount(_open.Count, "run"));
        while (_open.Count > 0)
        {
            await PollAsync(call, polls).ConfigureAwait(false);
            if (_open.Count == 0)
                return;
            if (polls.IsOver)
            {
                object[] left = _open.Select(t => (object?)t.Run ?? t.Id).ToArray();
                call.Fail(
                    Problems.WaitTimeout((left.Length == 1 ? $"The run {left[0]}" : $"{left.Length} runs") + " of " + NameList.Format(_open.Select(t =>
                        t.ExportName ?? t.BatchExportId.ToString())), _timeout
                            ?? TimeSpan.Zero, "Wait-PHBatchExportRun keeps waiting; Stop-PHBatchExportRun cancels."),
                    left.Length == 1 ? left[0] : left);
                return;
            }

            progress.Update($"{_ended} of {_open.Count + _ended} ended", _ended * 100.0 / (_open.Count + _ended));
            await call.DelayAsync(polls.NextDelay()).ConfigureAwait(false);
        }
    }

    private async Task PollAsync(CallContext call, PollSchedule polls)
    {
        foreach (IGrouping<ItemKey, RunTarget> export in _open.GroupBy(t => t.Export).ToList())
        {
            List<RunTarget> targets = export.ToList();
            bool read = false;
            bool answered = await call.TryAsync(targets[0].Input, async () =>
                read = await _readFailures.TryReadAsync(export.Key, polls, call, limited => ReadAsync(targets, limited)).ConfigureAwait(false))
                    .ConfigureAwait(false);
            foreach (RunTarget target in targets.Where(t => !answered || (read && t.Run is { IsOpen: false })))
            {
                _open.Remove(target);
                _ended++;
                if (read)
                    call.WriteResult(target.Run!);
            }
        }
    }

    private static async Task ReadAsync(List<RunTarget> targets, CallContext call)
    {
        RunTarget first = targets[0];
        List<RunTarget> unread = targets.Where(t => t.Run?.CreatedAt is null).ToList();
        foreach (RunTarget target in unread)
            Keep(target, await ItemLookup.ReadRunAsync(target, call).ConfigureAwait(false));
        Dictionary<Guid, RunTarget> wanted = targets.Except(unread).Where(t => t.Run!.IsOpen).GroupBy(t => t.Id).ToDictionary(g => g.Key, g => g.First());
        if (wanted.Count == 0)
            return;

        var query = new RunQuery { After = wanted.Values.Min(t => t.Run!.CreatedAt) };
        await ExportLists.Runs(first.Scope, first.BatchExportId, query).ReadWhileAsync(
            run =>
            {
                if (wanted.TryGetValue(run.Id, out RunTarget? target))
                {
                    Keep(target, run);
                    wanted.Remove(run.Id);
                }

                return wanted.Count > 0;
            },
            call).ConfigureAwait(false);
    }

    private static void Keep(RunTarget target, BatchExportRun run)
    {
        run.BatchExportName = target.ExportName;
        target.Run = target.Scope.Stamp(run);
    }
}
