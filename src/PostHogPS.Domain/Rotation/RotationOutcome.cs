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
