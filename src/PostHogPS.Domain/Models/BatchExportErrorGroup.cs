using System;
using System.Collections.Generic;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>Failures with the same cause.</summary>
public sealed class BatchExportErrorGroup : PostHogObject
{
    /// <summary>The error with ids, times and numbers taken out.</summary>
    public string Cause { get; set; } = "";

    /// <summary>Failed runs.</summary>
    public int Count { get; set; }

    /// <summary>Creation of the first of them.</summary>
    public DateTimeOffset? FirstSeen { get; set; }

    /// <summary>Creation of the last of them.</summary>
    public DateTimeOffset? LastSeen { get; set; }

    /// <summary>Statuses they ended with.</summary>
    public ItemList<string> Statuses { get; set; } = [];

    /// <summary>Names of the exports that were hit.</summary>
    public ItemList<string> BatchExports { get; set; } = [];

    /// <summary>Ids of the exports that were hit, in the order of their names.</summary>
    public ItemList<Guid> BatchExportIds { get; set; } = [];

    /// <summary>The exports that were hit, each with its project and connection: what a group means in the pipeline.</summary>
    internal IReadOnlyList<BatchExportHealth> Exports { get; set; } = [];

    /// <summary>Their projects, by name where known; with the connection where there is more than one.</summary>
    public ItemList<string> Projects { get; set; } = [];

    /// <summary>One error as it came.</summary>
    public string Example { get; set; } = "";

    /// <summary>The run of the example.</summary>
    public Guid ExampleRunId { get; set; }

    /// <summary>The cause.</summary>
    public override string ToString() => Cause;
}
