using System;
using System.Management.Automation;
using PostHogPS.Text;

namespace PostHogPS.Binding;

/// <summary>Takes a text, a number or an id as a name. PowerShell would make one of anything, even of a hashtable.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NameTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>What to do instead when an object was given.</summary>
    public string Advice { get; set; } = "";

    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = ShellObject.Unwrap(inputData);
        return value is null or string or Guid or char || value.GetType().IsPrimitive
            ? inputData
            : throw new ArgumentTransformationMetadataException(
                $"A name was expected, but the input is {MessageText.Name(value.ToString())}, an object of the type {value.GetType().Name}."
                    + $" {Advice}".TrimEnd());
    }
}
