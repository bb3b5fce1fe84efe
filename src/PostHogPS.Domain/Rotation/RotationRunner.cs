using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Rotation;

/// <summary>
/// Carries out a rotation: makes the new integration if it has to, tests every destination before the first switch, then switches
/// and proves the exports one by one, and switches one back whose run fails. A result is given as soon as it is certain.
/// </summary>
internal sealed class RotationRunner
{
    private readonly RotationPlan _plan;
    private readonly CredentialTester _tester;
    private readonly IntegrationMaker _maker;
    private readonly CredentialSwitcher _switcher;
    private readonly RotationStop _stop;

    internal RotationRunner(RotationPlan plan)
    {
        _plan = plan;
        _tester = new CredentialTester(plan.Scope);
        _maker = new IntegrationMaker(plan);
        var prover = new CredentialProver(plan.Request.Timeout);
        _stop = new RotationStop(prover);
        _switcher = new CredentialSwitcher(plan, _tester, prover, _stop);
    }

    /// <summary>What holds while the work is under way, for a stop in the middle; null where nothing was changed. Safe to ask from another thread.</summary>
    internal string? UnderWay => _stop.Describe();

    /// <summary>Does all of it for the exports that the user agreed to.</summary>
    internal async Task RunAsync(IReadOnlyList<RotationItem> items, CallContext call)
    {
        if (_plan.Way == RotationWay.Replace)
        {
            await new InPlaceRotation(_plan, _maker, _tester, _switcher, _stop).RunAsync(items, call).ConfigureAwait(false);
            return;
        }

        if (_plan.Way == RotationWay.Switch && _plan.New is null)
            await RotationOutcome.StoreAsync(items, async () => _plan.New = await _maker.MakeAsync(call).ConfigureAwait(false), call).ConfigureAwait(false);
        foreach (RotationItem item in items)
            item.Result.NewIntegration = _plan.New?.Id;
        if (!await TestAllAsync(items, call).ConfigureAwait(false))
            return;
        _stop.Items = items;
        RotationItem? refused = null;
        try
        {
            foreach (RotationItem item in items)
            {
                _stop.Current = item;
                await RotationOutcome.AttemptAsync(item, () => item.WasSwitched ? _switcher.LookAsync(item, call) : _switcher.SwitchAsync(item, call), call)
                    .ConfigureAwait(false);
                _stop.Current = null;
                if (!item.IsRefused)
                    continue;
                refused = item;
                break;
            }

            if (refused is not null)
                await GiveUpAsync(items, refused, call).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or ThreadAbortException) && !call.Cancellation.IsCancellationRequested)
        {
            RotationOutcome.WriteHeld(items, call);
            throw;
        }

        RotationOutcome.WriteHeld(items, call);
        _stop.UnderWay = null;
        await RotationOutcome.ReportAsync(items, call).ConfigureAwait(false);
    }

    // One secret for all exports: after a run that rejects it, it counts as wrong for every export without a good run of its own.
    private async Task GiveUpAsync(IReadOnlyList<RotationItem> items, RotationItem refused, CallContext call)
    {
        string name = MessageText.Name(refused.Export.Name), capital = MessageText.Capitalize(_plan.What);
        foreach (RotationItem item in items.Where(item => item != refused && !item.IsWritten).ToArray())
        {
            if (!item.Result.Switched)
                item.End(item.Result.State == RotationState.Planned ? RotationState.Skipped : item.Result.State,
                    item.Result.State == RotationState.Planned ? $"{capital} failed with '{name}', so it was not switched." : item.Result.Reason,
                    item.Result.Suggestion);
            else if (item.WasSwitched && item.Result.State == RotationState.Planned)
                item.End(RotationState.AlreadyDone, $"It had {_plan.What} already, and no run was looked at: another one failed with '{name}'.", item.ShowRuns);
            else if (item.IsUnproved)
                await RotationOutcome.GuardAsync(item, () => _switcher.SwitchBackAsync(item, $"{capital} failed with '{name}'", call), call)
                    .ConfigureAwait(false);
        }

        WarnUnused(call);
    }

    /// <summary>Removes the old integration where nothing needs it any more.</summary>
    internal Task RemoveOldAsync(IReadOnlyList<RotationItem> items, CallContext call) => _maker.RemoveOldAsync(items, call);

    // All destinations are tested before the first switch: credentials that one of them rejects are given to none.
    private async Task<bool> TestAllAsync(IReadOnlyList<RotationItem> items, CallContext call)
    {
        bool passed = true;
        using var progress = new Activity(call, "Testing the new credentials");
        foreach (RotationItem item in items.Where(static item => !item.WasSwitched))
        {
            progress.Update(item.Export.Name);
            passed &= await TestAsync(item, call).ConfigureAwait(false);
        }

        if (passed)
            return true;
        WarnUnused(call);
        foreach (RotationItem item in items)
        {
            if (item.WasSwitched)
                item.End(RotationState.AlreadyDone, "It has the new credentials already; another test failed.");
            else if (item.Result.State == RotationState.Planned)
                item.End(RotationState.Skipped, "The test of another export failed, so nothing was switched.");
            RotationOutcome.Write(item, call);
        }

        await RotationOutcome.ReportAsync(items, call).ConfigureAwait(false);
        return false;
    }

    private async Task<bool> TestAsync(RotationItem item, CallContext call)
    {
        bool passed = false;
        bool answered = await call.TryAsync(item.Target.Input, async () =>
        {
            DestinationTestStep? failed = await _tester.TestAsync(item, _switcher.CreateDestination(item), call).ConfigureAwait(false);
            passed = failed is null;
            if (failed is not null)
                item.End(RotationState.Failed, $"{failed.Name} failed, so nothing was switched: {failed.Message ?? failed.Status}" + _plan.MadeBefore,
                    _plan.Discard);
        }).ConfigureAwait(false);
        if (!answered)
            item.End(RotationState.Failed, "The test could not be run, so nothing was switched. " + RotationOutcome.Again);
        item.IsReported = !answered;
        return passed;
    }

    private void WarnUnused(CallContext call)
    {
        if (_plan.Making is { } making && _plan.Discard is { } discard)
            call.Warn($"The new integration {_plan.New!.Id} ('{MessageText.Name(making.Account)}') is used by nothing. Before another secret is tried under "
                + $"this name: {discard}.");
    }
}
