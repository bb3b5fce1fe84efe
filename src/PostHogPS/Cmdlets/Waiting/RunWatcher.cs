using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Errors;
using PostHogPS.Hosting;
using PostHogPS.Waiting;

namespace PostHogPS.Cmdlets.Waiting;

/// <summary>Watches runs until they end: one list request per export and look.</summary>
internal sealed class RunWatcher
{
    private readonly WorkingCmdlet _cmdlet;
    private readonly TimeSpan? _timeout;
    private readonly List<RunTarget> _open = new();
    private readonly Outages _outages;
    private int _ended;

    internal RunWatcher(WorkingCmdlet cmdlet, TimeSpan? timeout)
    {
        _cmdlet = cmdlet;
        _outages = new Outages(cmdlet, "runs");
        _timeout = timeout;
    }

    internal void Add(RunTarget target) => _open.Add(target);

    internal void WaitAll(Action<BatchExportRun> write)
    {
        var rhythm = new PollRhythm(ModuleClock.Current, _timeout);
        using var progress = new ProgressLine(_cmdlet, _open.Count == 1 ? "Waiting for 1 run" : $"Waiting for {_open.Count} runs");
        while (_open.Count > 0)
        {
            Look(write, rhythm);
            if (_open.Count == 0)
                return;
            if (rhythm.IsOver)
            {
                object[] left = _open.Select(t => (object?)t.Run ?? t.Id).ToArray();
                _cmdlet.WriteError(ErrorRecords.Create(
                    Problems.WaitTimeout(left.Length == 1 ? $"The run {left[0]}" : $"{left.Length} runs", _timeout ?? TimeSpan.Zero, "Stop-PHBatchExportRun cancels; Wait-PHBatchExportRun waits on."),
                    left.Length == 1 ? left[0] : left));
                return;
            }

            progress.Update($"{_ended} of {_open.Count + _ended} ended", _ended * 100.0 / (_open.Count + _ended));
            _cmdlet.Pause(rhythm.Next());
        }
    }

    private void Look(Action<BatchExportRun> write, PollRhythm rhythm)
    {
        foreach (IGrouping<ItemKey, RunTarget> export in _open.GroupBy(t => t.Export).ToList())
        {
            List<RunTarget> targets = export.ToList();
            bool read = false;
            bool answered = _cmdlet.Try(targets[0].Input, () => read = _outages.TryLook(export.Key, rhythm, () => Read(targets)));
            foreach (RunTarget target in targets.Where(t => !answered || (read && t.Run is { IsOpen: false })))
            {
                _open.Remove(target);
                _ended++;
                if (read)
                    write(target.Run!);
            }
        }
    }

    private void Read(List<RunTarget> targets)
    {
        RunTarget first = targets[0];
        List<RunTarget> unread = targets.Where(t => t.Run?.CreatedAt is null).ToList();
        foreach (RunTarget target in unread)
            Keep(target, _cmdlet.Await(call => target.Scope.Session.Runs.GetAsync(target.Scope.Project, target.BatchExportId, target.Id, call)));
        Dictionary<Guid, RunTarget> wanted = targets.Except(unread).Where(t => t.Run!.IsOpen).GroupBy(t => t.Id).ToDictionary(g => g.Key, g => g.First());
        if (wanted.Count == 0)
            return;

        var query = new RunQuery { After = wanted.Values.Min(t => t.Run!.CreatedAt) };
        foreach (BatchExportRun run in Paging.Stream(_cmdlet, "Reading runs", (next, call) =>
            first.Scope.Session.Runs.ListAsync(first.Scope.Project, first.BatchExportId, query, next, call)))
        {
            if (!wanted.TryGetValue(run.Id, out RunTarget? target))
                continue;
            Keep(target, run);
            wanted.Remove(run.Id);
            if (wanted.Count == 0)
                return;
        }
    }

    private static void Keep(RunTarget target, BatchExportRun run)
    {
        run.BatchExportName = target.ExportName;
        target.Run = target.Scope.Stamp(run);
    }
}
