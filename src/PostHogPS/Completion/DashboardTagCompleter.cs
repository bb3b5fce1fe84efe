using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Text;

namespace PostHogPS.Completion;

/// <summary>Tags that dashboards of the project bear.</summary>
internal sealed class DashboardTagCompleter : LiveCompleter
{
    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request, PostHogConnection connection, string project) =>
        Dashboards(connection, project).SelectMany(dashboard => dashboard.Tags)
            .GroupBy(tag => tag, StringComparer.OrdinalIgnoreCase)
            .OrderBy(tag => tag.Key, StringComparer.OrdinalIgnoreCase)
            .Select(tag => new CompletionItem(tag.Key, CountText.FormatCount(tag.Count(), "dashboard")));
}
