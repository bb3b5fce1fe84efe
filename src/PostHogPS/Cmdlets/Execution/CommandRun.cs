using System;
using System.Management.Automation;
using System.Threading;

namespace PostHogPS.Cmdlets.Execution;

/// <summary>What a cmdlet works with while it runs: the pump of its tasks, its messages, and the parameters it was given.</summary>
internal sealed class CommandRun : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <param name="cmdlet">The cmdlet that runs.</param>
    /// <param name="target">What the user gave where no single item is meant; null for nothing.</param>
    internal CommandRun(PSCmdlet cmdlet, Func<object?>? target = null)
    {
        Parameters = new BoundParameters(cmdlet);
        Messages = new CommandMessages(cmdlet, target ?? (static () => null), _stop.Token);
        Pump = new TaskPump(Messages, _stop.Token);
    }

    internal BoundParameters Parameters { get; }

    internal CommandMessages Messages { get; }

    internal TaskPump Pump { get; }

    /// <summary>Refuses lists with blank entries before anything is read or sent.</summary>
    internal void Begin() => Messages.Try(null, Parameters.RefuseBlankItems);

    /// <summary>Ends the work at once: Ctrl+C.</summary>
    internal void Stop()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException e)
        {
            // Ctrl+C at the moment the command ended by itself.
            _ = e;
        }
    }

    public void Dispose() => _stop.Dispose();
}
