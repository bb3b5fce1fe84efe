using System.Collections;
using System.Collections.Generic;
using PostHogPS.Binding;

namespace PostHogPS.Commands;

/// <summary>The fields of a dashboard that a person sets, as a request body holds them.</summary>
internal static class DashboardBody
{
    internal static void Fill(Dictionary<string, object?> body, string? description, bool? pinned, string[]? tags, IDictionary? filters, IDictionary? variables)
    {
        if (description is not null)
            body["description"] = description;
        if (pinned is not null)
            body["pinned"] = pinned;
        if (tags is not null)
            body["tags"] = tags;
        if (filters is not null)
            body["filters"] = PlainValue.FromBag(filters);
        if (variables is not null)
            body["variables"] = PlainValue.FromBag(variables);
    }
}
