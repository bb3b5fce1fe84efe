using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;
using PostHogPS.Contracts;
using PostHogPS.Hosting;
using PostHogPS.Reading;
using PostHogPS.Schedule;

namespace PostHogPS.Cmdlets;

/// <summary>Base of every cmdlet that touches a project.</summary>
public abstract class ProjectCmdlet : PostHogCmdlet
{
    private ScopeResolver? _scopes;
    private CommandClock? _clock;

    /// <summary>
    /// <para>The project: its number, a project object, or '@current' in quotes. Default: the connection's project.</para>
    /// </summary>
    [Parameter]
    [Alias("Project")]
    [ProjectTransformation]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public ProjectReference? ProjectId { get; set; }

    /// <summary>Finds the projects that a command or an object names.</summary>
    private protected ScopeResolver Scopes => _scopes ??= new ScopeResolver(Command.Pump, Connections, () => ProjectId);

    /// <summary>What relative dates are counted from.</summary>
    private protected CommandClock Clock => _clock ??= new CommandClock(Command);

    /// <summary>The window that the date parameters span, where there are some: judged once, before anything is sent.</summary>
    private protected virtual TimeWindow? Window => null;

    private protected override object? OwnTarget => ProjectId?.Text ?? base.OwnTarget;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Window is { } window)
            Try((window.From ?? window.To)?.ToString(), () => window.Check(LatestNow()));
    }

    /// <summary>A list without anything left out, or a thrown problem: what is missing may be the one that matters.</summary>
    /// <param name="reader">The list.</param>
    /// <param name="list">What it is a list of.</param>
    private protected List<T> ReadCompletely<T>(PageReader<T> reader, string list)
    {
        List<T> all = Stream(reader).ToList();
        return reader.LeftOut == 0 ? all : throw Problems.ListIncomplete(list, reader.LeftOut);
    }

    // The clock that is ahead of all others: a time in its future is in the future of each. The sandbox's clock may run fast.
    private DateTimeOffset LatestNow() =>
        ConnectionStore.Current.All.Append(Connection).Select(connection => connection?.KnownServerNow).Append(ModuleClock.Current.UtcNow).Max()!.Value;
}
