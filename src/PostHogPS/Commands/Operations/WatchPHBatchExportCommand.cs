using System;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Formatting;
using PostHogPS.Health;
using PostHogPS.Hosting;
using PostHogPS.Watching;

namespace PostHogPS.Commands;

/// <summary>
/// Shows the state of batch exports until Ctrl+C: a table that is redrawn in place, or one line per change where the
/// host cannot redraw. One list request per project and look. Writes no objects, unless -PassThru asks for the changes.
/// </summary>
[Cmdlet(VerbsCommon.Watch, "PHBatchExport")]
[OutputType(typeof(BatchExportHealth))]
public sealed class WatchPHBatchExportCommand : OperationCmdlet
{
    private readonly HealthComparison _comparison = HealthComparison.Begin();
    private ExportWatch? _watch;
    private LiveScreen? _screen;

    /// <summary><para>Time between two looks; a number means seconds.</para></summary>
    [Parameter]
    [TimeSpanTransformation]
    [ArgumentCompleter(typeof(TimeSpanCompleter))]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary><para>Ends after so many looks. Default: continues until Ctrl+C.</para></summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = int.MaxValue;

    /// <summary><para>The allowed lag, as for Get-PHBatchExportHealth.</para></summary>
    [Parameter]
    [TimeSpanTransformation]
    [ArgumentCompleter(typeof(TimeSpanCompleter))]
    public TimeSpan? MaxLag { get; set; }

    /// <summary>
    /// <para>Draws nothing and gives objects instead: the health of every export at the first look, then of each whose state or
    /// number of failures has changed.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>
    /// <para>With -PassThru: at the first look only what is unhealthy, then what becomes unhealthy, healthy again, or changes
    /// its state.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter ChangedOnly { get; set; }

    private ExportWatch Watched => _watch ??= new ExportWatch(Command, Scopes, Resolver, Health, MaxLag);

    /// <inheritdoc/>
    protected override void BeginProcessing() => Try(null, () =>
    {
        base.BeginProcessing();
        if (ChangedOnly && !PassThru)
            throw Problems.Needs(nameof(ChangedOnly), nameof(PassThru), "Add -PassThru. Where nothing can be redrawn, lines without it are of changes only.");
    });

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(BatchExport, () =>
    {
        foreach (BatchExportReference? reference in References ?? [null!])
            Try(reference?.Piped.Input, () => Choose(reference));
    });

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _screen = PassThru ? null : LiveScreen.Create(Host);
        for (int left = Count; left > 0 && !Watched.IsEmpty; left--)
        {
            if (Watched.Look(ChangedOnly ? _comparison : null, GiveChange) is not { } look)
                return;
            Show(look);
            Watched.Remember(look);
            if (left > 1)
                Delay(Interval);
        }
    }

    private void Choose(BatchExportReference? reference)
    {
        if (reference is null || reference.Piped.Kind is PipedKind.Project or PipedKind.Connection)
        {
            if (AllProjects)
                Scopes.CheckAllProjects(reference?.Piped);
            ProjectScope scope = reference is null ? Scopes.Default() : Scopes.Resolve(reference.Piped);
            foreach (WatchedProject project in (AllProjects ? Scopes.ReadAll(scope.Connection) : [scope]).Select(Watched.Add))
                (project.IncludesNew, project.IsOneOfAll) = (true, AllProjects);
            return;
        }

        foreach (BatchExportTarget target in Exports([reference]))
            Watched.Add(target.Scope).Add(target.Id);
    }

    private void Show(WatchLook look)
    {
        if (ChangedOnly)
        {
            WatchTable.Sort(look.Exports).ForEach(export => GiveChange(export.Health));
            _comparison.Finish();
        }
        else if (PassThru)
            WriteObject(WatchTable.Sort(look.Changed).Select(export => export.Health), enumerateCollection: true);
        else if (_screen is null)
            WatchLines.Format(look).ForEach(WriteLine);
        else
            _screen.Draw(new WatchTable(_screen.Cells, Colours.OnScreen(SessionState))
                .Lines(look.Exports, look.FormatTitle(Watched.Hosts, Interval), look.Failures, look.Now, _screen.Width, _screen.Height));
    }

    private void GiveChange(BatchExportHealth health) => _comparison.GiveChanged(health, given => WriteObject(given));

    // As Write-Host does: seen, redirectable (6>), and never in the pipeline.
    private void WriteLine(string line) => WriteInformation(new HostInformationMessage { Message = line }, ["PSHOST"]);
}
