using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Rotation;

/// <summary>
/// Rotates an integration of the kinds that PostHog replaces: stores the new secret, tests and proves it for every export of the
/// integration, and stores the old one again where one of them fails.
/// </summary>
internal sealed class InPlaceRotation
{
    private readonly RotationPlan _plan;
    private readonly IntegrationMaker _maker;
    private readonly CredentialTester _tester;
    private readonly CredentialSwitcher _switcher;
    private readonly RotationStop _stop;

    internal InPlaceRotation(RotationPlan plan, IntegrationMaker maker, CredentialTester tester, CredentialSwitcher switcher, RotationStop stop)
    {
        _plan = plan;
        _maker = maker;
        _tester = tester;
        _switcher = switcher;
        _stop = stop;
    }

    internal async Task RunAsync(IReadOnlyList<RotationItem> items, CallContext call)
    {
        _stop.UnderWay = $"The credentials of the integration {_plan.Old!.Id} are being replaced, and no run has proved the new ones yet.";
        try
        {
            await RotationOutcome.StoreAsync(items, () => _maker.ReplaceAsync(_plan.Making!, call), call).ConfigureAwait(false);
        }
        catch (Exception e) when (e is PostHogApiException { Kind: not PostHogErrorKind.FateUnknown } or ProblemException)
        {
            // Refused: nothing is being replaced.
            _stop.UnderWay = null;
            throw;
        }

        foreach (RotationItem item in items)
            item.Result.Switched = true;
        RotationItem? bad = null;
        foreach (RotationItem item in items)
        {
            // The secret has to be stored to be tested.
            await RotationOutcome.GuardAsync(item, async () =>
            {
                DestinationTestStep? failed = await _tester.TestAsync(item, _switcher.CreateDestination(item), call).ConfigureAwait(false);
                if (failed is not null)
                    item.End(RotationState.Failed, $"{failed.Name} failed: {failed.Message ?? failed.Status}", item.ShowRuns);
            }, call).ConfigureAwait(false);
            bad ??= item.Result.State == RotationState.Failed ? item : null;
        }

        foreach (RotationItem item in items.Where(_ => bad is null).ToArray())
        {
            await RotationOutcome.GuardAsync(item, async () =>
            {
                BatchExport before = item.Export;
                item.Export = await _switcher.ReadAsync(item, call).ConfigureAwait(false);
                await _switcher.ProveAsync(item, call).ConfigureAwait(false);
                if (item.Result.State != RotationState.Failed)
                    CredentialSwitcher.NoteRunning(item, before);
            }, call).ConfigureAwait(false);
            if (item.Result.State != RotationState.Failed)
                continue;
            bad = item;
            break;
        }

        if (bad is not null)
            await RestoreAsync(items, bad, call).ConfigureAwait(false);
        _stop.UnderWay = null;
        foreach (RotationItem item in items)
            RotationOutcome.Write(item, call);
        await RotationOutcome.ReportAsync(items, call).ConfigureAwait(false);
    }

    private async Task RestoreAsync(IReadOnlyList<RotationItem> items, RotationItem bad, CallContext call)
    {
        string why = bad.Result.Reason, name = MessageText.Name(bad.Export.Name);
        if (_plan.WayBack is null)
        {
            foreach (RotationItem item in items)
                item.End(RotationState.Failed, item == bad ? why.TrimEnd('.') + ". There is no way back without -OldSecret."
                    : $"It has the new credentials too, which failed with '{name}'.", bad.ShowRuns);
            return;
        }

        bool isBack = await call.TryAsync(bad.Target.Input, () => _maker.ReplaceAsync(_plan.WayBack, call)).ConfigureAwait(false);
        foreach (RotationItem item in items)
        {
            item.Result.Switched = !isBack;
            (string state, string holds) = isBack ? await _switcher.ProveBackAsync(item, _switcher.CreateDestination(item), call).ConfigureAwait(false)
                : (RotationState.Failed, "the old credentials could not be put back");
            item.End(state, item == bad ? $"{MessageText.Capitalize(holds)}. {why}"
                : $"{MessageText.Capitalize(holds)}, since the new credentials failed with '{name}'.", bad.ShowRuns);
        }
    }
}
