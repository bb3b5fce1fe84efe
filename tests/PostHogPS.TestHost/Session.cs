using System;
using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace PostHogPS.TestHost;

/// <summary>A runspace with its host: what a <see cref="Shell"/> runs in, and what can be made as good as new.</summary>
internal sealed class Session : IDisposable
{
    // What a line can leave behind that neither a reset ends nor the session tells from outside. Strict mode and transcripts can be
    // ended but not asked for.
    private const string Rest = """
        Set-StrictMode -Off
        [cultureinfo]::CurrentCulture = $Host.CurrentCulture
        [cultureinfo]::CurrentUICulture = $Host.CurrentUICulture
        & {
            try { while ($true) { $null = Stop-Transcript } } catch { $Error.Clear() }
            foreach ($module in Get-Module) { $module.Path }
            foreach ($job in Get-Job) { $job.Id }
            foreach ($point in Get-PSBreakpoint) { $point.Id }
            (Get-Location -Stack).Count
        }
        """;

    // The everyday cmdlets registered from their assemblies: loading them as modules doubles the time to open a shell.
    private static readonly Lazy<InitialSessionState> Everyday = new(InitialSessionState.CreateDefault);

    private static readonly ConcurrentDictionary<Session, bool> Opened = new();

    private readonly string[] _asOpened;

    // PowerShell reports the modules it imports to its makers unless the process says no before the first one.
    static Session() => Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

    internal Session(ShellOptions options)
    {
        Recorder = options.UI is null ? new RecordingUI(options.Width) : null;
        Host = new EmbeddedHost("PostHogPS", options.UI ?? Recorder!);
        Runspace = RunspaceFactory.CreateRunspace(Host, InitialState());
        // As in the console: one thread for all lines. To start one for each costs more than most lines.
        Runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        Opened.TryAdd(this, true);
        Runspace.Open();
        if (options.Manifest is not null)
            Invoke("Import-Module -Name $args[0] -ErrorAction Stop", options.Manifest);
        _asOpened = options.IsOrdinary ? Look() : [];
    }

    internal EmbeddedHost Host { get; }

    internal RecordingUI? Recorder { get; }

    internal Runspace Runspace { get; }

    /// <summary>Makes everything as it was when it was opened; false where that cannot be done.</summary>
    internal bool Renew()
    {
        if (Runspace.RunspaceAvailability != RunspaceAvailability.Available || Host.ExitCode is not null)
            return false;
        try
        {
            // Before the look: a default parameter or a preference would change what it sees.
            Runspace.ResetRunspaceState();
            if (!Look().SequenceEqual(_asOpened))
                return false;
        }
        catch (RuntimeException)
        {
            return false;
        }

        RunspaceTables.Forget(Runspace);
        Recorder!.Clear();
        return true;
    }

    /// <summary>Ends those that are still open: each has a thread, and a process waits for its threads.</summary>
    internal static void EndAll()
    {
        foreach (Session session in Opened.Keys)
            session.Dispose();
    }

    public void Dispose()
    {
        Opened.TryRemove(this, out _);
        Runspace.Dispose();
    }

    private static InitialSessionState InitialState()
    {
        InitialSessionState state = Everyday.Value.Clone();
        // Nothing but what a test asks for: no module of the machine may help or hinder.
        state.Variables.Add(new SessionStateVariableEntry("PSModuleAutoLoadingPreference", "None", null));
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        return state;
    }

    private string[] Look()
    {
        SessionStateProxy state = Runspace.SessionStateProxy;
        return
        [
            .. state.InvokeCommand.GetCommands("*", CommandTypes.Function | CommandTypes.Alias, nameIsPattern: true)
                .Select(static c => c.Name + "=" + c.Definition).Order(StringComparer.Ordinal),
            .. state.Drive.GetAll().Select(static d => d.Name + "=" + d.Root),
            // Counted, since nothing takes one of these away without adding an entry.
            $"{state.InvokeCommand.GetCmdlets().Count} {Runspace.InitialSessionState.Types.Count} {Runspace.InitialSessionState.Formats.Count} {state.LanguageMode}",
            .. Invoke(Rest).Select(static o => o?.ToString() ?? ""),
        ];
    }

    private Collection<PSObject> Invoke(string script, params object[] arguments)
    {
        using PowerShell ps = PowerShell.Create(Runspace).AddScript(script);
        foreach (object argument in arguments)
            ps.AddArgument(argument);
        Collection<PSObject> output = ps.Invoke();
        return ps.Streams.Error.Count == 0 ? output : throw new RuntimeException(ps.Streams.Error[0].ToString());
    }
}
