using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace PostHogPS.Binding;

/// <summary>Takes a connection for its name: PowerShell would take its text, which has the host in it too.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConnectionNamesAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => ShellObject.Unwrap(inputData) switch
    {
        IList list => list.Cast<object?>().Select(NameOf).ToArray(),
        _ => NameOf(inputData),
    };

    private static object? NameOf(object? item) => ShellObject.Unwrap(item) is PostHogConnection connection ? connection.Name : item;
}
