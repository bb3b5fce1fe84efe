using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Rotation;

/// <summary>Gives the result of each export once, as soon as it is certain, and its error last: an error may end the command.</summary>
internal static class RotationOutcome
{
    /// <summary>What a failure says that another run may repair.</summary>
    internal const string Again = "Run the same command again to go on.";

    internal static void WriteHeld(IReadOnlyList<RotationItem> items, CallContext call)
    {
        foreach (RotationItem item in items)
        {
            if (item.Result.State != RotationState.Planned)
                Write(item, call);
        }
    }

    internal static void Write(RotationItem item, CallContext call)
    {
        if (!item.IsWritten)
            call.WriteResult(item.Result);
        item.IsWritten = true;
    }

    // Last, since an error may end the command.
    internal static async Task ReportAsync(IReadOnlyList<RotationItem> items, CallContext call)
    {
        foreach (RotationItem item in items.Where(static item => item.Result.State is RotationState.Failed or RotationState.SwitchedBack && !item.IsReported))
            await call.TryAsync(item.Target.Input, () => throw Problems.NotRotated(item.Result)).ConfigureAwait(false);
    }

    // One failure for all exports: each result says which credentials are in use, and the error says why.
    internal static async Task StoreAsync(IReadOnlyList<RotationItem> items, Func<Task> store, CallContext call)
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

    // The failure of one export: its result first, since an error may end the command.
    internal static async Task AttemptAsync(RotationItem item, Func<Task> work, CallContext call)
    {
        Exception? error = await CatchAsync(item, work).ConfigureAwait(false);
        // An export without a proof may have to be switched back.
        if (!item.IsUnproved)
            Write(item, call);
        if (error is not null)
            await call.TryAsync(item.Target.Input, () => throw error).ConfigureAwait(false);
    }

    internal static async Task GuardAsync(RotationItem item, Func<Task> work, CallContext call)
    {
        if (await CatchAsync(item, work).ConfigureAwait(false) is { } error)
            await call.TryAsync(item.Target.Input, () => throw error).ConfigureAwait(false);
    }

    /// <summary>Gives the result of an export that the user did not agree to; of a plan, with the run that would prove it.</summary>
    internal static async Task LeaveAsync(RotationItem item, bool isPlan, CallContext call)
    {
        item.End(RotationState.Skipped, "Not confirmed.");
        if (isPlan)
            await call.TryAsync(item.Target.Input, () => ForecastAsync(item, call)).ConfigureAwait(false);
        call.WriteResult(item.Result);
    }

    /// <summary>The next step after a refusal, where there is a better one than usual.</summary>
    internal static string? Advise(PostHogApiException e) => e.Kind switch
    {
        PostHogErrorKind.FateUnknown => "Look before you try again: Get-PHIntegration shows whether a new one was made. Where one is replaced in place, the "
            + "same command again stores the same secret once more.",
        PostHogErrorKind.MissingScope when e.MissingScope == "integration:write" =>
            "PostHog's form for keys may offer only read for integrations: connect with a key that has all access, or make the integration on PostHog's own "
                + "page. Switching to it needs batch_export:write only: Update-PHBatchExportCredential -FromIntegration <id> -Integration <id>.",
        PostHogErrorKind.Forbidden => "Replacing or removing an integration needs an admin of the project, and so does making one on some servers. An admin "
            + "can make it; switching to it does not need one: -Integration <id>.",
        PostHogErrorKind.Validation when e.Attr == "kind" => "This server does not know the kind: it takes the credentials in the destination.",
        _ => null,
    };

    private static async Task ForecastAsync(RotationItem item, CallContext call)
    {
        item.End(RotationState.Planned, item.WasSwitched ? "It has the new credentials already: a run of it is looked at." : "Nothing was sent.");
        if (item.WasSwitched && CredentialProver.FindSince(item.Export) is { } run)
            item.Result.Proof = CredentialProver.Describe(run);
        else if (item.Export.Paused)
            item.Result.Reason += " It is paused: no run will prove it.";
        else if (await CredentialProver.PlanAsync(item.Target, item.Export, call).ConfigureAwait(false) is { } proof)
            item.Result.Proof = CredentialProver.Describe(proof);
        else
            item.Result.Reason += " Every interval is covered: no run will prove it.";
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
}
