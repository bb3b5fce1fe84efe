using System;
using System.Collections;
using System.Collections.Generic;
using PostHogPS.Binding;
using PostHogPS.Errors;

namespace PostHogPS.Commands;

/// <summary>The fields of a dashboard that a person sets, as a request body holds them.</summary>
internal static class DashboardBody
{
    /// <summary>Refuses tags that are none: a variable that was never filled must not take all of them away.</summary>
    internal static void CheckTags(params string[]?[] lists)
    {
        foreach (string[]? tags in lists)
        {
            if (tags is not null && Array.Exists(tags, string.IsNullOrWhiteSpace))
                throw Fault.Invalid("Tag", "A tag was expected, but the input is empty.", "Look at what the variable holds; -Tag @() takes all tags away.");
        }
    }

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
