using System;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation.Language;
using PostHogPS.TestHost;

namespace PostHogPS.Tour;

/// <summary>An embedded PowerShell with the staged module, in front of the reader.</summary>
internal sealed class Session : IDisposable
{
    private const string Prompt = "PS> ";
    private const string LastStatus = "TourLineSucceeded";

    private readonly Screen _screen = new();
    private readonly Shell _shell;
    private RunningPipeline? _running;
    private bool _isPrompting;

    internal Session()
    {
        _shell = Shell.Open(new ShellOptions { UI = _screen });
        Console.CancelKeyPress += StopPipeline;
    }

    public void Dispose()
    {
        Console.CancelKeyPress -= StopPipeline;
        _shell.Dispose();
    }

    /// <summary>The main job, step by step. Ends at the first line that fails.</summary>
    internal int RunTour()
    {
        var time = Stopwatch.StartNew();
        _screen.WriteLine("PostHogPS " + StagedModule.Version + " from " + StagedModule.Directory);
        foreach (Step step in Script.Steps)
        {
            _screen.WriteLine("");
            _screen.WriteComment("# " + step.Why);
            _screen.WriteLine(Prompt + step.Line);
            if (!Succeeds(step.Line))
            {
                Console.Error.WriteLine("The tour ends here: the line above failed.");
                return 1;
            }
        }

        _screen.WriteLine("");
        _screen.WriteLine(string.Format(
            CultureInfo.InvariantCulture,
            "That was the main job, in {0:0} seconds. Try it yourself: dotnet run --project tools/Tour -- -Interactive",
            time.Elapsed.TotalSeconds));
        return 0;
    }

    /// <summary>One line, connected to the sandbox.</summary>
    internal int RunAlone(string line) => Succeeds(Script.Connect) && Succeeds(line) ? _shell.Host.ExitCode ?? 0 : _shell.Host.ExitCode ?? 1;

    /// <summary>A prompt until 'exit' or the end of the input.</summary>
    internal int RunPrompt()
    {
        if (!Succeeds(Script.Connect))
            return 1;

        _screen.WriteComment("Connected to the sandbox, a PostHog in memory. Get-Command -Module PostHogPS lists the cmdlets; exit ends.");
        _isPrompting = true;
        bool lastSucceeded = true;
        while (_shell.Host.ExitCode is null && ReadLine() is { } line)
        {
            if (line.Trim().Length > 0)
                lastSucceeded = Succeeds(line);
        }

        return _shell.Host.ExitCode ?? (lastSucceeded ? 0 : 1);
    }

    private string? ReadLine()
    {
        _screen.Write(Prompt);
        string? line = Console.ReadLine();
        // Enter in the middle of a block, a string or a pipeline asks for the rest, as every PowerShell does.
        while (line is not null && IsIncomplete(line))
        {
            _screen.Write(">> ");
            string? more = Console.ReadLine();
            if (string.IsNullOrEmpty(more))
                break;
            line += "\n" + more;
        }

        return line;
    }

    private static bool IsIncomplete(string line)
    {
        Parser.ParseInput(line, out _, out ParseError[] errors);
        return Array.Exists(errors, e => e.IncompleteInput);
    }

    private bool Succeeds(string line)
    {
        // Asked in the same pipeline, because the formatter behind it changes the answer.
        _shell.Set(LastStatus, false);
        using RunningPipeline pipeline = _shell.StartShow(line + "\n$global:" + LastStatus + " = $?");
        _running = pipeline;
        try
        {
            ShellResult result = pipeline.Wait();
            if (result.Terminating is not null)
                _shell.Show("$args[0]", result.Terminating.ErrorRecord);
            return !result.Stopped && result.Terminating is null && (_shell.Host.ExitCode is not null || _shell.Get(LastStatus) is true);
        }
        finally
        {
            _running = null;
            _screen.EndProgress();
        }
    }

    private void StopPipeline(object? sender, ConsoleCancelEventArgs e)
    {
        // Ctrl+C ends the pipeline that runs. At the prompt it only starts a new line: a moment too late must not end the session.
        if (_running is { } pipeline)
        {
            e.Cancel = true;
            pipeline.StopSoon();
        }
        else if (_isPrompting)
        {
            e.Cancel = true;
            _screen.WriteLine("");
            _screen.Write(Prompt);
        }
    }
}
