using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PostHogPS.TestHost;

/// <summary>
/// A session of a real PowerShell engine with the staged module imported. One at a time runs in it; open as many
/// shells as a test needs. To open one takes longer than most tests: an earlier test's serves again (<see cref="ShellPool"/>).
/// </summary>
public sealed class Shell : IDisposable
{
    private readonly Session _session;
    private readonly ShellPool? _pool;
    private bool _closed;

    internal Shell(Session session, ShellPool? pool)
    {
        _session = session;
        _pool = pool;
    }

    public EmbeddedHost Host => _session.Host;

    public Runspace Runspace => _session.Runspace;

    /// <summary>Prompts, answers and progress; only there without a user interface of one's own.</summary>
    public RecordingUI UI => _session.Recorder ?? throw new InvalidOperationException("This shell writes to another user interface.");

    public static Shell Open(ShellOptions? options = null) => ShellPool.Shared.Open(options ?? new ShellOptions());

    /// <summary>Sets a variable. Put keys in variables: what is typed ends up in InvocationInfo.</summary>
    public void Set(string name, object? value) => Runspace.SessionStateProxy.SetVariable(name, value);

    public object? Get(string name) => Runspace.SessionStateProxy.GetVariable(name);

    /// <summary>Runs a line and gives back its objects and every stream.</summary>
    public ShellResult Run(string script, params object?[] arguments)
    {
        using RunningPipeline pipeline = Start(script, arguments);
        return pipeline.Wait();
    }

    /// <summary>Runs a line as a person would see it: output and errors through PowerShell's own formatter.</summary>
    public ShellResult Show(string script, params object?[] arguments)
    {
        using RunningPipeline pipeline = StartShow(script, arguments);
        return pipeline.Wait();
    }

    /// <summary>Starts a line whose output goes through the formatter.</summary>
    public RunningPipeline StartShow(string script, params object?[] arguments)
    {
        PowerShell ps = Create(script, arguments);
        ps.AddCommand("Out-Default");
        ps.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        return new RunningPipeline(ps, _session.Recorder);
    }

    /// <summary>Starts a line and comes back at once, to stop it in the middle.</summary>
    public RunningPipeline Start(string script, params object?[] arguments) => new(Create(script, arguments), _session.Recorder);

    /// <summary>What Tab offers. A '|' in the line marks the cursor when it is written as '^'; else the cursor is at the end.</summary>
    public IReadOnlyList<CompletionResult> Complete(string line)
    {
        int cursor = line.IndexOf('^', StringComparison.Ordinal);
        string text = cursor < 0 ? line : line.Remove(cursor, 1);
        using PowerShell ps = PowerShell.Create(Runspace);
        return [.. CommandCompletion.CompleteInput(text, cursor < 0 ? text.Length : cursor, null, ps).CompletionMatches];
    }

    /// <summary>Gives the session back for the next test, or ends it where it is no one else's.</summary>
    public void Dispose()
    {
        if (_closed)
            return;
        _closed = true;
        if (_pool is null)
            _session.Dispose();
        else
            _pool.TakeBack(_session);
    }

    private PowerShell Create(string script, object?[] arguments)
    {
        PowerShell ps = PowerShell.Create(Runspace).AddScript(script);
        foreach (object? argument in arguments)
            ps.AddArgument(argument);
        return ps;
    }
}
