using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PostHogPS.Binding;

/// <summary>What -Run was given: a run, a copy of one, or an id.</summary>
public sealed class RunReference
{
    internal RunReference(PipedObject piped) => Piped = piped;

    internal PipedObject Piped { get; }

    /// <summary>The run itself, when it was given.</summary>
    internal BatchExportRun? Run => Piped.Typed as BatchExportRun;

    /// <summary>The id, when the input is or has one and is no other kind of thing.</summary>
    public Guid? Id => Piped.Kind is PipedKind.Run or PipedKind.Guid or PipedKind.Anonymous ? Piped.Id : null;

    /// <summary>The id.</summary>
    public override string ToString() => Id?.ToString() ?? Piped.Text ?? "";
}

/// <summary>What -Backfill was given: a backfill, a copy of one, or an id.</summary>
public sealed class BackfillReference
{
    internal BackfillReference(PipedObject piped) => Piped = piped;

    internal PipedObject Piped { get; }

    /// <summary>The backfill itself, when it was given.</summary>
    internal BatchExportBackfill? Backfill => Piped.Typed as BatchExportBackfill;

    /// <summary>The id; null also for a backfill whose row the server has not written yet.</summary>
    public Guid? Id => Piped.Kind is PipedKind.Backfill or PipedKind.Guid or PipedKind.Anonymous ? Piped.Id : null;

    /// <summary>The id.</summary>
    public override string ToString() => Backfill?.ToString() ?? Id?.ToString() ?? Piped.Text ?? "";
}

/// <summary>Reads -Run. Nothing is refused here: the cmdlet does, item by item, with the module's own error ids.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RunReferencesAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        References.Many(inputData, item => new RunReference(PipedObject.Read(item)));
}

/// <summary>Reads -Backfill. Nothing is refused here: the cmdlet does, item by item, with the module's own error ids.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BackfillReferencesAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        References.Many(Started(inputData), item => new BackfillReference(PipedObject.Read(item)));

    // A repair result means the backfills that the repair has started.
    private static object? Started(object? input) => ShellObject.Unwrap(input) switch
    {
        BatchExportRepairResult result => result.Backfills,
        object?[] list when Array.Exists(list, item => ShellObject.Unwrap(item) is BatchExportRepairResult) =>
            list.SelectMany(item => ShellObject.Unwrap(item) is BatchExportRepairResult result ? result.Backfills : (IEnumerable<object?>)[item]).ToArray(),
        _ => input,
    };
}
