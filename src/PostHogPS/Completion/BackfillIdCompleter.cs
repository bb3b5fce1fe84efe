using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Binding;

namespace PostHogPS.Completion;

/// <summary>Ids of backfills, the newest first: of the export typed as -BatchExport. Without one there would be a request for every export.</summary>
public sealed class BackfillIdCompleter : LiveCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionRequest request, PostHogConnection connection, string project)
    {
        object? bound = request.Bound["BatchExport"];
        BatchExportReference[] wanted = bound is null ? [] : BatchExportReference.ManyFrom(bound);
        BatchExport? export = Exports(connection, project).FirstOrDefault(e => wanted.Any(w => w.Id == e.Id || (w.Name is { } name && NameMatcher.IsMatch(name, e.Name))));
        if (export is null)
            return [];
        return CompletionCache.Get<BatchExportBackfill>(connection, "backfills/" + export.Id, async call =>
                (await connection.Session.Backfills.ListAsync(project, export.Id, null, call).ConfigureAwait(false)).Items)
            .Where(backfill => backfill.Id is not null)
            .Select(backfill => new Suggestion(
                backfill.Id.ToString()!,
                string.Format(CultureInfo.CurrentCulture, "{0}: {1}, {2}", export.Name, backfill.Status, IntervalText.Of(backfill.Start, backfill.End).Trim('(', ')'))));
    }
}
