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
        if (inputData is PSObject copy && copy.TypeNames.Contains("Deserialized.PostHogPS.PostHogConnection"))
        {
            throw new ArgumentTransformationMetadataException(
                "A connection does not cross into another process (jobs, Export-Clixml), since its key would have to. Connect there, or set POSTHOG_PERSONAL_API_KEY, POSTHOG_HOST and POSTHOG_PROJECT_ID.");
        }

        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is not string name)
            return value;

        ConnectionStore store = ConnectionStore.Current;
        return store.Find(name)
            ?? (name.Equals(EnvironmentConnection.Name, StringComparison.OrdinalIgnoreCase) ? store.Environment.Get([]) : null)
            ?? throw new ArgumentTransformationMetadataException(Fault.NoSuchConnection(name, store.All.Select(c => c.Name)).Message + " See Get-PHConnection.");
    }
}
