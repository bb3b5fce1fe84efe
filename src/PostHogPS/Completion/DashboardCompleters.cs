using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Binding;

namespace PostHogPS.Completion;

/// <summary>Names of dashboard templates.</summary>
internal sealed class DashboardTemplateCompleter : LiveCompleter
{
    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request, PostHogConnection connection, string project) =>
        CompletionCache.Get<DashboardTemplate>(connection, "templates/" + project, async call =>
                (await connection.Session.Dashboards.ListTemplatesAsync(project, null, null, call).ConfigureAwait(false)).Items)
            .Select(t => new CompletionItem(t.Name, $"{t.Description} ({t.Scope}, {t.Tiles.Length} tiles)"));
}

/// <summary>Ids of the tiles on the dashboard that was typed as -Dashboard.</summary>
internal sealed class TileIdCompleter : LiveCompleter
{
    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request, PostHogConnection connection, string project)
    {
        // An id alone is not enough, so without a dashboard nothing is offered.
        if (request.Bound["Dashboard"] is not { } bound || DashboardReference.ManyFrom(bound) is not { Length: 1 } references)
            return [];
        DashboardReference reference = references[0];
        long? id = reference.Id ?? Dashboards(connection, project)
            .FirstOrDefault(d => string.Equals(d.Name, reference.Name, StringComparison.OrdinalIgnoreCase))?.Id
            ?? reference.Piped.Number;
        return id is not { } dashboard ? []
            : CompletionCache.Get<DashboardTile>(connection, "tiles/" + project + "/" + dashboard.ToString(CultureInfo.InvariantCulture), async call =>
                    [.. (await connection.Session.Dashboards.GetAsync(project, dashboard, call).ConfigureAwait(false)).Tiles])
                .Select(t => new CompletionItem(t.Id.ToString(CultureInfo.InvariantCulture), $"{t.Kind}: {t.Name}"));
    }
}

/// <summary>Types of widgets.</summary>
internal sealed class WidgetTypeCompleter : Completer
{
    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request) =>
        [new("error_tracking_list", "issues of error tracking"), new("session_replay_list", "recorded sessions")];
}

/// <summary>Colours of tiles.</summary>
internal sealed class TileColorCompleter : Completer
{
    private static readonly string[] Colors = ["white", "blue", "green", "purple", "black"];

    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request) =>
        Colors.Select(color => new CompletionItem(color));
}
