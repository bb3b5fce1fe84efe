using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Backfills;
using PostHogPS.Contracts;
using PostHogPS.Destinations;
using PostHogPS.Text;

namespace PostHogPS.Rotation;

/// <summary>Gives one export the new credentials, proves them by a run, and gives it the old ones again where that run fails.</summary>
internal sealed class CredentialSwitcher
{
    private readonly RotationPlan _plan;
    private readonly CredentialTester _tester;
    private readonly CredentialProver _prover;
    private readonly RotationStop _stop;

    internal CredentialSwitcher(RotationPlan plan, CredentialTester tester, CredentialProver prover, RotationStop stop)
    {
        _plan = plan;
        _tester = tester;
        _prover = prover;
        _stop = stop;
    }

    internal Dictionary<string, object?> CreateDestination(RotationItem item) => item.Inline is { } secrets
        ? DestinationBody.CreateFrom(item.Export.Destination.Type, secrets, null)
        : item.Place!.CreateDestination(item.Export, _plan.New!.Id);

    internal async Task SwitchAsync(RotationItem item, CallContext call)
    {
        BatchExport now = await ReadAsync(item, call).ConfigureAwait(false);
        if (item.Place is { } place && !place.Holds(now, place.Id))
        {
            if (!place.Holds(now, _plan.New!.Id))
                throw Problems.Validation($"Somebody gave '{MessageText.Name(now.Name)}' another integration in the meantime. Nothing was sent for it.",
                    RotationOutcome.Again);
            item.WasSwitched = true;
            await LookAsync(item, call).ConfigureAwait(false);
            return;
        }

        _stop.UnderWay = $"'{MessageText.Name(now.Name)}' is being switched to {_plan.What}, which no run has proved yet.";
        BatchExport after = await UpdateAsync(item, CreateDestination(item), export => item.Place?.Holds(export, _plan.New!.Id) != false, call)
            .ConfigureAwait(false);
        item.Result.Switched = true;
        item.Export = after.With(now.LatestRuns);
        await ProveAsync(item, call).ConfigureAwait(false);
        if (item.Result.State == RotationState.Failed)
            await SwitchBackAsync(item, "The run failed", call).ConfigureAwait(false);
        else
            NoteRunning(item, now);
    }

    internal static void NoteRunning(RotationItem item, BatchExport before)
    {
        if (before.LatestRuns.Any(static run => run.IsOpen))
            item.Result.Reason += " A run was in progress at the switch: PostHog does not say which credentials it ends with.";
    }

    // It had the new credentials already: a run since its last change shows whether they work, else one is made.
    internal async Task LookAsync(RotationItem item, CallContext call)
    {
        _stop.UnderWay = $"'{MessageText.Name(item.Export.Name)}' has {_plan.What} already, and its runs are looked at.";
        item.Result.Switched = true;
        item.Export = await ReadAsync(item, call).ConfigureAwait(false);
        BatchExportRun? run = CredentialProver.FindSince(item.Export);
        if (run is not null && run.IsOpen)
            run = await _prover.AwaitAsync(item, run, call).ConfigureAwait(false);
        if (run is not null)
            Judge(item, CredentialProver.Describe(run));
        else
            await ProveAsync(item, call).ConfigureAwait(false);
        if (item.Result.State == RotationState.Failed && item.Result.OldIntegration is not null && _plan.Way == RotationWay.Switch)
            await SwitchBackAsync(item, "The run failed", call).ConfigureAwait(false);
        else if (item.Result.State is RotationState.Rotated or RotationState.Switched)
            item.End(RotationState.AlreadyDone, $"It had {_plan.What} already. " + item.Result.Reason, item.Result.Suggestion);
    }

    internal async Task ProveAsync(RotationItem item, CallContext call)
    {
        string tested = item.Result.Tested == TestState.Passed ? "The test passed; no run has proved it: " : "No run has proved it: ";
        if (item.Export.Paused)
        {
            item.End(RotationState.Switched, tested + "the export is paused." + _plan.MadeBefore);
            return;
        }

        if (await CredentialProver.PlanAsync(item.Target, item.Export, call).ConfigureAwait(false) is not { } plan)
        {
            item.End(RotationState.Switched, tested + "every interval is covered. The next scheduled run will." + _plan.MadeBefore);
            return;
        }

        Judge(item, await _prover.ProveAsync(plan, call).ConfigureAwait(false));
        if (plan.Steps[0].SelectsByEventTime)
            item.Result.Reason += " " + RowSelection.Sentence;
    }

    private void Judge(RotationItem item, BatchExportCredentialProof proof)
    {
        item.Result.Proof = proof;
        if (proof.State == "NoRows")
            item.End(RotationState.Switched, "No run has proved it: PostHog found no rows in the interval." + _plan.MadeBefore);
        else if (proof.State == "Skipped")
            item.End(RotationState.Switched, "No run has proved it: another backfill covers the interval.", item.ShowRuns);
        else if (RunStates.FromStatus(proof.State) == RunStates.Completed)
            // Which secrets one holds that was made before nobody can read, so it is not said that the given ones work.
            item.End(_plan.WasMadeBefore ? RotationState.Switched : RotationState.Rotated, $"A run with {_plan.What} completed." + _plan.MadeBefore);
        else if (proof.State == RunStates.Unknown)
            item.End(RotationState.Switched, "No run has proved it: the result of its backfill is not known.", item.ShowRuns);
        else if (RunStates.IsOpen(proof.State, null))
            item.End(RotationState.Switched, "No run has proved it yet: its run has not ended."
                + (_plan.Request.OldSecrets is null ? _plan.MadeBefore : " Nothing puts -OldSecret back if it fails. " + RotationOutcome.Again), item.ShowRuns);
        else if (CredentialProver.IsFailure(proof.State))
            item.End(RotationState.Failed, $"The run with {_plan.What} failed: {proof.Error ?? proof.State}" + _plan.MadeBefore, Back(item) ?? item.ShowRuns);
        else
            item.End(RotationState.Switched, $"No run has proved it: its run ended as {proof.State}.", item.ShowRuns);
    }

