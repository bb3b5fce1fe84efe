using System;
using System.Management.Automation;
using PostHogPS.Contracts;

namespace PostHogPS.Binding;

/// <summary>What -FileDownload was given: a download, a copy of one, or an id.</summary>
public sealed class FileDownloadReference
{
    internal FileDownloadReference(PipedObject piped) => Piped = piped;

    internal PipedObject Piped { get; }

    /// <summary>The download itself, when it was given.</summary>
    internal FileDownload? Download => Piped.Typed as FileDownload;

    /// <summary>The id, when the input is or has one.</summary>
    public Guid? Id => Piped.Kind is PipedKind.FileDownload or PipedKind.Guid or PipedKind.Anonymous ? Piped.Id : null;

    /// <summary>The id.</summary>
    public override string ToString() => Id?.ToString() ?? Piped.Text ?? "";

    /// <summary>The id, or a thrown problem.</summary>
    internal Guid Required() => Id ?? throw Problems.Invalid(
        "FileDownload", $"A file download was expected, but the input is {(Piped.Input is null ? "nothing" : $"'{Piped.Input}'")}.",
            "Give a download or its id: "
            + "Get-PHFileDownload shows them.");
}

/// <summary>Reads what names file downloads; the cmdlet rejects anything else, item by item.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FileDownloadReferencesAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        References.Many(inputData, item => new FileDownloadReference(PipedObject.Read(item)));
}
