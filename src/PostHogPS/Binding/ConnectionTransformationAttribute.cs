using System;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Connections;
using PostHogPS.Errors;

namespace PostHogPS.Binding;

/// <summary>Lets -Connection take a name. Runs on the pipeline thread, so the runspace's own connections are meant.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConnectionTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is not string name)
            return value;

        ConnectionStore store = ConnectionStore.Current;
        return store.Find(name)
            ?? throw new ArgumentTransformationMetadataException(Fault.NoSuchConnection(name, store.All.Select(c => c.Name)).Message + " See Get-PHConnection.");
    }
}
