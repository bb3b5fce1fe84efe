using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Contracts;
using PostHogPS.Destinations;

namespace PostHogPS.Completion;

/// <summary>
/// Integrations by the name that a person gave them, or that PostHog shows; ids where only those are taken, or one is being typed. As
/// -IntegrationId only those that hold credentials of the destination.
/// </summary>
internal sealed class IntegrationCompleter : LiveCompleter
{
    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request, PostHogConnection connection, string project)
    {
        IReadOnlyList<Integration> every = CompletionCache.List<Integration>(connection, "integrations/" + project, (next, call) =>
            connection.Session.Integrations.ListAsync(project, next, call));
        IEnumerable<Integration> all = every;
        if (request.Parameter.Equals("IntegrationId", StringComparison.OrdinalIgnoreCase))
        {
            // Alerts go to Slack by one.
            string[] kinds = request.Command.EndsWith("-PHBatchExportAlert", StringComparison.OrdinalIgnoreCase)
                ? ["slack"] : Kinds(request, connection, project);
            all = all.Where(i => kinds.Contains(i.Kind));
        }

        // The others are neither removed nor replaced here.
        if (request.Command.StartsWith("Remove-", StringComparison.OrdinalIgnoreCase)
            || request.Command.StartsWith("Update-", StringComparison.OrdinalIgnoreCase))
            all = all.Where(i => DestinationKinds.All.Contains(i.Kind));
        return TakesIds(request.Parameter) ? all.Select(ById) : all.SelectMany(i => Texts(i, every, request.Word));
    }

    private static bool TakesIds(string parameter) =>
        parameter.Equals("Id", StringComparison.OrdinalIgnoreCase) || parameter.Equals("IntegrationId", StringComparison.OrdinalIgnoreCase);

    // A name that means two helps nobody: there the id is offered.
    private static IEnumerable<CompletionItem> Texts(Integration one, IReadOnlyList<Integration> all, string word)
    {
        string name = IntegrationLookup.FindName(one) is { Length: > 0 } given && Means(all, given) == 1 ? given : one.DisplayName;
        bool isClear = name.Length > 0 && Means(all, name) == 1;
        if (isClear)
            yield return new CompletionItem(name, Tip(one));
        if (isClear && name != one.DisplayName && word.Length > 0 && !name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            yield return new CompletionItem(one.DisplayName, Tip(one));
        if (!isClear || (word.Length > 0 && word.All(char.IsDigit)))
            yield return ById(one);
    }

    private static int Means(IReadOnlyList<Integration> all, string name) => IntegrationLookup.Matches(all, null, name).Count;

    private static CompletionItem ById(Integration one) => new(one.Id.ToString(CultureInfo.InvariantCulture), Tip(one));

    private static string Tip(Integration one) => $"{one.Kind}: {one.DisplayName}, {one.Id.ToString(CultureInfo.InvariantCulture)}";

    private static string[] Kinds(CompletionRequest request, PostHogConnection connection, string project)
    {
        string? type = DestinationKinds.Types.FirstOrDefault(t => request.Bound[t] is System.Management.Automation.SwitchParameter { IsPresent: true } or true)
            ?? (request.Bound["Destination"] is { } given ? TypeOf(given) : null)
            ?? Typed(request, Exports(connection, project)).FirstOrDefault()?.Destination.Type;
        return type is null ? DestinationKinds.All : DestinationKinds.Find(type) is { } kind ? [kind] : [];
    }

    private static string? TypeOf(object given)
    {
        try
        {
            return DestinationInput.CreateFrom(given).Definition.Type is { Length: > 0 } type ? type : null;
        }
        catch (ProblemException)
        {
            return null;
        }
    }
}
