using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.DashboardFiles;

/// <summary>A kind of thing that queries refer to by an id, which is another one in every project.</summary>
internal sealed class DefinitionKind
{
    internal static readonly DefinitionKind Cohort = new("cohort", "cohorts/", "id", "name", "Cohorts are under People in PostHog.");
    internal static readonly DefinitionKind Action = new("action", "actions/", "id", "name", "Actions are under Data management in PostHog.");
    internal static readonly DefinitionKind Flag = new("flag", "feature_flags/", "id", "key", "Feature flags have a page of their own in PostHog.");
    internal static readonly DefinitionKind Group = new("group", "groups_types/", "group_type_index", "group_type",
        "A type of groups appears with its first event.");
    internal static readonly DefinitionKind Variable = new("variable", "insight_variables/", "id", "code_name",
        "Variables are made in the SQL editor of PostHog.");
    internal static readonly DefinitionKind Table = new("table", "warehouse_tables/", "name", "name", "Tables come with the sources of the data warehouse.");
    internal static readonly DefinitionKind Insight = new("insight", "insights/", "short_id", "name", "Get-PHInsight shows the insights of a project.");

    /// <summary>Kinds that are listed, so that a name can be looked for.</summary>
    internal static IReadOnlyList<DefinitionKind> Listed { get; } = [Cohort, Action, Flag, Group, Variable, Table, Insight];

    /// <summary>Kinds that no list of names is read for: they belong to one project for good.</summary>
    internal static IReadOnlyList<DefinitionKind> Unlisted { get; } = [new("experiment"), new("survey"), new("connection"), new("item")];

    private DefinitionKind(string name, string path = "", string idField = "", string nameField = "", string place = "")
    {
        Name = name;
        Path = path;
        IdField = idField;
        NameField = nameField;
        Place = place;
    }

    /// <summary>As files call it.</summary>
    internal string Name { get; }

    /// <summary>Its list, below the project.</summary>
    internal string Path { get; }

    internal string IdField { get; }

    internal string NameField { get; }

    /// <summary>Where a person finds or makes one.</summary>
    internal string Place { get; }

    internal bool IsListed => Path.Length > 0;

    internal static DefinitionKind? Find(string name) => Listed.Concat(Unlisted).FirstOrDefault(kind => kind.Name == name);
}
