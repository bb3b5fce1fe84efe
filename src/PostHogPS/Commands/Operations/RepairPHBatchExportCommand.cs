using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.Backfills;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Hosting;
using PostHogPS.Reading;
using PostHogPS.Repair;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>
/// Repairs exports: finds gaps, plans, tries one interval first where there were failures, backfills the rest,
/// waits, and looks once more. What is covered or being backfilled is never run again.
/// </summary>
[Cmdlet(VerbsDiagnostic.Repair, "PHBatchExport", SupportsShouldProcess = true)]
[OutputType(typeof(BatchExportRepairResult), typeof(BatchExportRepairStep))]
public sealed class RepairPHBatchExportCommand : OperationCmdlet
{
    private readonly List<RepairPlan> _plans = new();
    private readonly List<BatchExportRepairStep> _steps = new();
    private SideBySide<ExportReading<RepairPlan>, RepairPlan>? _planner;
    private readonly Dictionary<(PostHogConnection, Guid), RepairPlan> _planned = new();
    private readonly List<RepairPlan> _others = new();
    private volatile RepairRunner? _runner;

    /// <summary><para>Start of the window.</para></summary>
    [Parameter(Position = 1)]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput? After { get; set; }

    /// <summary><para>End of the window. Default: now.</para></summary>
    [Parameter(Position = 2)]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput? Before { get; set; }

    /// <summary><para>Intervals to try first for an export that has failed lately; 0 for none.</para></summary>
    [Parameter]
    [ValidateRange(0, 1000)]
    public int Canary { get; set; } = 1;

    /// <summary><para>Backfills of a project that run at once, at most.</para></summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int ThrottleLimit { get; set; } = 5;

    /// <summary><para>Waits for all backfills and verifies the coverage.</para></summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary><para>Longest time to wait.</para></summary>
    [Parameter]
    [TimeSpanTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary><para>Gives the plan as objects, to be piped back in, and does nothing.</para></summary>
    [Parameter]
    public SwitchParameter PlanOnly { get; set; }

    private protected override TimeWindow Window => new(nameof(After), After, nameof(Before), Before) { HasExportDays = true };

    // Nothing is asked or sent before all plans are made.
    private SideBySide<ExportReading<RepairPlan>, RepairPlan> Planned => _planner ??= Command.ReadSideBySide(
        ExportReading<RepairPlan>.Plan("Planning repairs", isWide: true), (_, plan) => Keep(plan));

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(BatchExport, () =>
    {
        if (References?.Select(reference => reference.Piped.BadDate).FirstOrDefault(bad => bad is not null) is { } badDate)
            throw badDate;
        foreach (BatchExportReference reference in BatchExport?.Where(reference => reference.Piped.IsOfOtherOrigin && StepOf(reference) is not null) ?? [])
            Scopes.Resolve(reference.Piped);
        _steps.AddRange(BatchExport?.Select(StepOf).OfType<BatchExportRepairStep>() ?? []);
        if (_steps.Count > 0 && Before is not null && After is null)
            throw Problems.Validation("Gaps and steps of a plan have bounds of their own, so -Before cannot be combined with them.",
                "Leave it out, or choose among them: Where-Object End -le 2026-08-02.");
        BatchExport = BatchExport?.Where(r => StepOf(r) is null).ToArray();
        if (BatchExport is { Length: 0 })
            return;
        if (After is null)
            throw Problems.Validation("-After is required: it says how far back the data has to be complete.", "For example -After -7d, or -After 2026-08-01.");
        foreach (BatchExportTarget target in Exports())
            Plan(target);
    });

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (IGrouping<(IOrigin?, Guid), BatchExportRepairStep> export in _steps.GroupBy(step => (step.Origin, step.BatchExportId)))
            Try(export.First(), () => PlanSteps(export.ToList()));
        Planned.WriteAll();
        if (PlanOnly)
        {
            WriteObject(_plans.SelectMany(plan => plan.AsSteps()), enumerateCollection: true);
            return;
        }

        DateTimeOffset began = ModuleClock.Current.UtcNow;
        List<RepairJob> jobs = Accept();
        if (jobs.Count == 0 && _others.Count == 0)
            return;
        var runner = new RepairRunner(jobs, ThrottleLimit, Timeout);
        _runner = runner;
        bool whole = false;
        try
        {
            CarryOut(runner, jobs);
            if (Wait)
                WaitForOthers(jobs, ModuleClock.Current.UtcNow - began);
            whole = true;
        }
        finally
        {
            // What no export can do better (a key that was revoked) ends the command, but not what runs in PostHog.
            if (!whole && !Stopping && DescribeRunning(runner) is { } said)
                WriteWarning(said);
        }

        WriteResults(jobs);
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        // Before the work is cancelled: the command may be gone by the time that returns.
        try
        {
            if (_runner is { } runner)
                Command.Messages.WriteOnStop(DescribeRunning(runner));
        }
        finally
        {
            base.StopProcessing();
        }
    }

