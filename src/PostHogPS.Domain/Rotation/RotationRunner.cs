using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Backfills;
using PostHogPS.Contracts;
using PostHogPS.Destinations;
using PostHogPS.Text;

namespace PostHogPS.Rotation;

/// <summary>
/// Carries out a rotation: makes the new integration where there is none, tests every destination before the first switch, then switches
/// and proves the exports one by one, and switches one back whose run fails. A result is given as soon as it is certain.
/// </summary>
internal sealed class RotationRunner
{
    private const string Again = "Run the same command again to go on.";

    private readonly RotationPlan _plan;
    private readonly CredentialTester _tester;
    private readonly CredentialProver _prover;
    private readonly IntegrationMaker _maker;
    private volatile string? _underWay;

    internal RotationRunner(RotationPlan plan)
    {
        _plan = plan;
        _tester = new CredentialTester(plan.Scope);
        _prover = new CredentialProver(plan.Request.Timeout);
        _maker = new IntegrationMaker(plan);
    }

    /// <summary>What holds while the work is under way, for a stop in the middle; null where nothing was changed. Safe to ask from another thread.</summary>
    internal string? UnderWay => _underWay is not { } text ? null
        : text + (_prover.Running.ToArray() is { Length: > 0 } running ? $" Still running in PostHog: {string.Join("; ", running)}." : "") + " " + Again;

    /// <summary>Does all of it for the exports that the user agreed to.</summary>
    internal async Task RunAsync(IReadOnlyList<RotationItem> items, CallContext call)
    {
        if (_plan.Way == RotationWay.Replace)
        {
            await ReplaceAsync(items, call).ConfigureAwait(false);
            return;
        }

        if (_plan.Way == RotationWay.Switch && _plan.New is null)
            await StoreAsync(items, async () => _plan.New = await _maker.MakeAsync(call).ConfigureAwait(false), call).ConfigureAwait(false);
        foreach (RotationItem item in items)
            item.Result.NewIntegration = _plan.New?.Id;
        if (!await TestAllAsync(items, call).ConfigureAwait(false))
            return;
        foreach (RotationItem item in items)
            await AttemptAsync(item, () => item.WasSwitched ? LookAsync(item, call) : SwitchAsync(item, call), call).ConfigureAwait(false);
    }

    /// <summary>Removes the old integration where nothing needs it any more.</summary>
    internal Task RemoveOldAsync(IReadOnlyList<RotationItem> items, CallContext call) => _maker.RemoveOldAsync(items, call);

    // One failure for all exports: each says what holds, and the error says why.
    private static async Task StoreAsync(IReadOnlyList<RotationItem> items, Func<Task> store, CallContext call)
    {
        try
        {
            await store().ConfigureAwait(false);
        }
        catch (Exception e) when (e is PostHogApiException or ProblemException)
        {
            string reason = e is PostHogApiException { Kind: PostHogErrorKind.FateUnknown } ? "It is not known whether PostHog has stored the new credentials."
                : "The new credentials were not stored, so nothing was switched.";
            foreach (RotationItem item in items)
            {
                item.End(RotationState.Failed, reason);
                call.WriteResult(item.Result);
            }

            throw;
        }
    }

    // All destinations before the first switch: what one of them refuses, none is given.
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
        if (_plan.Making is { } making)
            call.Warn($"The new integration {_plan.New!.Id} ('{MessageText.Name(making.Account)}') is used by nothing. Before another secret is tried under "
                + $"this name: Remove-PHIntegration {_plan.New.Id}.");
        foreach (RotationItem item in items)
        {
            if (item.WasSwitched)
                item.End(RotationState.AlreadyDone, "It has the new credentials already; another test failed.");
            else if (item.Result.State == RotationState.Planned)
                item.End(RotationState.Skipped, "The test of another export failed, so nothing was switched.");
            call.WriteResult(item.Result);
        }

