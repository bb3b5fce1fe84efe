using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Repair;
using PostHogPS.Schedule;

namespace PostHogPS.Commands;

/// <summary>
/// Repairs exports: finds gaps, plans, tries one interval first where there were failures, backfills the rest,
/// waits, and looks once more. What is covered or being backfilled is never run again.
/// </summary>
[Cmdlet(VerbsDiagnostic.Repair, "PHBatchExport", SupportsShouldProcess = true)]
[OutputType(typeof(BatchExportRepairResult), typeof(BatchExportRepairStep))]
public sealed class RepairPHBatchExportCommand : OperationCmdlet
{
    private readonly List<BatchExportRepairStep> _steps = new();
    private RepairPlans? _plans;
    private volatile RepairWork? _work;

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
    [ArgumentCompleter(typeof(TimeSpanCompleter))]
    public TimeSpan? Timeout { get; set; }

    /// <summary><para>Gives the plan as objects, to be piped back in, and does nothing.</para></summary>
    [Parameter]
    public SwitchParameter PlanOnly { get; set; }

    private protected override TimeWindow Window => new(nameof(After), After, nameof(Before), Before) { HasExportDays = true };

    private protected override bool TakesNamesakes => false;

    private RepairPlans Plans => _plans ??= new RepairPlans(Command, Canary);

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
            throw References?.Where(static reference => !reference.Piped.IsPlace).Select(static reference => reference.Problem)
                .FirstOrDefault(static bad => bad is not null)
                ?? Problems.Validation("-After is required: it says how far back the data has to be complete.",
                    "For example -After -7d, or -After 2026-08-01.");
        foreach (BatchExportTarget target in Exports())
        {
            DateTimeOffset now = Clock.Moment(target.Scope);
            Plans.Add(target, export => Window.On(new ExportCalendar(export, now)));
        }
    });

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (IGrouping<(IOrigin?, Guid), BatchExportRepairStep> export in _steps.GroupBy(step => (step.Origin, step.BatchExportId)))
            Try(export.First(), () => Plans.Add(export.ToList(), Resolver));
        // Nothing is asked or sent before all plans are made.
        List<RepairPlan> plans = Plans.ReadAll();
        if (PlanOnly)
        {
            WriteObject(plans.SelectMany(plan => plan.AsSteps()), enumerateCollection: true);
            return;
        }

        var work = new RepairWork(Command, Wait, Timeout, result => WriteObject(result));
        foreach (RepairPlan plan in plans)
            Try(plan.Target.Input, () => work.Accept(plan));
        _work = work;
        work.Run(ThrottleLimit, () => Stopping);
    }

    private protected override string? GoesOn => _work?.DescribeRunning();

    // A step of a plan, or a gap: it says itself what is to be made complete. With -After a gap names its export, as a run does.
    private BatchExportRepairStep? StepOf(BatchExportReference reference) => reference.Piped.Typed switch
    {
        BatchExportRepairStep step => step,
        BatchExportGap gap when After is null => RepairStep.CreateFrom(gap),
        _ => null,
    };
}
