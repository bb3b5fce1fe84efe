using System;
using System.Management.Automation;

namespace PostHogPS.Binding;

/// <summary>
/// A switch that does one thing or its opposite: PowerShell takes <c>-Paused:$null</c> for <c>-Paused:$false</c>, and a variable
/// that was never filled must mean neither.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NotNullSwitchAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData is null or PSObject { BaseObject: null }
            ? throw new ArgumentTransformationMetadataException("The value is nothing. Give the switch alone, or $true or $false after a colon.") : inputData;
}
