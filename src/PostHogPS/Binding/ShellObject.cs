using System.Management.Automation;

namespace PostHogPS.Binding;

/// <summary>The wrapping that the shell puts around values.</summary>
internal static class ShellObject
{
    /// <summary>What is in it; a custom object is nothing but that.</summary>
    internal static object? Unwrap(object? input) =>
        input is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : input;
}
