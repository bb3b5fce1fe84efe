using System;
using PostHogPS.Text;

namespace PostHogPS.Connections;

/// <summary>A batch export to act on, with the place it lives in.</summary>
internal sealed class BatchExportTarget
{
    internal BatchExportTarget(ProjectScope scope, Guid id, object? input, BatchExport? export, string? name)
    {
        Scope = scope;
        Id = id;
        Input = input;
        Export = export;
        Name = export?.Name ?? name;
    }

    internal ProjectScope Scope { get; }

    internal Guid Id { get; }

    /// <summary>What the user gave, for error targets.</summary>
    internal object? Input { get; }

    /// <summary>The export, where it is known without another request.</summary>
    internal BatchExport? Export { get; set; }

    internal string? Name { get; }

    /// <summary>Which one, where: the text of ShouldProcess and of errors.</summary>
    internal string Description =>
        Name is { Length: > 0 } ? $"batch export '{MessageText.Name(Name)}' ({Id}) in {Scope.Description}" : $"batch export {Id} in {Scope.Description}";
}
