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
    private volatile RotationItem? _current;
    private volatile IReadOnlyList<RotationItem> _switching = [];

    internal RotationRunner(RotationPlan plan)
    {
        _plan = plan;
        _tester = new CredentialTester(plan.Scope);
        _prover = new CredentialProver(plan.Request.Timeout);
        _maker = new IntegrationMaker(plan);
    }

    /// <summary>What holds while the work is under way, for a stop in the middle; null where nothing was changed. Safe to ask from another thread.</summary>
    internal string? UnderWay => _underWay is not { } text ? null
        : text + Rest() + (_prover.Running.ToArray() is { Length: > 0 } running ? $" Still running in PostHog: {string.Join("; ", running)}." : "")
            + " " + Again;

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
        _switching = items;
        RotationItem? refused = null;
        try
        {
            foreach (RotationItem item in items)
            {
                _current = item;
                await AttemptAsync(item, () => item.WasSwitched ? LookAsync(item, call) : SwitchAsync(item, call), call).ConfigureAwait(false);
                _current = null;
                if (!IsRefused(item))
                    continue;
                refused = item;
                break;
            }

            if (refused is not null)
                await GiveUpAsync(items, refused, call).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or ThreadAbortException) && !call.Cancellation.IsCancellationRequested)
        {
            WriteHeld(items, call);
            throw;
        }

        WriteHeld(items, call);
        _underWay = null;
        await ReportAsync(items, call).ConfigureAwait(false);
    }

    private string What => _plan.WasMadeBefore ? $"the integration {_plan.New!.Id}" : "the new credentials";

    private static bool IsRefused(RotationItem item) => item.Result.State is RotationState.Failed or RotationState.SwitchedBack
        && item.Result.Proof is { } proof && IsFailure(proof.State);

    // What a stop leaves: the exports that no run has proved, and those that nothing was sent for.
    private string Rest()
    {
        RotationItem? current = _current;
        RotationItem[] others = [.. _switching.Where(item => item != current)];
        return Name(" Switched, and not proved: ", others.Where(static item => item.IsUnproved))
            + Name(" Still on the old credentials: ", others.Where(static item => !item.Result.Switched));

        static string Name(string what, IEnumerable<RotationItem> items) =>
            items.Select(static item => item.Export).ToArray() is { Length: > 0 } exports ? what + IntegrationUsers.Describe(exports) + "." : "";
    }

    // One secret for all: what a run refuses is good for no other export, unless a run of it says so.
    private async Task GiveUpAsync(IReadOnlyList<RotationItem> items, RotationItem refused, CallContext call)
    {
        string name = MessageText.Name(refused.Export.Name);
        foreach (RotationItem item in items.Where(item => item != refused && !item.IsWritten).ToArray())
        {
            if (!item.Result.Switched)
                item.End(item.Result.State == RotationState.Planned ? RotationState.Skipped : item.Result.State,
                    item.Result.State == RotationState.Planned ? $"{Capitalize(What)} failed with '{name}', so it was not switched." : item.Result.Reason,
                    item.Result.Suggestion);
            else if (item.WasSwitched && item.Result.State == RotationState.Planned)
                item.End(RotationState.AlreadyDone, $"It had {What} already, and no run was looked at: another one failed with '{name}'.", Show(item));
            else if (item.IsUnproved)
                await GuardAsync(item, () => SwitchBackAsync(item, $"{Capitalize(What)} failed with '{name}'", call), call).ConfigureAwait(false);
        }

        WarnUnused(call);
    }

    private static string Capitalize(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);

    private static void WriteHeld(IReadOnlyList<RotationItem> items, CallContext call)
    {
        foreach (RotationItem item in items)
        {
            if (item.Result.State != RotationState.Planned)
                Write(item, call);
        }
    }

    private static void Write(RotationItem item, CallContext call)
    {
        if (!item.IsWritten)
            call.WriteResult(item.Result);
        item.IsWritten = true;
    }

    // Last, since an error may end the command.
    private static async Task ReportAsync(IReadOnlyList<RotationItem> items, CallContext call)
    {
        foreach (RotationItem item in items.Where(static item => item.Result.State is RotationState.Failed or RotationState.SwitchedBack && !item.IsReported))
            await call.TryAsync(item.Target.Input, () => throw Problems.NotRotated(item.Result)).ConfigureAwait(false);
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
        WarnUnused(call);
        foreach (RotationItem item in items)
        {
            if (item.WasSwitched)
                item.End(RotationState.AlreadyDone, "It has the new credentials already; another test failed.");
            else if (item.Result.State == RotationState.Planned)
                item.End(RotationState.Skipped, "The test of another export failed, so nothing was switched.");
            Write(item, call);
        }

        await ReportAsync(items, call).ConfigureAwait(false);
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
                item.End(RotationState.Failed, $"{failed.Name} failed, so nothing was switched: {failed.Message ?? failed.Status}" + MadeBefore, Discard());
        }).ConfigureAwait(false);
        if (!answered)
            item.End(RotationState.Failed, "The test could not be run, so nothing was switched. " + Again);
        item.IsReported = !answered;
        return passed;
    }

    private Dictionary<string, object?> Destination(RotationItem item) => item.Inline is { } secrets
        ? DestinationBody.CreateFrom(item.Export.Destination.Type, secrets, null)
        : item.Place!.CreateDestination(item.Export, _plan.New!.Id);

    private void WarnUnused(CallContext call)
    {
        if (_plan.Making is { } making && Discard() is { } discard)
            call.Warn($"The new integration {_plan.New!.Id} ('{MessageText.Name(making.Account)}') is used by nothing. Before another secret is tried under "
                + $"this name: {discard}.");
    }

    private string MadeBefore => _plan.WasMadeBefore ? $" The integration {_plan.New!.Id} was made before, and -Secret was not sent." : "";

    // Its name is taken as long as it is there: another secret would not be sent.
    private string? Discard() => _plan.Request.Secrets is not null && _plan.Way == RotationWay.Switch
        && !_plan.Items.Exists(static item => item.Result.Switched) ? $"Remove-PHIntegration {_plan.New!.Id}" : null;

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

        _underWay = $"'{MessageText.Name(now.Name)}' is being switched to {What}, which no run has proved yet.";
        BatchExport after = await UpdateAsync(item, Destination(item), export => item.Place?.Holds(export, _plan.New!.Id) != false, call).ConfigureAwait(false);
        item.Result.Switched = true;
        item.Export = after.With(now.LatestRuns);
        await ProveAsync(item, call).ConfigureAwait(false);
        if (item.Result.State == RotationState.Failed)
            await SwitchBackAsync(item, "The run failed", call).ConfigureAwait(false);
        else
            NoteRunning(item, now);
    }

    private static void NoteRunning(RotationItem item, BatchExport before)
    {
        if (before.LatestRuns.Any(static run => run.IsOpen))
            item.Result.Reason += " A run was in progress at the switch: PostHog does not say which credentials it ends with.";
    }

    // It had the new credentials already: a run since its last change shows whether they work, else one is made.
    private async Task LookAsync(RotationItem item, CallContext call)
    {
        _underWay = $"'{MessageText.Name(item.Export.Name)}' has {What} already, and its runs are looked at.";
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
            item.End(RotationState.AlreadyDone, $"It had {What} already. " + item.Result.Reason, item.Result.Suggestion);
    }

    private async Task ProveAsync(RotationItem item, CallContext call)
    {
        string tested = item.Result.Tested == TestState.Passed ? "The test passed; no run has proved it: " : "No run has proved it: ";
        if (item.Export.Paused)
        {
            item.End(RotationState.Switched, tested + "the export is paused." + MadeBefore);
            return;
        }

        if (await CredentialProver.PlanAsync(item.Target, item.Export, call).ConfigureAwait(false) is not { } plan)
        {
            item.End(RotationState.Switched, tested + "every interval is covered. The next scheduled run will." + MadeBefore);
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
            item.End(RotationState.Switched, "No run has proved it: PostHog found no rows in the interval." + MadeBefore);
        else if (proof.State == "Skipped")
            item.End(RotationState.Switched, "No run has proved it: another backfill covers the interval.", Show(item));
        else if (RunStates.FromStatus(proof.State) == RunStates.Completed)
            // Which secrets one holds that was made before nobody can read, so it is not said that the given ones work.
            item.End(_plan.WasMadeBefore ? RotationState.Switched : RotationState.Rotated, $"A run with {What} completed." + MadeBefore);
        else if (proof.State == RunStates.Unknown)
            item.End(RotationState.Switched, "No run has proved it: the result of its backfill is not known.", Show(item));
        else if (RunStates.IsOpen(proof.State, null))
            item.End(RotationState.Switched, "No run has proved it yet: its run has not ended."
                + (_plan.Request.OldSecrets is null ? MadeBefore : " Nothing puts -OldSecret back if it fails. " + Again), Show(item));
        else if (IsFailure(proof.State))
            item.End(RotationState.Failed, $"The run with {What} failed: {proof.Error ?? proof.State}" + MadeBefore, Back(item) ?? Show(item));
        else
            item.End(RotationState.Switched, $"No run has proved it: its run ended as {proof.State}.", Show(item));
    }

    // A cancelled run, or one that was not paid for, says nothing about credentials.
    private static bool IsFailure(string status) =>
        (RunStates.FromStatus(status) == RunStates.Failed && !status.Equals("FailedBilling", StringComparison.OrdinalIgnoreCase))
            || status.Equals("TimedOut", StringComparison.OrdinalIgnoreCase);

    // After the failure of its own run, or of that of another export.
    private async Task SwitchBackAsync(RotationItem item, string why, CallContext call)
    {
        string error = (IsRefused(item) ? ": " + (item.Result.Proof!.Error ?? item.Result.Proof.State) : ".") + MadeBefore;
        if (item.Inline is not null ? item.InlineWayBack is null : item.Result.OldIntegration is null)
        {
            item.End(RotationState.Failed, item.Inline is not null ? $"It keeps the new credentials, since no -OldSecret was given. {why}{error}"
                : $"It keeps the integration {_plan.New!.Id}, since which one it had before is not known. {why}{error}", Back(item) ?? Show(item));
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
            (string state, string holds) = item.InlineWayBack is null ? (RotationState.SwitchedBack, "the old credentials are back")
                : await ProveBackAsync(item, destination, call).ConfigureAwait(false);
            item.End(state, $"{(isPaused ? "PostHog has paused it. " : "")}{why}, and {holds}{error}", isPaused
                ? CommandLine.ForExport("Resume-PHBatchExport", item.Export.Id, item.Export.ProjectId).ToString() : Show(item));
        }
        catch (Exception e) when (e is PostHogApiException or ProblemException)
        {
            item.End(RotationState.Failed, $"{why}, and it could not be switched back{error}", Back(item) ?? Show(item));
            throw;
        }
    }

    // The test of what was stored in place. What it says about the new credentials stays in the result.
    private async Task<(string State, string Holds)> ProveBackAsync(RotationItem item, Dictionary<string, object?> destination, CallContext call)
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
                    item.End(RotationState.Failed, $"{failed.Name} failed: {failed.Message ?? failed.Status}", Show(item));
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
            Write(item, call);
        await ReportAsync(items, call).ConfigureAwait(false);
    }

    private async Task RestoreAsync(IReadOnlyList<RotationItem> items, RotationItem bad, CallContext call)
    {
        string why = bad.Result.Reason, name = MessageText.Name(bad.Export.Name);
        if (_plan.WayBack is null)
        {
            foreach (RotationItem item in items)
                item.End(RotationState.Failed, item == bad ? why + " There is no way back without -OldSecret."
                    : $"It has the new credentials too, which failed with '{name}'.", Show(bad));
            return;
        }

        bool isBack = await call.TryAsync(bad.Target.Input, () => _maker.ReplaceAsync(_plan.WayBack, call)).ConfigureAwait(false);
        foreach (RotationItem item in items)
        {
            item.Result.Switched = !isBack;
            (string state, string holds) = isBack ? await ProveBackAsync(item, Destination(item), call).ConfigureAwait(false)
                : (RotationState.Failed, "the old credentials could not be put back");
            item.End(state, item == bad ? $"{Capitalize(holds)}. {why}" : $"{Capitalize(holds)}, since the new credentials failed with '{name}'.", Show(bad));
        }
    }

    // The failure of one export: its result first, since an error may end the command.
    private static async Task AttemptAsync(RotationItem item, Func<Task> work, CallContext call)
    {
        Exception? error = await CatchAsync(item, work).ConfigureAwait(false);
        // What is unproved may have to go back.
        if (!item.IsUnproved)
            Write(item, call);
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
            item.IsReported = true;
            return e;
        }
    }

    private static string Show(RotationItem item) => CommandLine.ForExport("Get-PHBatchExportRun", item.Export.Id, item.Export.ProjectId).ToString();

    private string? Back(RotationItem item) => (item.Result.OldIntegration ?? _plan.Old?.Id) is { } old && old != item.Result.NewIntegration
        ? $"Set-PHBatchExport {item.Export.Id} -IntegrationId {old}" : null;
}
