using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Completion;

/// <summary>Names of alerts; ids where several bear a name.</summary>
internal sealed class BatchExportAlertCompleter : LiveCompleter
{
    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request, PostHogConnection connection, string project)
    {
        List<BatchExportAlert> all = Alerts(connection, project).ToList();
        ILookup<string, BatchExportAlert> byName = all.ToLookup(static alert => alert.Name, StringComparer.OrdinalIgnoreCase);
        return all.Select(alert => new CompletionItem(alert.Name.Length == 0 || byName[alert.Name].Count() > 1 ? alert.Id.ToString() : alert.Name,
            $"{alert.Name}: {string.Join(", ", alert.On)} to {alert.Channel} {alert.Target}, {alert.State}"));
    }
}
