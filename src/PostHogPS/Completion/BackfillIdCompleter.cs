using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Text;

namespace PostHogPS.Completion;

/// <summary>Ids of backfills, the newest first: of the export typed as -BatchExport. Without one there would be a request for every export.</summary>
internal sealed class BackfillIdCompleter : LiveCompleter
{
    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request, PostHogConnection connection, string project)
    {
        BatchExport? export = Typed(request, Exports(connection, project)).FirstOrDefault();
        if (export is null)
            return [];
        bool stops = request.Command.StartsWith("Stop-", StringComparison.OrdinalIgnoreCase);
        return CompletionCache.List<BatchExportBackfill>(connection, "backfills/" + export.Id, (next, call) =>
                connection.Session.Backfills.ListAsync(project, export.Id, next, call))
            .Where(backfill => backfill.Id is not null && !(stops && RunStates.HasEnded(backfill.Status)))
            .Select(backfill => new CompletionItem(
                backfill.Id.ToString()!,
                string.Format(CultureInfo.CurrentCulture, "{0}: {1}, {2}", export.Name, backfill.Status, IntervalText.Format(backfill.Start, backfill.End))));
    }
}
