using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Alerts;

namespace PostHogPS.Completion;

/// <summary>Channels in Slack that alerts of the project go to already: a key cannot list the others.</summary>
internal sealed class AlertChannelCompleter : LiveCompleter
{
    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request, PostHogConnection connection, string project) =>
        Alerts(connection, project).Where(static alert => alert.Channel == AlertChannel.Slack.Name && alert.Target.Length > 0)
            .GroupBy(static alert => alert.Target, StringComparer.Ordinal)
            .Select(static group => new CompletionItem(group.Key, string.Join(", ", group.Select(static alert => alert.Name))));
}
