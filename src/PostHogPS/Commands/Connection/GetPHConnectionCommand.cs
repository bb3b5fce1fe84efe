using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Contracts;
using PostHogPS.Hosting;

namespace PostHogPS.Commands;

/// <summary>Shows the connections of this runspace. Sends nothing; the key is never shown.</summary>
[Cmdlet(VerbsCommon.Get, "PHConnection")]
[OutputType(typeof(PostHogConnection))]
public sealed class GetPHConnectionCommand : ConnectionCmdlet
{
    /// <summary><para>Names; wildcards are allowed. Default: all.</para></summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ConnectionNames]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!Command.Messages.Try(null, () => Command.Parameters.RefuseNothing("Connection", "The name of a connection", nameof(Name))))
            return;
        foreach (string name in Name)
            Command.Messages.Try(name, () => WriteObject(Find(name), enumerateCollection: true));
    }

    private static List<PostHogConnection> Find(string name)
    {
        ConnectionStore store = ConnectionStore.Current;
        List<PostHogConnection> known = store.All.ToList();
        // Without Connect-PostHog the environment's connection is the one that commands use.
        if (store.MayUseEnvironment && store.Environment.Get(new List<string>()) is { } fromEnvironment)
            known.Add(fromEnvironment);
        List<PostHogConnection> found = NameMatcher.Match(known, name, c => c.Name);
        return found.Count > 0 || NameMatcher.IsPattern(name) ? found : throw Problems.NoSuchConnection(name, known.Select(c => c.Name));
    }
}
