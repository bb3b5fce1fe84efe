using System;
using System.Management.Automation;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Binding;

/// <summary>What -Alert was given: an alert, a copy of one, an id, a name or a pattern.</summary>
public sealed class BatchExportAlertReference
{
    internal BatchExportAlertReference(PipedObject piped) => Piped = piped;

    internal PipedObject Piped { get; }

    /// <summary>The id, when the input is or has one.</summary>
    public Guid? Id => Piped.Kind is PipedKind.Alert or PipedKind.Guid or PipedKind.Anonymous ? Piped.Id : null;

    /// <summary>The name or pattern, when the input is a text.</summary>
    public string? Name => Piped.Kind == PipedKind.Text && Piped.Text is { Length: > 0 } name ? name : null;

    /// <summary>The id or the name.</summary>
    public override string ToString() => Id?.ToString() ?? Piped.Text ?? "";

    /// <summary>Refuses anything else.</summary>
    internal void ThrowIfBad()
    {
        if (Id is null && Name is null)
            throw Problems.Invalid("BatchExportAlert",
                "An alert was expected, but the input is "
                    + $"{(Piped.Input is null ? "nothing" : $"'{MessageText.Name(Piped.Input.ToString())}'")}. Nothing was sent.",
                "Give an alert, its id or its name: Get-PHBatchExportAlert shows them.");
    }
}

/// <summary>Reads what names alerts; the cmdlet rejects anything else, item by item.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BatchExportAlertReferencesAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        References.Many(inputData, item => new BatchExportAlertReference(PipedObject.Read(item)));
}