    private void WriteResults(List<RepairJob> jobs)
    {
        SideBySide<ExportReading<BatchExportRepairResult>, BatchExportRepairResult> results = Command.ReadSideBySide(
            ExportReading<BatchExportRepairResult>.Plan("Verifying the coverage"), (_, result) => WriteObject(result));
        foreach (RepairJob job in jobs)
            Add(job.Plan, () => Noted(job, RepairVerifier.Started(job)), Wait ? async call => Noted(job, await RepairVerifier.VerifyAsync(job, call).ConfigureAwait(false)) : null);
        foreach (RepairPlan plan in _others)
            Add(plan, () => RepairVerifier.Untouched(plan), call => RepairVerifier.VerifyAsync(plan, call));
        results.WriteAll();

        // Where the last look fails, what is known without it is said all the same.
        void Add(RepairPlan plan, Func<BatchExportRepairResult> unverified, Func<CallContext, Task<BatchExportRepairResult>>? verify) =>
            results.Add(new ExportReading<BatchExportRepairResult>(plan.Target, plan.Target.Input, ListReader<BatchExportRepairResult>.CreateSingle(async call =>
            {
                BatchExportRepairResult? result = null;
                if (verify is not null)
                    await call.TryAsync(plan.Target.Input, async () => result = await verify(call).ConfigureAwait(false)).ConfigureAwait(false);
                return result ?? unverified();
            })));
    }

    private void CarryOut(RepairRunner runner, List<RepairJob> jobs)
    {
        if (!Await(runner.SendAllAsync))
            WriteWarning($"The timeout is over; {CountText.FormatCount(jobs.Count(job => job.HasNext), "export")} had steps that were not sent. Run the same "
                + "command again to continue.");
        if (Wait)
            Await(runner.AwaitEndsAsync);
        else
            Await(runner.AwaitRowsAsync);
    }

    private void WaitForOthers(List<RepairJob> jobs, TimeSpan spent)
    {
        List<RepairPlan> plans = jobs.Select(job => job.Plan).Where(plan => plan.HasOthers).Concat(_others).ToList();
        Await(call => OtherBackfills.WaitAsync(call, plans, jobs, Timeout, spent));
    }

    private static string? DescribeRunning(RepairRunner runner)
    {
        string[] running = runner.Running.ToArray();
        return running.Length == 0 ? null : "Nothing more is sent. " + RunningBackfills.Describe(running, runner.IsUnlisted);
    }

    // A step of a plan, or a gap: it says itself what is to be made whole. With -After a gap names its export, as a run does.
    private BatchExportRepairStep? StepOf(BatchExportReference reference) => reference.Piped.Typed switch
    {
        BatchExportRepairStep step => step,
        BatchExportGap gap when After is null => new BatchExportRepairStep
        {
            BatchExportId = gap.BatchExportId,
            BatchExportName = gap.BatchExportName,
            ProjectId = gap.ProjectId,
            Origin = gap.Origin,
            Start = gap.Start,
            End = gap.End,
        },
        _ => null,
    };

