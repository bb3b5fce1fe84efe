using System.Collections.Generic;
using System.Linq;
using PostHogPS.Destinations;

namespace PostHogPS.Completion;

/// <summary>Kinds of integrations that destinations use.</summary>
internal sealed class IntegrationKindCompleter : Completer
{
    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request) => DestinationKinds.All.Select(kind => new CompletionItem(kind));
}
