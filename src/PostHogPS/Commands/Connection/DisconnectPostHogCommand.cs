using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Contracts;
using PostHogPS.Hosting;

namespace PostHogPS.Commands;

/// <summary>Closes connections of this runspace and forgets their keys.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "PostHog")]
public sealed class DisconnectPostHogCommand : ConnectionCmdlet
{
    private bool _hadDefault;

    /// <summary><para>Connections to close, or their names. Default: the default connection.</para></summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    [SupportsWildcards]
    public PSObject[]? Name { get; set; }

    /// <summary><para>A connection to close.</para></summary>
    [Parameter(ValueFromPipeline = true)]
    [ConnectionTransformation(TakesNothing = true)]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public PostHogConnection? Connection { get; set; }

    /// <summary><para>Closes all connections of this runspace.</para></summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!Command.Messages.Try(null, RefuseNothing))
            return;
        ConnectionStore store = ConnectionStore.Current;
        _hadDefault |= store.Default is not null;
        if (All)
            store.AllToClose.ToList().ForEach(store.Remove);
        else if (Connection is not null)
            store.Remove(Connection);
        else if (Name is not null)
            Name.ToList().ForEach(name => Command.Messages.Try(name, () => Close(store, name)));
        else if (store.Default is { } current)
            store.Remove(current);
        else
            Command.Messages.WriteVerbose("There is no connection to close.");
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ConnectionStore store = ConnectionStore.Current;
        if (Command.Messages.HasFailed)
            return;
        store.EndConnecting();
        if (_hadDefault && store is { Default: null, All.Count: > 0 })
            Command.Messages.WriteWarning($"No connection is the default now. Still connected: {string.Join(", ", store.All.Select(c => c.ToString()))}. "
                + "Name one with -Connection, or connect again.");
    }

    // A variable that holds nothing does not mean the default connection.
    private void RefuseNothing()
    {
        if ((Command.Parameters.Given(nameof(Name)) && Name is null) || (Command.Parameters.Given(nameof(Connection)) && Connection is null))
            throw Problems.Invalid("Connection", "A connection was expected, but the input is nothing.",
                "Look at what the variable holds; Disconnect-PostHog alone closes the default connection.");
    }

    private static void Close(ConnectionStore store, PSObject given)
    {
        // Another connection may have its name by now.
        if (given.BaseObject is PostHogConnection connection)
        {
            store.Remove(connection);
            return;
        }

        string name = given.ToString();
        var found = NameMatcher.Match(store.AllToClose.ToList(), name, c => c.Name);
        if (found.Count == 0 && !NameMatcher.IsPattern(name))
            throw Problems.NoSuchConnection(name, store.All.Select(c => c.Name));
        found.ForEach(store.Remove);
    }
}
