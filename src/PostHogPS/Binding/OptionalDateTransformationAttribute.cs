using System;
using System.Management.Automation;

namespace PostHogPS.Binding;

/// <summary>Reads a date that $null clears.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionalDateTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData is null or PSObject { BaseObject: null } ? null : DateReader.Read(inputData);
}
