using System;
using System.Globalization;
using System.Management.Automation;
using PostHogPS.Contracts;

namespace PostHogPS.Binding;

/// <summary>What -Integration was given: an integration, a copy of one, an id or a name.</summary>
public sealed class IntegrationReference
{
    internal IntegrationReference(PipedObject piped) => Piped = piped;

    internal PipedObject Piped { get; }

    /// <summary>The id, when the input is or has one.</summary>
    public long? Id => Piped.Kind is PipedKind.Integration or PipedKind.Number or PipedKind.Text or PipedKind.Anonymous ? Piped.Number : null;

    /// <summary>The name, when only that was given.</summary>
    public string? Name => Id is null && Piped.Kind == PipedKind.Text && Piped.Text is { Length: > 0 } name ? name : null;

    /// <summary>The id or the name.</summary>
    public override string ToString() => Id?.ToString(CultureInfo.InvariantCulture) ?? Piped.Text ?? "";

    /// <summary>Refuses anything else.</summary>
    internal void ThrowIfBad()
    {
        if (Id is null && Name is null)
            throw Problems.NotAnIntegration(Piped.Input, "Give an integration, its id or its name: Get-PHIntegration shows them.");
    }
}

/// <summary>Reads what names integrations; the cmdlet rejects anything else, item by item.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IntegrationReferencesAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        References.Many(inputData, item => new IntegrationReference(PipedObject.Read(item)));
}

/// <summary>Reads what names one integration.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneIntegrationReferenceAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        ShellObject.Unwrap(inputData) as IntegrationReference ?? new IntegrationReference(PipedObject.Read(inputData));
}
