using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using PostHogPS.Binding;
using PostHogPS.Completion;
using PostHogPS.Contracts;
using PostHogPS.Hosting;

namespace PostHogPS.Cmdlets;

/// <summary>Base of every cmdlet that talks to PostHog: declares -Connection once, so that no cmdlet can forget it.</summary>
public abstract class PostHogCmdlet : AsyncCmdlet
{
    private PostHogConnection? _resolved;

    /// <summary>
    /// <para>The connection to use: an object of Connect-PostHog -PassThru or Get-PHConnection, or a name.</para>
    /// </summary>
    [Parameter]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public PostHogConnection? Connection { get; set; }

    private protected override object? OwnTarget => Connection;

    /// <summary>The connection for input that brings none: -Connection, else the runspace's default, else the environment.</summary>
    internal PostHogConnection DefaultConnection => _resolved ??= FindConnection();

    // The runspace a person types in has the id 1; jobs and -Parallel get others.
    private static bool IsWorkerRunspace => Runspace.DefaultRunspace is { Id: > 1 };

    private PostHogConnection FindConnection()
    {
        if (Connection is not null)
            return Connection;
        ConnectionStore store = ConnectionStore.Current;
        if (store.Default is { } current && !store.IsConnecting)
            return current;
        if (!store.MayUseEnvironment)
            throw Problems.NoDefault(store.IsConnecting, store.All.Select(c => c.Name));

        var notes = new List<string>();
        PostHogConnection? fromEnvironment = store.Environment.Get(notes);
        foreach (string note in notes)
        {
            if (note[0] == '!')
                WriteWarning(note.Substring(1));
            else
                WriteVerbose(note);
        }

        return fromEnvironment ?? throw Problems.NoConnection(IsWorkerRunspace);
    }
}