        return false;
    }

    private async Task<bool> TestAsync(RotationItem item, CallContext call)
    {
        bool passed = false;
        bool answered = await call.TryAsync(item.Target.Input, async () =>
        {
            DestinationTestStep? failed = await _tester.TestAsync(item, Destination(item), call).ConfigureAwait(false);
            passed = failed is null;
            if (failed is not null)
                item.End(RotationState.Failed, $"{failed.Name} failed, so nothing was switched: {failed.Message ?? failed.Status}");
        }).ConfigureAwait(false);
        if (!answered)
            item.End(RotationState.Failed, "The test could not be run, so nothing was switched.");
        return passed;
    }

    private Dictionary<string, object?> Destination(RotationItem item) => item.Inline is { } secrets
        ? DestinationBody.CreateFrom(item.Export.Destination.Type, secrets, null)
        : item.Place!.CreateDestination(item.Export, _plan.New!.Id);

    private async Task SwitchAsync(RotationItem item, CallContext call)
    {
        BatchExport now = await ReadAsync(item, call).ConfigureAwait(false);
        if (item.Place is { } place && !place.Holds(now, place.Id))
        {
            if (!place.Holds(now, _plan.New!.Id))
                throw Problems.Validation($"Somebody gave '{MessageText.Name(now.Name)}' another integration in the meantime. Nothing was sent for it.", Again);
            item.WasSwitched = true;
            await LookAsync(item, call).ConfigureAwait(false);
            return;
        }

        _underWay = $"'{MessageText.Name(now.Name)}' is being switched to the new credentials, which no run has proved yet.";
        BatchExport after = await UpdateAsync(item, Destination(item), export => item.Place?.Holds(export, _plan.New!.Id) != false, call).ConfigureAwait(false);
        item.Result.Switched = true;
        item.Export = after.With(now.LatestRuns);
        await ProveAsync(item, call).ConfigureAwait(false);
        if (item.Result.State == RotationState.Failed)
            await SwitchBackAsync(item, call).ConfigureAwait(false);
        else
            NoteRunning(item, now);
        _underWay = null;
    }

    private static void NoteRunning(RotationItem item, BatchExport before)
    {
        if (before.LatestRuns.Any(static run => run.IsOpen))
            item.Result.Reason += " A run was in progress at the switch: PostHog does not say which credentials it ends with.";
    }

    // It had the new credentials already: a run since its last change shows whether they work, else one is made.
    private async Task LookAsync(RotationItem item, CallContext call)
    {
        item.Result.Switched = true;
        item.Export = await ReadAsync(item, call).ConfigureAwait(false);
        BatchExportRun[] since = [.. item.Export.LatestRuns.Where(run => run.CreatedAt > item.Export.LastUpdatedAt)];
        BatchExportRun? run = since.FirstOrDefault(static one => one.State == RunStates.Completed) ?? since.FirstOrDefault();
        if (run is not null && run.IsOpen)
            run = await _prover.AwaitAsync(item, run, call).ConfigureAwait(false);
        if (run is not null)
            Judge(item, new BatchExportCredentialProof { Start = run.DataIntervalStart, End = run.DataIntervalEnd, RunId = run.Id, State = run.Status,
                Error = run.LatestError });
        else
            await ProveAsync(item, call).ConfigureAwait(false);
        if (item.Result.State == RotationState.Failed && item.Result.OldIntegration is not null && _plan.Way == RotationWay.Switch)
            await SwitchBackAsync(item, call).ConfigureAwait(false);
        else if (item.Result.State is RotationState.Rotated or RotationState.Switched)
            item.End(RotationState.AlreadyDone, "It had the new credentials already. " + item.Result.Reason);
    }

    private async Task ProveAsync(RotationItem item, CallContext call)
    {
        string tested = item.Result.Tested == TestState.Passed ? "The test passed; no run has proved it: " : "No run has proved it: ";
        if (item.Export.Paused)
        {
            item.End(RotationState.Switched, tested + "the export is paused.");
            return;
        }

        if (await CredentialProver.PlanAsync(item.Target, item.Export, call).ConfigureAwait(false) is not { } plan)
        {
            item.End(RotationState.Switched, tested + "every interval is covered. The next scheduled run will.");
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
            item.End(RotationState.Switched, "No run has proved it: PostHog found no rows in the interval.");
        else if (proof.State == "Skipped")
            item.End(RotationState.Switched, "No run has proved it: another backfill covers the interval.", Show(item));
        else if (RunStates.FromStatus(proof.State) == RunStates.Completed)
            item.End(RotationState.Rotated, "A run with the new credentials completed.");
        else if (proof.State == RunStates.Unknown)
            item.End(RotationState.Switched, "No run has proved it: the result of its backfill is not known.", Show(item));
        else if (RunStates.IsOpen(proof.State, null))
            item.End(RotationState.Switched, "No run has proved it yet: its run has not ended.", Show(item));
        else if (IsFailure(proof.State))
            item.End(RotationState.Failed, $"The run with the new credentials failed: {proof.Error ?? proof.State}", Back(item));
        else
            item.End(RotationState.Switched, $"No run has proved it: its run ended as {proof.State}.", Show(item));
    }

    // A cancelled run, or one that was not paid for, says nothing about credentials.
    private static bool IsFailure(string status) =>
        (RunStates.FromStatus(status) == RunStates.Failed && !status.Equals("FailedBilling", StringComparison.OrdinalIgnoreCase))
            || status.Equals("TimedOut", StringComparison.OrdinalIgnoreCase);

    private async Task SwitchBackAsync(RotationItem item, CallContext call)
    {
        string error = item.Result.Proof?.Error ?? item.Result.Proof?.State ?? "";
        if (item.Inline is not null && item.InlineWayBack is null)
        {
            item.End(RotationState.Failed, $"It keeps the new credentials, since no -OldSecret was given. Its run failed: {error}");
            return;
        }

        _underWay = $"'{MessageText.Name(item.Export.Name)}' is being switched back to the old credentials.";
        Dictionary<string, object?> destination = item.InlineWayBack is { } secrets
            ? DestinationBody.CreateFrom(item.Export.Destination.Type, secrets, null)
            : item.Place!.CreateDestination(item.Export, item.Result.OldIntegration!.Value);
        try
        {
            BatchExport after = await UpdateAsync(item, destination, export => item.Place?.Holds(export, item.Result.OldIntegration!.Value) != false,
                call).ConfigureAwait(false);
            item.Result.Switched = false;
            bool isPaused = after.Paused && !item.Export.Paused;
            item.End(RotationState.SwitchedBack, (isPaused ? "PostHog has paused it. " : "") + $"The run failed, and the old credentials are back: {error}",
                isPaused ? CommandLine.ForExport("Resume-PHBatchExport", item.Export.Id, item.Export.ProjectId).ToString() : null);
        }
        catch (Exception e) when (e is PostHogApiException or ProblemException)
        {
            item.End(RotationState.Failed, $"The run failed, and it could not be switched back. The run: {error}", Back(item));
            throw;
        }
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
                item.End(RotationState.Failed, "It is not known whether PostHog has taken the change. " + Again);
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

    private async Task<BatchExport> ReadAsync(RotationItem item, CallContext call) =>
        _plan.Scope.Stamp(await _plan.Scope.Session.BatchExports.GetAsync(_plan.Scope.Project, item.Export.Id, call).ConfigureAwait(false));

    private async Task ReplaceAsync(IReadOnlyList<RotationItem> items, CallContext call)
    {
        _underWay = $"The credentials of the integration {_plan.Old!.Id} are being replaced, and no run has proved the new ones yet.";
        await StoreAsync(items, () => _maker.ReplaceAsync(_plan.Making!, call), call).ConfigureAwait(false);
        foreach (RotationItem item in items)
            item.Result.Switched = true;
        RotationItem? bad = null;
        foreach (RotationItem item in items)
        {
            // The secret has to be stored to be tested.
            await GuardAsync(item, async () =>
            {
                DestinationTestStep? failed = await _tester.TestAsync(item, Destination(item), call).ConfigureAwait(false);
                if (failed is not null)
                    item.End(RotationState.Failed, $"{failed.Name} failed: {failed.Message ?? failed.Status}");
            }, call).ConfigureAwait(false);
            bad ??= item.Result.State == RotationState.Failed ? item : null;
        }

        foreach (RotationItem item in items.Where(_ => bad is null).ToArray())
        {
            await GuardAsync(item, async () =>
            {
                BatchExport before = item.Export;
                item.Export = await ReadAsync(item, call).ConfigureAwait(false);
                await ProveAsync(item, call).ConfigureAwait(false);
                if (item.Result.State != RotationState.Failed)
                    NoteRunning(item, before);
            }, call).ConfigureAwait(false);
            if (item.Result.State != RotationState.Failed)
                continue;
            bad = item;
            break;
        }

        if (bad is not null)
            await RestoreAsync(items, bad, call).ConfigureAwait(false);
        _underWay = null;
        foreach (RotationItem item in items)
            call.WriteResult(item.Result);
    }

    private async Task RestoreAsync(IReadOnlyList<RotationItem> items, RotationItem bad, CallContext call)
    {
        string why = bad.Result.Reason, name = MessageText.Name(bad.Export.Name);
        if (_plan.WayBack is null)
        {
            foreach (RotationItem item in items)
                item.End(RotationState.Failed, item == bad ? why + " There is no way back without -OldSecret."
                    : $"It has the new credentials too, which failed with '{name}'.");
            return;
        }

        bool isBack = await call.TryAsync(bad.Target.Input, () => _maker.ReplaceAsync(_plan.WayBack, call)).ConfigureAwait(false);
        foreach (RotationItem item in items)
        {
            item.Result.Switched = !isBack;
            if (isBack)
                item.End(RotationState.SwitchedBack, item == bad ? "The old credentials are back. " + why
                    : $"The old credentials are back, since the new ones failed with '{name}'.");
            else
                item.End(RotationState.Failed, item == bad ? "The old credentials could not be put back. " + why
                    : $"The new credentials failed with '{name}', and the old ones could not be put back.");
        }
    }

    // The failure of one export: its result first, since an error may end the command.
    private static async Task AttemptAsync(RotationItem item, Func<Task> work, CallContext call)
    {
        Exception? error = await CatchAsync(item, work).ConfigureAwait(false);
        call.WriteResult(item.Result);
        if (error is not null)
            await call.TryAsync(item.Target.Input, () => throw error).ConfigureAwait(false);
    }

    private static async Task GuardAsync(RotationItem item, Func<Task> work, CallContext call)
    {
        if (await CatchAsync(item, work).ConfigureAwait(false) is { } error)
            await call.TryAsync(item.Target.Input, () => throw error).ConfigureAwait(false);
    }

    private static async Task<Exception?> CatchAsync(RotationItem item, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException or ThreadAbortException))
        {
            if (item.Result.State == RotationState.Planned)
                item.End(item.Result.Switched ? RotationState.Switched : RotationState.Failed,
                    item.Result.Switched ? "Switched, and a request failed before a run could prove it. " + Again : "A request failed; see the error. "
                        + Again);
            return e;
        }
    }

    private static string Show(RotationItem item) => CommandLine.ForExport("Get-PHBatchExportRun", item.Export.Id, item.Export.ProjectId).ToString();

    private string? Back(RotationItem item) => (item.Result.OldIntegration ?? _plan.Old?.Id) is { } old && old != item.Result.NewIntegration
        ? $"Set-PHBatchExport {item.Export.Id} -IntegrationId {old}" : null;
}
