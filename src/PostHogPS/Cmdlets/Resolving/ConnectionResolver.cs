using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Runspaces;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Contracts;
using PostHogPS.Hosting;

namespace PostHogPS.Cmdlets.Resolving;

/// <summary>Finds the connection of a command.</summary>
internal sealed class ConnectionResolver
{
    private readonly CommandMessages _messages;
    private readonly Func<PostHogConnection?> _given;
    private PostHogConnection? _default;

    /// <param name="messages">Where notes about the environment go.</param>
    /// <param name="given">What -Connection holds.</param>
    internal ConnectionResolver(CommandMessages messages, Func<PostHogConnection?> given)
    {
        _messages = messages;
        _given = given;
    }

    /// <summary>What -Connection holds.</summary>
    internal PostHogConnection? Given => _given();

    /// <summary>The connection for input that brings none: -Connection, else the runspace's default, else the environment.</summary>
    internal PostHogConnection Default => _default ??= Find();

    /// <summary>
    /// The connection that an object of the pipeline belongs to; null where it does not say so. Of a copy (CSV, JSON, jobs, Select-Object) it is
    /// the one that the copy names: what was read from one server is never sent to another.
    /// </summary>
    internal PostHogConnection? FindOrigin(PipedObject piped, string what)
    {
        if (piped.Origin is { } origin)
            return Given is not { } given || ReferenceEquals(given, origin) ? origin
                : throw Problems.OtherConnection(what, (origin.Name, origin.HostUri), "-Connection", (given.Name, given.HostUri));
        if (!piped.IsOfOtherOrigin)
            return null;
        PostHogConnection? other = piped.OriginProblem is null ? Default : Given;
        return other is not null && piped.MayBeFrom(other) ? other
            : throw piped.OriginProblem ?? Problems.OriginMoved(other!.Name, piped.OriginHost!, other.HostUri);
    }

    // The runspace a person types in has the id 1; jobs and -Parallel get others.
    private static bool IsWorkerRunspace => Runspace.DefaultRunspace is { Id: > 1 };

    private PostHogConnection Find()
    {
        if (Given is { } connection)
            return connection;
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
                _messages.WriteWarning(note.Substring(1));
            else
                _messages.WriteVerbose(note);
        }

        return fromEnvironment ?? throw Problems.NoConnection(IsWorkerRunspace);
    }
}
