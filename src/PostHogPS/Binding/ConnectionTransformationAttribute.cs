using System;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Contracts;
using PostHogPS.Hosting;

namespace PostHogPS.Binding;

/// <summary>Lets -Connection take a name. Runs on the pipeline thread, so the runspace's own connections are meant.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConnectionTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>The cmdlet itself refuses what holds nothing.</summary>
    public bool TakesNothing { get; set; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (inputData is PSObject copy && copy.TypeNames.Contains("Deserialized.PostHogPS.PostHogConnection"))
        {
            throw new ArgumentTransformationMetadataException(
                "A connection does not cross into another process (jobs, Export-Clixml), since its key would have to. Connect there, "
                    + "or set POSTHOG_PERSONAL_API_KEY, POSTHOG_HOST and POSTHOG_PROJECT_ID.");
        }

        // Nothing would mean the default connection, and the wrong tenant.
        if (inputData is null && !TakesNothing)
            throw new ArgumentTransformationMetadataException("A connection was expected, but the input is nothing. Look at what the variable holds, "
                + "or leave -Connection out for the default one. See Get-PHConnection.");
        object? value = ShellObject.Unwrap(inputData);
        if (value is not string name)
            return value;

        ConnectionStore store = ConnectionStore.Current;
        return store.FindNamed(name)
            ?? throw new ArgumentTransformationMetadataException(
                Problems.NoSuchConnection(name, store.All.Select(c => c.Name)).Message + " See Get-PHConnection.");
    }
}