    private void Plan(BatchExportTarget target)
    {
        DateTimeOffset now = Clock.Moment(target.Scope);
        Plan(target, (export, call) =>
        {
            (DateTimeOffset after, DateTimeOffset? before) = Window.On(new ExportCalendar(export, now));
            return new RepairPlanner(Canary).PlanAsync(target, export, after, before, call);
        });
    }

    private void Plan(BatchExportTarget target, Func<BatchExport, CallContext, Task<RepairPlan>> plan) => Planned.Add(new ExportReading<RepairPlan>(
        target, target.Input, ListReader<RepairPlan>.CreateSingle(async call =>
            await plan(await ExportLists.LoadAsync(target, call).ConfigureAwait(false), call).ConfigureAwait(false))));

    // Steps and gaps piped in are windows to look at afresh: what has been covered since is not run again. Those of one
    // export are one plan, so that its canary goes before all of them.
    private void PlanSteps(List<BatchExportRepairStep> steps)
    {
        if (steps.Any(step => step.Start >= step.End))
            throw Problems.Validation("A copy of a gap or of a step of a plan has no Start and End that can be read.",
                "Keep it in a variable, or as Export-Clixml or ConvertTo-Json write it.");
        // What the plan was to leave is not done; where there is nothing else, that is what it came to.
        bool left = steps.TrueForAll(step => step.Action == RepairAction.Leave);
        DataInterval[] windows = steps.Where(step => left || step.Action != RepairAction.Leave).Select(step => new DataInterval(step.Start, step.End)).ToArray();
        foreach (BatchExportTarget target in Resolver.Resolve(BatchExportReference.ManyFrom(steps[0])))
        {
            Plan(target, async (export, call) =>
            {
                RepairPlan plan = await new RepairPlanner(Canary)
                    .PlanAsync(target, export, windows.Min(w => w.Start), windows.Max(w => w.End), call, windows).ConfigureAwait(false);
                if (left)
                    plan.LeaveAll();
                return plan;
            });
        }
    }

    // Twice the same export would be twice the same work: the rows of the first are not there yet when the second looks.
    private void Keep(RepairPlan plan)
    {
        var export = (plan.Scope.Connection, plan.Export.Id);
        if (_planned.ContainsKey(export))
        {
            WriteWarning($"'{plan.Export.Name}' is duplicated, by itself and as a gap or a step of a plan; the second one is skipped.");
            return;
        }

        _planned.Add(export, plan);
        _plans.Add(plan);
    }

    // All questions come before the first send, so that prompts and traffic do not mix.
    private List<RepairJob> Accept()
    {
        var jobs = new List<RepairJob>();
        foreach (RepairPlan plan in _plans)
            Try(plan.Target.Input, () => Accept(plan, jobs));
        return jobs;
    }

    private void Accept(RepairPlan plan, List<RepairJob> jobs)
    {
        if (plan.Blocked is null && plan.Steps.Count == 0 && plan.HasOthers && Wait && ShouldProcess(plan.Target.Description, "Wait for the backfills that are running over it"))
        {
            _others.Add(plan);
            return;
        }

        if (plan.Blocked is not null || plan.Steps.Count == 0)
        {
            WriteObject(RepairVerifier.Untouched(plan));
            return;
        }

        List<BatchExportRepairStep> accepted = plan.Steps.Where(step => ShouldProcess(plan.Target.Description, Text(step))).ToList();
        if (accepted.Count > 0)
            jobs.Add(new RepairJob(plan, accepted));
    }

    private static string Text(BatchExportRepairStep step) =>
        (step.RunId is { } run ? "Retry the run " + run : step.IsCanary ? "Backfill first, as a canary," : "Backfill")
        + $" {IntervalText.Format(step.Start, step.End)}, {CountText.FormatCount(step.Intervals, "interval")}"
        + (step.SelectsByEventTime ? RowSelection.Note : "");

    private static BatchExportRepairResult Noted(RepairJob job, BatchExportRepairResult result)
    {
        result.SelectsByEventTime = job.Started.Exists(backfill => backfill.SelectsByEventTime == true);
        if (result.SelectsByEventTime)
            result.Reason += " " + RowSelection.Sentence;
        return result;
    }
}
