using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace PostHogPS.TestHost;

/// <summary>
/// A session of a real PowerShell engine with the staged module imported. One at a time runs in it; open as many
/// shells as a test needs.
/// </summary>
public sealed class Shell : IDisposable
{
    // The everyday cmdlets registered from their assemblies: loading them as modules doubles the time to open a shell.
    private static readonly Lazy<InitialSessionState> Everyday = new(InitialSessionState.CreateDefault);

    private readonly Runspace _runspace;
    private readonly RecordingUI? _recorder;

    // PowerShell reports the modules it imports to its makers unless the process says no before the first one.
    static Shell() => Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

    private Shell(ShellOptions options)
    {
        _recorder = options.UI is null ? new RecordingUI(options.Width) : null;
        Host = new EmbeddedHost("PostHogPS", options.UI ?? _recorder!);
        _runspace = RunspaceFactory.CreateRunspace(Host, InitialState(options));
        _runspace.Open();

        if (options.Manifest is not null)
            Run("Import-Module -Name $args[0] -ErrorAction Stop", options.Manifest).Clean();
    }

    public EmbeddedHost Host { get; }

    public Runspace Runspace => _runspace;

    /// <summary>Prompts, answers and progress; only there without a user interface of one's own.</summary>
    public RecordingUI UI => _recorder ?? throw new InvalidOperationException("This shell writes to another user interface.");

    public static Shell Open(ShellOptions? options = null) => new(options ?? new ShellOptions());

    /// <summary>Sets a variable. Put keys in variables: what is typed ends up in InvocationInfo.</summary>
    public void Set(string name, object? value) => _runspace.SessionStateProxy.SetVariable(name, value);

    public object? Get(string name) => _runspace.SessionStateProxy.GetVariable(name);

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
        return new RunningPipeline(ps, _recorder);
    }

    /// <summary>Starts a line and comes back at once, to stop it in the middle.</summary>
    public RunningPipeline Start(string script, params object?[] arguments) => new(Create(script, arguments), _recorder);

    /// <summary>What Tab offers. A '|' in the line marks the cursor when it is written as '^'; else the cursor is at the end.</summary>
    public IReadOnlyList<CompletionResult> Complete(string line)
    {
        int cursor = line.IndexOf('^', StringComparison.Ordinal);
        string text = cursor < 0 ? line : line.Remove(cursor, 1);
        using PowerShell ps = PowerShell.Create(_runspace);
        return [.. CommandCompletion.CompleteInput(text, cursor < 0 ? text.Length : cursor, null, ps).CompletionMatches];
    }

    public void Dispose() => _runspace.Dispose();

    private static InitialSessionState InitialState(ShellOptions options)
    {
        InitialSessionState state = Everyday.Value.Clone();
        // Nothing but what a test asks for: no module of the machine may help or hinder.
        state.Variables.Add(new SessionStateVariableEntry("PSModuleAutoLoadingPreference", "None", null));
        foreach (KeyValuePair<string, object?> variable in options.Variables)
            state.Variables.Add(new SessionStateVariableEntry(variable.Key, variable.Value, null));
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        return state;
    }

    private PowerShell Create(string script, object?[] arguments)
    {
        PowerShell ps = PowerShell.Create(_runspace).AddScript(script);
        foreach (object? argument in arguments)
            ps.AddArgument(argument);
        return ps;
    }
}
