using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;

namespace PostHogPS.TestHost;

/// <summary>A pipeline under way.</summary>
public sealed class RunningPipeline : IDisposable
{
    private readonly PowerShell _ps;
    private readonly RecordingUI? _recorder;
    private readonly PSDataCollection<PSObject> _output = [];
    private readonly IAsyncResult _started;

    internal RunningPipeline(PowerShell ps, RecordingUI? recorder)
    {
        _ps = ps;
        _recorder = recorder;
        recorder?.TakeText();
        _started = ps.BeginInvoke<PSObject, PSObject>(null, _output);
    }

    /// <summary>What has come out so far.</summary>
    public PSDataCollection<PSObject> Output => _output;

    public PSDataStreams Streams => _ps.Streams;

    public bool IsCompleted => _started.IsCompleted;

    /// <summary>Waits until something has come out or the pipeline has ended.</summary>
    public void WaitForOutput()
    {
        using ManualResetEventSlim arrived = new();
        _output.DataAdded += Arrived;
        _output.Completed += Arrived;
        if (_output.Count == 0 && _output.IsOpen)
            arrived.Wait();
        _output.DataAdded -= Arrived;
        _output.Completed -= Arrived;

        void Arrived(object? sender, EventArgs e) => arrived.Set();
    }

    /// <summary>Ctrl+C. Comes back when the pipeline has ended.</summary>
    public void Stop() => _ps.Stop();

    /// <summary>Ctrl+C from a thread that must not wait.</summary>
    public void StopSoon() => _ps.BeginStop(null, null);

    /// <summary>Waits for the end.</summary>
    public ShellResult Wait()
    {
        RuntimeException? terminating = null;
        bool stopped = false;
        try
        {
            _ps.EndInvoke(_started);
        }
        catch (PipelineStoppedException)
        {
            stopped = true;
        }
        catch (RuntimeException e)
        {
            terminating = e;
        }

        List<ErrorRecord> errors = [.. _ps.Streams.Error];
        if (terminating is not null)
            errors.Add(terminating.ErrorRecord);

        return new ShellResult
        {
            Objects = [.. _output],
            Errors = errors,
            Terminating = terminating,
            Stopped = stopped,
            Warnings = [.. _ps.Streams.Warning.Select(r => r.Message)],
            Verbose = [.. _ps.Streams.Verbose.Select(r => r.Message)],
            Debug = [.. _ps.Streams.Debug.Select(r => r.Message)],
            Information = [.. _ps.Streams.Information],
            Progress = [.. _ps.Streams.Progress],
            Text = _recorder?.TakeText() ?? "",
        };
    }

    public void Dispose()
    {
        _ps.Dispose();
        _output.Dispose();
    }
}
