using System;
using System.Collections.Generic;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>What a new dashboard can begin with: a template of PostHog, or one of the project.</summary>
public sealed class DashboardTemplate : PostHogObject
{
    /// <summary>Id of the template.</summary>
    public Guid Id { get; set; }

    /// <summary>The name to give as -Template.</summary>
    public string Name { get; set; } = "";

    /// <summary>The description that a dashboard made of it gets.</summary>
    public string Description { get; set; } = "";

    /// <summary>global: every project has it; team: this project's own; feature_flag: PostHog uses it for flags.</summary>
    public string? Scope { get; set; }

    /// <summary>True when PostHog shows it first.</summary>
    public bool IsFeatured { get; set; }

    /// <summary>Tags that a dashboard made of it gets.</summary>
    public ItemList<string> Tags { get; set; } = [];

    /// <summary>Filters that a dashboard made of it gets.</summary>
    public IDictionary<string, object?> Filters { get; set; } = new PlainBag();

    /// <summary>The tiles, as the server describes them.</summary>
    public ItemList<IDictionary<string, object?>> Tiles { get; set; } = [];

    /// <summary>Creation time.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
