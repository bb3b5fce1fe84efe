using System;
using System.Management.Automation;
using PostHogPS.Cmdlets.Execution;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets that make, show and close the connections of this runspace: they have no -Connection.</summary>
public abstract class ConnectionCmdlet : PSCmdlet, IDisposable
{
    private protected ConnectionCmdlet() => Command = new CommandRun(this);

    private protected CommandRun Command { get; }

    /// <summary>Refuses lists with blank entries. An override calls it.</summary>
    protected override void BeginProcessing() => Command.Begin();

    /// <inheritdoc/>
    protected override void StopProcessing() => Command.Stop();

    /// <inheritdoc/>
    public void Dispose()
    {
        Command.Dispose();
        GC.SuppressFinalize(this);
    }
}
