using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Backfills;
using PostHogPS.Contracts;
using PostHogPS.Destinations;
using PostHogPS.Reading;
using PostHogPS.Text;
using PostHogPS.Waiting;

namespace PostHogPS.Rotation;

/// <summary>
/// Makes, replaces and removes integrations for a rotation. A POST is sent once; after a lost answer the list tells whether a new one
/// was made, and nothing tells whether one was replaced.
/// </summary>
internal sealed class IntegrationMaker
{
    // A server that answers late stores late.
    private static readonly System.TimeSpan ListingTimeout = System.TimeSpan.FromSeconds(45);

    private readonly RotationPlan _plan;

    internal IntegrationMaker(RotationPlan plan) => _plan = plan;

    /// <summary>Makes the new one.</summary>
    internal async Task<Integration> MakeAsync(CallContext call)
    {
        IntegrationDefinition making = _plan.Making!;
        try
        {
            return await SendAsync(making, call).ConfigureAwait(false);
        }
        catch (PostHogApiException e) when (e.Kind == PostHogErrorKind.FateUnknown)
        {
            if (await FindMadeAsync(making, call).ConfigureAwait(false) is not { } made)
                throw;
            call.Warn($"The answer to the creation of '{MessageText.Name(making.Account)}' was lost, but PostHog has made it: integration {made.Id}.");
            return made;
        }
    }

    /// <summary>Replaces the credentials of the old one.</summary>
    internal async Task ReplaceAsync(IntegrationDefinition with, CallContext call)
    {
        Integration made = await SendAsync(with, call).ConfigureAwait(false);
        if (made.Id != _plan.Old!.Id)
            throw Problems.Validation($"PostHog did not replace the integration {_plan.Old.Id}: it has made another one, {made.Id}, and the exports keep "
                + "the credentials they have.",
                $"Test it and switch to it: Update-PHBatchExportCredential -FromIntegration {_plan.Old.Id} -Integration {made.Id}.");
    }

    /// <summary>Removes the old one where nothing needs it any more; says why it stays otherwise.</summary>
    internal async Task RemoveOldAsync(IReadOnlyCollection<RotationItem> items, CallContext call)
    {
        long[] old = [.. items.Select(static item => item.Result.OldIntegration).OfType<long>().Append(_plan.Old?.Id ?? 0).Distinct().Where(id => id != 0
            && id != _plan.New?.Id)];
        // One that was named and is gone was removed by an earlier run.
        if (old.Length == 0 && _plan.Request.From is null)
            call.Warn("Nothing was removed: which integration the exports had before is not known. -FromIntegration names it.");
        List<BatchExport> exports = old.Length == 0 ? [] : await ReadExportsAsync(call).ConfigureAwait(false);
        foreach (long id in old)
        {
            if (_plan.WasMadeBefore)
            {
                call.Warn($"The integration {id} stays: the integration {_plan.New!.Id} was made before, and -Secret was not sent. When you know that it "
                    + $"holds the new secret: Update-PHBatchExportCredential -FromIntegration {id} -Integration {_plan.New.Id} -RemoveOld.");
                continue;
            }

            string? reason = WhyKept(id, items, exports) ?? await FindBackfillAsync(items, call).ConfigureAwait(false);
            if (reason is not null)
                call.Warn($"The integration {id} stays: {reason}");
            else
                await _plan.Scope.Session.Integrations.DeleteAsync(_plan.Scope.Project, id, call).ConfigureAwait(false);
        }
    }

    private static string? WhyKept(long id, IReadOnlyCollection<RotationItem> items, List<BatchExport> exports)
    {
        if (IntegrationUsers.Find(exports, id) is { Length: > 0 } users)
            return $"{IntegrationUsers.Describe(users)} {CountText.Choose(users.Length, "uses", "use")} it.";
        // A run keeps the integration that it began with.
        BatchExport[] running = [.. exports.Where(export => items.Any(item => item.Export.Id == export.Id)
            && export.LatestRuns.Any(run => run.IsOpen && !(run.CreatedAt > export.LastUpdatedAt)))];
        if (running.Length > 0)
            return $"a run of {IntegrationUsers.Describe(running)} that began with it has not ended. Run the same command again later.";
        BatchExport[] unproved = [.. items.Where(static item => item.Result.Proof is not { } proof
            || RunStates.FromStatus(proof.State) != RunStates.Completed).Select(static item => item.Export)];
        return unproved.Length == 0 ? null
            : $"no run of {IntegrationUsers.Describe(unproved)} has proved the new credentials yet. "
                + (unproved.FirstOrDefault(static export => export.Paused) is { } paused
                    ? $"It is paused: {paused.CommandFor("Resume-PHBatchExport")}, and run the same command again after its "
                        + $"next run, or Remove-PHIntegration {id}."
                    : $"Run the same command again later, or Remove-PHIntegration {id}.");
    }

    // Which credentials the later runs of a backfill take is not known.
    private async Task<string?> FindBackfillAsync(IReadOnlyCollection<RotationItem> items, CallContext call)
    {
        foreach (RotationItem item in items)
        {
            ActiveBackfills backfills = await ActiveBackfills.ReadAsync(_plan.Scope, item.Export.Id, null, call).ConfigureAwait(false);
            if (backfills.Running.Any())
                return $"a backfill of {IntegrationUsers.Describe([item.Export])} is running. Run the same command again later.";
        }

        return null;
    }

    private async Task<Integration> SendAsync(IntegrationDefinition what, CallContext call)
    {
        await call.FlushAsync().ConfigureAwait(false);
        return _plan.Scope.Stamp(await _plan.Scope.Session.Integrations.CreateAsync(_plan.Scope.Project, what.Kind, what.Config, call).ConfigureAwait(false));
    }

    private async Task<Integration?> FindMadeAsync(IntegrationDefinition making, CallContext call)
    {
        var polls = new PollSchedule(call.Clock, ListingTimeout);
        while (true)
        {
            List<Integration> all = await ExportLists.Integrations(_plan.Scope).ReadAllAsync(call).ConfigureAwait(false);
            if (making.FindStored(all.Where(one => !_plan.Before.Contains(one.Id))) is { } made)
                return _plan.Scope.Stamp(made);
            if (polls.IsOver)
                return null;
            await call.DelayAsync(polls.NextDelay()).ConfigureAwait(false);
        }
    }

    private async Task<List<BatchExport>> ReadExportsAsync(CallContext call)
    {
        PageReader<BatchExport> reader = ExportLists.Exports(_plan.Scope);
        List<BatchExport> all = await reader.ReadAllAsync(call).ConfigureAwait(false);
        return reader.LeftOut == 0 ? all : throw Problems.ListIncomplete("batch exports", reader.LeftOut);
    }
}
