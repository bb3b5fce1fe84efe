using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace PostHogPS.DashboardFiles;

/// <summary>Finds what belongs to a project in the text of a query. It is reported and never rewritten: a text means what its author means.</summary>
internal static class HogQLText
{
    private static readonly (Regex Pattern, string Reason)[] Places =
    [
        (Create(@"\bin\s+cohort\s+[0-9]+"), "The number of a cohort: in the target it is another cohort or none."),
        (Create(@"\bin\s+cohort\s+'[^']*'"), "A cohort of this name must be in the target."),
        (Create(@"\bcohort_people\b"), "It reads cohorts by their numbers, which are others in the target."),
        (Create(@"\bmatchesAction\s*\(\s*'[^']*'\s*\)"), "An action of this name must be in the target."),
        (Create(@"\bmatchesAction\s*\(\s*[0-9]+\s*\)"), "The number of an action: in the target it is another action or none."),
        (Create(@"\$group_[0-4]\b|\bgroup_[0-4]\s*\."), "The number of a type of groups: in the target it may be another type."),
    ];

    // What every project has (docs/server.md#dashboards-as-files).
    private static readonly HashSet<string> BuiltIn = new(System.StringComparer.OrdinalIgnoreCase)
    {
        "events", "persons", "person_distinct_ids", "person_distinct_id_overrides", "sessions", "groups", "cohort_people", "static_cohort_people",
            "log_entries",
        "session_replay_events", "raw_session_replay_events", "query_log", "app_metrics", "numbers", "system", "heatmaps", "error_tracking_issues", "logs",
    };

    private static readonly Regex Table = Create(@"\b(?:from|join)\s+([a-z_][a-z0-9_]*)");
    private static readonly Regex Named = Create(@"(?:\bwith|,)\s*([a-z_][a-z0-9_]*)\s+as\s*\(");

    internal static IEnumerable<(string Name, string Reason)> Find(string text)
    {
        foreach ((Regex pattern, string reason) in Places)
        {
            foreach (string found in pattern.Matches(text).Cast<Match>().Select(static match => match.Value).Distinct())
                yield return (found, reason);
        }

        HashSet<string> own = new(Named.Matches(text).Cast<Match>().Select(static match => match.Groups[1].Value), System.StringComparer.OrdinalIgnoreCase);
        foreach (string table in Table.Matches(text).Cast<Match>().Select(static match => match.Groups[1].Value).Distinct()
            .Where(table => !BuiltIn.Contains(table) && !own.Contains(table)))
            yield return (table, "A table of this name must be in the target.");
    }

    private static Regex Create(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
}
