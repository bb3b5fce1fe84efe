using System;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Runs;

namespace PostHogPS.Commands;

/// <summary>Waits until runs have ended, and gives each back as it ended.</summary>
[Cmdlet(VerbsLifecycle.Wait, "PHBatchExportRun")]
[OutputType(typeof(BatchExportRun))]
public sealed class WaitPHBatchExportRunCommand : ItemCmdlet
{
    private RunWatcher? _watcher;

    /// <summary><para>The runs: objects of Get-PHBatchExportRun, or ids together with -BatchExport.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [RunReferences]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    public RunReference[] Run { get; set; } = [];

    /// <summary><para>Longest time to wait.</para></summary>
    [Parameter]
    [TimeSpanTransformation]
    [ArgumentCompleter(typeof(TimeSpanCompleter))]
    public TimeSpan? Timeout { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _watcher ??= new RunWatcher(Timeout);
        foreach (RunTarget target in Resolver.Resolve(Run))
            _watcher.Add(target);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_watcher is { } watcher)
            Await(watcher.WaitAllAsync);
    }
}
