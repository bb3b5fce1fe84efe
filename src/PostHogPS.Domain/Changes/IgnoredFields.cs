using System.Collections.Generic;
using System.Linq;
using PostHogPS.Contracts;

namespace PostHogPS.Changes;

/// <summary>Answers without an error that do not contain the change.</summary>
internal static class IgnoredFields
{
    /// <summary>The warning about such an answer; null where everything was applied.</summary>
    /// <param name="what">What was changed.</param>
    /// <param name="fields">What was not applied.</param>
    internal static string? Describe(string what, IEnumerable<string> fields)
    {
        string[] ignored = fields.ToArray();
        if (ignored.Length == 0)
            return null;
        string why = ignored.Contains("tags")
            ? "PostHog drops tags when the organization does not have the tagging feature."
            : "It is probably too old to know it, or the organization does not allow it.";
        return $"The server answered without an error but did not apply to {what}: {string.Join(", ", ignored)}. {why}";
    }

    /// <summary>Warns of such an answer.</summary>
    internal static void WarnNotTaken(this CallContext call, string what, IEnumerable<string> fields)
    {
        if (Describe(what, fields) is { } warning)
            call.Warn(warning);
    }
}
