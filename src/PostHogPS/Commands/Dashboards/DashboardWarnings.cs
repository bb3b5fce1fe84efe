using System.Collections.Generic;
using System.Linq;
using PostHogPS.Cmdlets.Execution;

namespace PostHogPS.Commands;

/// <summary>Warnings about an answer without an error that does not contain the change.</summary>
internal static class DashboardWarnings
{
    internal static void WarnNotTaken(this CommandMessages messages, string what, IEnumerable<string> fields)
    {
        string[] ignored = fields.ToArray();
        if (ignored.Length == 0)
            return;
        string why = ignored.Contains("tags")
            ? "PostHog drops tags when the organization does not have the tagging feature."
            : "It is probably too old to know it, or the organization does not allow it.";
        messages.WriteWarning($"The server answered without an error but did not apply to {what}: {string.Join(", ", ignored)}. {why}");
    }
}
