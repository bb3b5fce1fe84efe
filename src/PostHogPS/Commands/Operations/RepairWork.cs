using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Backfills;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Contracts;
using PostHogPS.Hosting;
using PostHogPS.Reading;
using PostHogPS.Repair;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>Carries out plans that the user has accepted: sends, waits, and verifies. All questions come before the first send.</summary>
internal sealed class RepairWork
{
    private readonly CommandRun _command;
    private readonly bool _waits;
    private readonly TimeSpan? _timeout;
    private readonly Action<BatchExportRepairResult> _write;
    private readonly List<RepairJob> _jobs = new();
    private readonly List<RepairPlan> _others = new();
    private volatile RepairRunner? _runner;

    /// <param name="command">The command that repairs.</param>
    /// <param name="waits">True to wait for all backfills and to verify the coverage.</param>
    /// <param name="timeout">Longest time to wait; null for no limit.</param>
    /// <param name="write">Takes a result.</param>
    internal RepairWork(CommandRun command, bool waits, TimeSpan? timeout, Action<BatchExportRepairResult> write)
    {
        _command = command;
        _waits = waits;
        _timeout = timeout;
        _write = write;
    }

    /// <summary>Asks for each step of a plan. One without any is a result at once, unless backfills of others are waited for.</summary>
    internal void Accept(RepairPlan plan)
    {
        bool isIdle = plan.Blocked is not null || plan.Steps.Count == 0;
        if (isIdle && plan.Blocked is null && plan.HasOthers && _waits && ShouldProcess(plan, "Wait for the backfills that are running over it"))
            _others.Add(plan);
        else if (isIdle)
            _write(RepairVerifier.Untouched(plan));
        else if (plan.Steps.FindAll(step => ShouldProcess(plan, RepairStep.Describe(step))) is { Count: > 0 } accepted)
            _jobs.Add(new RepairJob(plan, accepted));
    }

    /// <summary>Sends what was accepted, and gives a result for each export.</summary>
    /// <param name="throttleLimit">Backfills of a project that run at once, at most.</param>
    /// <param name="isStopping">True after Ctrl+C, which says by itself what is running.</param>
    internal void Run(int throttleLimit, Func<bool> isStopping)
    {
        if (_jobs.Count == 0 && _others.Count == 0)
            return;
        DateTimeOffset began = ModuleClock.Current.UtcNow;
        var runner = new RepairRunner(_jobs, throttleLimit, _timeout);
        _runner = runner;
        bool isComplete = false;
        try
        {
            CarryOut(runner);
            if (_waits)
                WaitForOthers(ModuleClock.Current.UtcNow - began);
            isComplete = true;
        }
        finally
        {
            // What no export can do better (a key that was revoked) ends the command, but not what runs in PostHog.
            if (!isComplete && !isStopping() && DescribeRunning() is { } said)
                _command.Messages.WriteWarning(said);
        }

        WriteResults();
    }

    /// <summary>What continues in PostHog when the command ends now; null for nothing.</summary>
    internal string? DescribeRunning() =>
        _runner is { } runner && runner.Running.ToArray() is { Length: > 0 } running
            ? "Nothing more is sent. " + RunningBackfills.Describe(running, runner.IsUnlisted) : null;

    private bool ShouldProcess(RepairPlan plan, string action) => _command.Messages.ShouldProcess(plan.Target.Description, action);

    private void CarryOut(RepairRunner runner)
    {
        if (!_command.Pump.Await(runner.SendAllAsync))
            _command.Messages.WriteWarning($"The timeout is over; {CountText.FormatCount(_jobs.Count(job => job.HasNext), "export")} had steps that were not "
                + "sent. Run the same command again to continue.");
        _command.Pump.Await(_waits ? runner.AwaitEndsAsync : runner.AwaitRowsAsync);
    }

    private void WaitForOthers(TimeSpan spent)
    {
        List<RepairPlan> plans = _jobs.Select(job => job.Plan).Where(plan => plan.HasOthers).Concat(_others).ToList();
        _command.Pump.Await(call => OtherBackfills.WaitAsync(call, plans, _jobs, _timeout, spent));
    }

    private void WriteResults()
    {
        SideBySide<ExportReading<BatchExportRepairResult>, BatchExportRepairResult> results = _command.ReadSideBySide(
            ExportReading<BatchExportRepairResult>.Plan("Verifying the coverage"), (_, result) => _write(result));
        foreach (RepairJob job in _jobs)
            Add(job.Plan, () => RepairVerifier.Started(job), _waits ? call => RepairVerifier.VerifyAsync(job, call) : null);
        foreach (RepairPlan plan in _others)
            Add(plan, () => RepairVerifier.Untouched(plan), call => RepairVerifier.VerifyAsync(plan, call));
        results.WriteAll();

        // Where the last look fails, the result without it is written anyway.
        void Add(RepairPlan plan, Func<BatchExportRepairResult> unverified, Func<CallContext, Task<BatchExportRepairResult>>? verify) =>
            results.Add(new ExportReading<BatchExportRepairResult>(plan.Target, plan.Target.Input,
                ListReader<BatchExportRepairResult>.CreateSingle(async call =>
            {
                BatchExportRepairResult? result = null;
                if (verify is not null)
                    await call.TryAsync(plan.Target.Input, async () => result = await verify(call).ConfigureAwait(false)).ConfigureAwait(false);
                return result ?? unverified();
            })));
    }
}
