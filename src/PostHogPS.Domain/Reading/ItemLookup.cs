using System;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Reading;

/// <summary>
/// Single runs and backfills by their ids. The 404 of one names an address; what the user gave was an id and an export, and so the error says these.
/// </summary>
internal static class ItemLookup
{
    internal static Task<BatchExportRun> ReadRunAsync(RunTarget target, CallContext call) => DescribeAsync("run", target.Id, target.ExportDescription,
        target.Scope, () => target.Scope.Session.Runs.GetAsync(target.Scope.Project, target.BatchExportId, target.Id, call));

    internal static Task<BatchExportRun> ReadRunAsync(BatchExportTarget target, Guid id, CallContext call) =>
        ReadRunAsync(new RunTarget(target.Scope, target.Id, id, target.Input, null, target.Name), call);

    internal static Task CancelRunAsync(RunTarget target, CallContext call) => DescribeAsync("run", target.Id, target.ExportDescription,
        target.Scope, async () =>
        {
            await target.Scope.Session.Runs.CancelAsync(target.Scope.Project, target.BatchExportId, target.Id, call).ConfigureAwait(false);
            return true;
        });

    internal static Task<BatchExportBackfill> ReadBackfillAsync(BatchExportTarget target, Guid id, CallContext call) =>
        ReadBackfillAsync(target.Scope, target.Id, target.Name, id, call);

    internal static Task<BatchExportBackfill> ReadBackfillAsync(BackfillTarget target, Guid id, CallContext call) =>
        ReadBackfillAsync(target.Scope, target.BatchExportId, target.Backfill.BatchExportName, id, call);

    internal static Task CancelBackfillAsync(BackfillTarget target, Guid id, CallContext call) => DescribeAsync("backfill", id,
        Describe(target.Backfill.BatchExportName, target.BatchExportId), target.Scope, async () =>
        {
            await target.Scope.Session.Backfills.CancelAsync(target.Scope.Project, target.BatchExportId, id, call).ConfigureAwait(false);
            return true;
        });

    private static Task<BatchExportBackfill> ReadBackfillAsync(ProjectScope scope, Guid export, string? name, Guid id, CallContext call) =>
        DescribeAsync("backfill", id, Describe(name, export), scope, () => scope.Session.Backfills.GetAsync(scope.Project, export, id, call));

    private static string Describe(string? name, Guid export) => name is { Length: > 0 } ? $"'{MessageText.Name(name)}'" : export.ToString();

    private static async Task<T> DescribeAsync<T>(string what, Guid id, string export, ProjectScope scope, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (PostHogApiException e) when (e.Kind == PostHogErrorKind.NotFound && !e.IsUnknownAddress)
        {
            throw e.Rephrased($"There is no {what} {id} of the batch export {export} in {scope.Description}.");
        }
    }
}
