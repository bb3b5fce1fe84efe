using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace PostHogPS.Binding;

/// <summary>Takes an insight for its short id, which no other one has; its name, as which PowerShell would read it, several may have.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class InsightNamesAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => ShellObject.Unwrap(inputData) switch
    {
        null => inputData,
        IList list => list.Cast<object?>().Select(static item => ShortIdOf(item) ?? item).ToArray(),
        _ => ShortIdOf(inputData) ?? inputData,
    };

    /// <summary>The short id of an insight or of a copy of one; null for anything else.</summary>
    internal static string? ShortIdOf(object? item) => ShellObject.Unwrap(item) switch
    {
        Insight insight => insight.ShortId,
        PSObject copy => copy.Properties["ShortId"]?.Value as string,
        _ => null,
    };
}
