using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Hosting;
using PostHogPS.Reading;

namespace PostHogPS.Cmdlets.Execution;

/// <summary>What a cmdlet works with while it runs: the pump of its tasks, its messages, and the parameters it was given.</summary>
internal sealed class CommandRun : IDisposable
{
    // How long a command that is stopped waits for what it cancels at the server.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly PSCmdlet _cmdlet;
    private readonly CancellationTokenSource _stop = new();
    private readonly UnfinishedWork _unfinished = new();

    // What is read side by side: how to write what is left, and how to end it.
    private readonly List<(Action WriteAll, IDisposable Work)> _readings = new();

    /// <param name="cmdlet">The cmdlet that runs.</param>
    /// <param name="target">What the user gave, for errors that belong to no single item; null for nothing.</param>
    internal CommandRun(PSCmdlet cmdlet, Func<object?>? target = null)
    {
        Parameters = new BoundParameters(cmdlet);
        _cmdlet = cmdlet;
        // An error of an input comes after the results of the inputs before it.
        Messages = new CommandMessages(cmdlet, target ?? (static () => null), _stop.Token) { BeforeError = WriteReadings };
        Pump = new TaskPump(Messages, _unfinished, _stop.Token);
    }

    internal BoundParameters Parameters { get; }

    internal CommandMessages Messages { get; }

    /// <summary>True for a command that changes something: it has -WhatIf. Asked for where it matters: it reads an attribute.</summary>
    internal bool IsChange => _cmdlet.GetType().GetCustomAttribute<CmdletAttribute>()?.SupportsShouldProcess == true;

    /// <summary>True after Ctrl+C: nothing can be written any more.</summary>
    internal bool IsStopping => _cmdlet.Stopping;

    /// <summary>Says that a pattern matches nothing: a command that changes something must not look as if it had.</summary>
    /// <param name="kind">What was looked for, in the singular.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="where">Where it was looked for.</param>
    internal void WarnOfNoMatch(string kind, string pattern, string where) =>
        Messages.WriteWarning($"No {kind} in {where} matches '{pattern}', so nothing is done for it.");

    internal TaskPump Pump { get; }

    /// <summary>Asks about a change and makes it: what is there afterwards, or null where the user said no.</summary>
    /// <param name="what">What is changed.</param>
    /// <param name="current">What is there, for a change of nothing.</param>
    /// <param name="changes">One line for each thing that changes.</param>
    /// <param name="send">Makes the change.</param>
    /// <param name="article">What stands before <paramref name="what"/> in a sentence.</param>
    internal T? Change<T>(string what, T current, IReadOnlyCollection<string> changes, Func<CallContext, Task<T>> send, string article = "")
        where T : class
    {
        if (changes.Count > 0)
            return Messages.ShouldProcess($"Change {what}:", $"Change {what}?", Parameters.Command, changes, out _) ? Pump.Await(send) : null;
        Messages.WriteVerbose($"Nothing changes on {article}{what}, so nothing was sent.");
        return current;
    }

    /// <summary>Refuses lists with blank entries before anything is read or sent.</summary>
    internal void Begin() => Messages.Try(null, Parameters.RefuseBlankItems);

    /// <summary>Sources that are read at once, as they are added, and written in their order.</summary>
    /// <param name="plan">How they are read.</param>
    /// <param name="write">Writes an item of a source.</param>
    /// <param name="isFull">True when no more items are wanted; null for never.</param>
    internal SideBySide<TSource, TItem> ReadSideBySide<TSource, TItem>(
        SideBySidePlan<TSource, TItem> plan, Action<TSource, TItem> write, Func<bool>? isFull = null)
    {
        var reading = new SideBySide<TSource, TItem>(Pump, plan, write, isFull ?? (static () => false));
        lock (_readings)
            _readings.Add((reading.WriteAll, reading));
        return reading;
    }

    /// <summary>Ends the work at once: Ctrl+C.</summary>
    internal void Stop()
    {
        try
        {
            _stop.Cancel();
            EndReadings();
        }
        catch (ObjectDisposedException e)
        {
            // Ctrl+C at the moment the command ended by itself.
            _ = e;
        }
    }

    public void Dispose()
    {
        EndReadings();
        _unfinished.Wait(ModuleClock.Current, Patience);
        _stop.Dispose();
    }

    private void WriteReadings()
    {
        foreach ((Action writeAll, _) in _readings.ToArray())
            writeAll();
    }

    // Ctrl+C comes from another thread than the pipeline's.
    private void EndReadings()
    {
        lock (_readings)
            _readings.ForEach(static reading => reading.Work.Dispose());
    }
}