    // After the failure of its own run, or of that of another export.
    internal async Task SwitchBackAsync(RotationItem item, string why, CallContext call)
    {
        string error = (item.IsRefused ? ": " + (item.Result.Proof!.Error ?? item.Result.Proof.State) : ".") + _plan.MadeBefore;
        if (item.Inline is not null ? item.InlineWayBack is null : item.Result.OldIntegration is null)
        {
            item.End(RotationState.Failed, item.Inline is not null ? $"It keeps the new credentials, since no -OldSecret was given. {why}{error}"
                : $"It keeps the integration {_plan.New!.Id}, since which one it had before is not known. {why}{error}", Back(item) ?? item.ShowRuns);
            return;
        }

        _stop.UnderWay = $"'{MessageText.Name(item.Export.Name)}' is being switched back to the old credentials.";
        Dictionary<string, object?> destination = item.InlineWayBack is { } secrets
            ? DestinationBody.CreateFrom(item.Export.Destination.Type, secrets, null)
            : item.Place!.CreateDestination(item.Export, item.Result.OldIntegration!.Value);
        try
        {
            BatchExport after = await UpdateAsync(item, destination, export => item.Place?.Holds(export, item.Result.OldIntegration!.Value) != false,
                call).ConfigureAwait(false);
            item.Result.Switched = false;
            bool isPaused = after.Paused && !item.Export.Paused;
            (string state, string holds) = item.InlineWayBack is null ? (RotationState.SwitchedBack, "the old credentials are back")
                : await ProveBackAsync(item, destination, call).ConfigureAwait(false);
            item.End(state, $"{(isPaused ? "PostHog has paused it. " : "")}{why}, and {holds}{error}", isPaused
                ? item.Export.CommandFor("Resume-PHBatchExport").ToString() : item.ShowRuns);
        }
        catch (Exception e) when (e is PostHogApiException or ProblemException)
        {
            item.End(RotationState.Failed, $"{why}, and it could not be switched back{error}", Back(item) ?? item.ShowRuns);
            throw;
        }
    }

    // The test of what was stored in place. What it says about the new credentials stays in the result.
    internal async Task<(string State, string Holds)> ProveBackAsync(RotationItem item, Dictionary<string, object?> destination, CallContext call)
    {
        string tested = item.Result.Tested;
        DestinationTestStep? failed = null;
        bool isTested = await call.TryAsync(item.Target.Input, async () =>
            failed = await _tester.TestAsync(item, destination, call).ConfigureAwait(false)).ConfigureAwait(false) && item.Result.Tested != TestState.NoTest;
        item.Result.Tested = tested;
        return failed is not null ? (RotationState.Failed, $"the secret given as -OldSecret is refused too ({failed.Name}: {failed.Message ?? failed.Status})")
            : (RotationState.SwitchedBack, isTested ? "the old credentials are back" : "-OldSecret is stored; nothing has proved it");
    }

    // A PATCH says the same however often it arrives. After a failure the export is read: it may have been changed all the same.
    private async Task<BatchExport> UpdateAsync(RotationItem item, Dictionary<string, object?> destination, Func<BatchExport, bool> isDone, CallContext call)
    {
        var body = new Dictionary<string, object?>(StringComparer.Ordinal) { ["destination"] = destination };
        BatchExport? after;
        try
        {
            await call.FlushAsync().ConfigureAwait(false);
            after = _plan.Scope.Stamp(await _plan.Scope.Session.BatchExports.UpdateAsync(_plan.Scope.Project, item.Export.Id, body,
                call).ConfigureAwait(false));
        }
        catch (PostHogApiException e) when (e.StatusCode is not (>= 400 and < 500))
        {
            // Nobody can read an inline secret back.
            after = item.Place is null ? null : await TryReadAsync(item, call).ConfigureAwait(false);
            if (after is null)
                item.End(RotationState.Failed, "It is not known whether PostHog has taken the change. " + RotationOutcome.Again);
            if (after is null || !isDone(after))
                throw;
        }

        return isDone(after) ? after
            : throw Problems.Validation($"PostHog answered without an error and left the integration of '{MessageText.Name(after.Name)}' as it was.",
                "Look at it: Get-PHBatchExport.");
    }

    private async Task<BatchExport?> TryReadAsync(RotationItem item, CallContext call)
    {
        try
        {
            return await ReadAsync(item, call).ConfigureAwait(false);
        }
        catch (PostHogApiException e)
        {
            call.Verbose(e.Message);
            return null;
        }
    }

    internal async Task<BatchExport> ReadAsync(RotationItem item, CallContext call) =>
        _plan.Scope.Stamp(await _plan.Scope.Session.BatchExports.GetAsync(_plan.Scope.Project, item.Export.Id, call).ConfigureAwait(false));

    private string? Back(RotationItem item) => (item.Result.OldIntegration ?? _plan.Old?.Id) is { } old && old != item.Result.NewIntegration
        ? $"Set-PHBatchExport {item.Export.Id} -IntegrationId {old}" : null;
}
