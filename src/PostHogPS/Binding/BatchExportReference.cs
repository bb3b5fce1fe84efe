using System;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Contracts;

namespace PostHogPS.Binding;

/// <summary>What a parameter that names a batch export was given: an export, a run, a backfill, a guid, or a name.</summary>
public sealed class BatchExportReference
{
    internal BatchExportReference(PipedObject piped) => Piped = piped;

    internal PipedObject Piped { get; }

    /// <summary>The id, when the input has one.</summary>
    public Guid? Id => Piped.BatchExportId ?? (Piped.Kind is PipedKind.Guid or PipedKind.Anonymous ? Piped.Id : null);

    /// <summary>The name or pattern, when the input is a text.</summary>
    public string? Name => Piped.Kind == PipedKind.Text ? Piped.Text : null;

    /// <summary>The export itself, when it was given.</summary>
    internal BatchExport? Export => Piped.Typed as BatchExport;

    /// <summary>The id, or the name.</summary>
    public override string ToString() => Export?.Name ?? Name ?? Id?.ToString() ?? "";

    /// <summary>The reason the input names no export, or null.</summary>
    internal ProblemException? Problem
    {
        get
        {
            if (Piped.BadDate is { } badDate)
                return badDate;
            if (Id is not null || Name is { Length: > 0 })
                return null;
            if (Piped.HasLostExportId)
                return Problems.Invalid("BatchExport", "BatchExportId is missing in the piped object, so it does not say which batch export is meant.",
                    "Keep BatchExportId in Select-Object, or give what the command before it gives.");
            string what = Piped.Kind switch
            {
                PipedKind.Project => "a project. Get-PHBatchExport lists its exports",
                PipedKind.Connection => "a connection. Get-PHBatchExport lists its exports",
                PipedKind.Dashboard => "a dashboard",
                PipedKind.Run => "a run that belongs to no batch export (an on-demand file download)",
                PipedKind.Text => "empty",
                _ => Piped.Input is null ? "nothing" : $"'{Piped.Input}'",
            };
            return Problems.Invalid("BatchExport", $"A batch export was expected, but the input is {what}.",
                "Give an export, a run, a backfill, an id, or a name: Get-PHBatchExport shows them.");
        }
    }

    /// <summary>Names and ids, to be looked for in a project or on a connection that was piped. Nothing else of the two goes together.</summary>
    internal static BatchExportReference[] Within(BatchExportReference[] names, BatchExportReference[] places)
    {
        if (!places.All(place => place.Piped.IsPlace) || !names.All(name => name.Piped.Kind is PipedKind.Text or PipedKind.Guid))
            throw Problems.BothGiven(nameof(BatchExport), "batch exports");
        return places.SelectMany(place => names.Select(name => new BatchExportReference(name.Piped.Within(place.Piped)))).ToArray();
    }

    internal static BatchExportReference[] ManyFrom(object? input)
    {
        BatchExportReference[] references = References.Many(input, item => new BatchExportReference(PipedObject.Read(item)));
        return Array.Exists(references, static reference => reference.Piped.Typed is BatchExportErrorGroup)
            ? [.. references.SelectMany(static reference => reference.Piped.Typed is BatchExportErrorGroup group
                ? group.Exports.Select(static export => new BatchExportReference(PipedObject.Read(export).AsPart("A group of errors"))) : [reference])]
            : references;
    }
}

/// <summary>Reads what names batch exports. Nothing is refused here: the cmdlet does, item by item, with the module's own error ids.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BatchExportReferencesAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => BatchExportReference.ManyFrom(inputData);
}
