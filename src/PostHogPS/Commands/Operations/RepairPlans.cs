using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;
using PostHogPS.Repair;

namespace PostHogPS.Commands;

/// <summary>The plans of a repair, made side by side. Each export has one.</summary>
internal sealed class RepairPlans
{
    private readonly CommandRun _command;
    private readonly int _canary;
    private readonly SideBySide<ExportReading<RepairPlan>, RepairPlan> _reading;
    private readonly HashSet<(PostHogConnection, Guid)> _planned = new();
    private readonly List<RepairPlan> _plans = new();

    /// <param name="command">The command that repairs.</param>
    /// <param name="canary">Intervals to try first for an export that has failed lately; 0 for none.</param>
    internal RepairPlans(CommandRun command, int canary)
    {
        _command = command;
        _canary = canary;
        _reading = command.ReadSideBySide(ExportReading<RepairPlan>.Plan("Planning repairs", isWide: true), (_, plan) => Keep(plan));
    }

    /// <summary>Adds an export with a window in its own calendar.</summary>
    internal void Add(BatchExportTarget target, Func<BatchExport, (DateTimeOffset After, DateTimeOffset? Before)> window) => Add(target, (export, call) =>
    {
        (DateTimeOffset after, DateTimeOffset? before) = window(export);
        return new RepairPlanner(_canary).PlanAsync(target, export, after, before, call);
    });

    /// <summary>Adds steps of a plan, or gaps, of one export. They are one plan, so that its canary goes before all of them.</summary>
    internal void Add(IReadOnlyList<BatchExportRepairStep> steps, BatchExportResolver resolver)
    {
        RepairStep.CheckBounds(steps);
        foreach (BatchExportTarget target in resolver.Resolve(BatchExportReference.ManyFrom(steps[0])))
            Add(target, (export, call) => new RepairPlanner(_canary).PlanAsync(target, export, steps, call));
    }

    /// <summary>All of them, once each is made.</summary>
    internal List<RepairPlan> ReadAll()
    {
        _reading.WriteAll();
        return _plans;
    }

    private void Add(BatchExportTarget target, Func<BatchExport, CallContext, Task<RepairPlan>> plan) => _reading.Add(new ExportReading<RepairPlan>(
        target, target.Input, ListReader<RepairPlan>.CreateSingle(async call =>
            await plan(await ExportLists.LoadAsync(target, call).ConfigureAwait(false), call).ConfigureAwait(false))));

    // Twice the same export would be twice the same work: the rows of the first are not there yet when the second looks.
    private void Keep(RepairPlan plan)
    {
        if (_planned.Add((plan.Scope.Connection, plan.Export.Id)))
            _plans.Add(plan);
        else
            _command.Messages.WriteWarning($"'{plan.Export.Name}' is duplicated, by itself and as a gap or a step of a plan; the second one is skipped.");
    }
}
