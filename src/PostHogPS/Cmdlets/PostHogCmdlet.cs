using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;
using PostHogPS.Contracts;
using PostHogPS.Reading;

namespace PostHogPS.Cmdlets;

/// <summary>Base of every cmdlet that talks to PostHog: declares -Connection once, so that no cmdlet can forget it.</summary>
public abstract class PostHogCmdlet : PSCmdlet, IDisposable
{
    private ConnectionResolver? _connections;
    private OutputWindow? _output;

    private protected PostHogCmdlet() => Command = new CommandRun(this, () => OwnTarget);

    /// <summary>
    /// <para>The connection to use: an object of Connect-PostHog -PassThru or Get-PHConnection, or a name.</para>
    /// </summary>
    [Parameter]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public PostHogConnection? Connection { get; set; }

    private protected CommandRun Command { get; }

    /// <summary>Finds the connection of this command.</summary>
    private protected ConnectionResolver Connections => _connections ??= new ConnectionResolver(Command.Messages, () => Connection);

    /// <summary>The connection for input that brings none: -Connection, else the runspace's default, else the environment.</summary>
    private protected PostHogConnection DefaultConnection => Connections.Default;

    /// <summary>Writes what -First and -Skip leave of the results.</summary>
    private protected OutputWindow Output => _output ??= new OutputWindow(this);

    /// <summary>What the user gave, for errors that belong to no single item; null for nothing.</summary>
    private protected virtual object? OwnTarget => Connection;

    /// <summary>True when something could not be done or read: it has been said as an error.</summary>
    private protected bool HasFailed => Command.Messages.HasFailed;

    /// <summary>What continues in PostHog after Ctrl+C, for the person who has pressed it; null for nothing.</summary>
    private protected virtual string? GoesOn => null;

    /// <summary>Refuses lists with blank entries before anything is read or sent. An override calls it first.</summary>
    protected override void BeginProcessing() => Command.Begin();

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        // Before the work is cancelled: the command may be gone by the time that returns.
        try
        {
            Command.Messages.WriteOnStop(GoesOn);
        }
        finally
        {
            Command.Stop();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Command.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected new void WriteWarning(string text) => Command.Messages.WriteWarning(text);

    private protected new void WriteVerbose(string text) => Command.Messages.WriteVerbose(text);

    private protected new bool ShouldProcess(string target, string action) => Command.Messages.ShouldProcess(target, action);

    private protected bool ShouldProcess(
        string description, string warning, string caption, IReadOnlyCollection<string> lines, out ShouldProcessReason reason) =>
        Command.Messages.ShouldProcess(description, warning, caption, lines, out reason);

    private protected new bool ShouldContinue(string question, string caption) => Command.Messages.ShouldContinue(question, caption);

    private protected bool Try(object? target, Action action, Func<PostHogApiException, string?>? advice = null) =>
        Command.Messages.Try(target, action, advice);

    /// <summary>Ends the command with what is wrong whatever the item: one error, before anything is read, and not one for each item.</summary>
    private protected void CheckOnce(object? target, Action check) => Try(target, () =>
    {
        try
        {
            check();
        }
        catch (ProblemException problem)
        {
            problem.EndsCommand = true;
            throw;
        }
    });

    /// <summary>Writes each problem as an error, one that several things have in common once; true if there was no problem.</summary>
    private protected bool Report(object? target, IEnumerable<ProblemException> problems)
    {
        bool good = true;
        foreach (ProblemException problem in problems.GroupBy(static problem => problem.Message).Select(static same => same.First()))
            good &= Try(target, () => throw problem);
        return good;
    }

    private protected T Await<T>(Func<CallContext, Task<T>> body, Action? onTick = null) => Command.Pump.Await(body, onTick);

    private protected void Await(Func<CallContext, Task> body, Action? onTick = null) => Command.Pump.Await(body, onTick);

    private protected IEnumerable<T> Stream<T>(ItemReader<T> reader) => Command.Pump.Stream(reader);

    /// <summary>The items of a list of PostHog.</summary>
    private protected IEnumerable<T> Stream<T>(string activity, Func<string?, CallContext, Task<Page<T>>> fetch) => Stream(new PageReader<T>(activity, fetch));

    /// <summary>Waits without blocking Ctrl+C.</summary>
    private protected void Delay(TimeSpan delay) => Await(call => call.DelayAsync(delay));

    private protected bool Given(string parameter) => Command.Parameters.Given(parameter);

    private protected void RefuseNothing(string kind, string expected, params string[] parameters) =>
        Command.Parameters.RefuseNothing(kind, expected, parameters);

    /// <summary>Ends a Set- command to which nothing but its objects was given.</summary>
    private protected void RequireChange(params string[] others) => Try(null, () => Command.Parameters.RequireChange(others));
}
