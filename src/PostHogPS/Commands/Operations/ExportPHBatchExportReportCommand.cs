using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Hosting;
using PostHogPS.Report;
using PostHogPS.Schedule;
using PostHogPS.Storage;

namespace PostHogPS.Commands;

/// <summary>
/// Writes one self-contained HTML file for the morning look and the post-mortem: how the exports are, every interval of
/// the window, lag, rows and bytes, errors by cause, and the repair command to paste.
/// </summary>
[Cmdlet(VerbsData.Export, "PHBatchExportReport", DefaultParameterSetName = DaysSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportPHBatchExportReportCommand : OperationCmdlet
{
    private const string DaysSet = "Days";
    private const string WindowSet = "Window";

    private bool _ready;
    private string _file = "";

    /// <summary><para>The file to write. An existing one is replaced in one step.</para></summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>
    /// <para>The batch exports: objects, ids, names or patterns; a piped project or connection means all of its exports. Default:
    /// every export of the project.</para>
    /// </summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public override BatchExportReference[]? BatchExport { get; set; }

    /// <summary><para>How many days the report looks back.</para></summary>
    [Parameter(ParameterSetName = DaysSet)]
    [ValidateRange(1, 366)]
    public int Days { get; set; } = 7;

    /// <summary><para>Start of the window, instead of -Days.</para></summary>
    [Parameter(ParameterSetName = WindowSet, Mandatory = true)]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput? After { get; set; }

    /// <summary><para>End of the window. Default: now.</para></summary>
    [Parameter]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput? Before { get; set; }

    /// <summary>
    /// <para>Also compares rows with what PostHog holds, and with earlier weeks. Costs a query and the runs of some weeks more for each
    /// export.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Rows { get; set; }

    /// <summary><para>Title of the page.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "Batch exports";

    /// <summary><para>Replaces a read-only file too.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary><para>Does not replace a file that is already there.</para></summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary><para>Gives the file back.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override TimeWindow Window => new(nameof(After), After, nameof(Before), Before);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        // Its own error says so.
        Resolver.WarnsOfNoMatch = false;
        _ready = Try(Path, FindFile);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_ready)
            Try(BatchExport, () => Selection.Collect(References, AllProjects));
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Try(Path, () =>
    {
        // A report of nothing would say that all is well, and stand where yesterday's stood.
        Selection.CheckCollected(BatchExport, "No report was written");
        IReadOnlyList<BatchExportTarget> targets = Selection.Collected;
        bool nothing = !_ready || (targets.Count == 0 && HasFailed);
        if (nothing || !ShouldProcess(_file, "Write a report"))
            return;
        ProjectScope first = targets.Count > 0 ? targets[0].Scope : Scopes.Default();
        var report = ReportData.CreateFor(Title, Window, Days, first.Session.ServerNow);
        report.ModuleVersion = ModuleInfo.Version;
        report.HasRows = Rows;
        Await(call => new ReportCollector(report).CollectAsync(targets, call));
        ReportPage.Write(report, _file, Force);
        if (PassThru)
            Command.Messages.WriteFile(new FileInfo(_file));
    });

    private void FindFile()
    {
        _file = FilePath.Resolve(this, Path);
        // Known before hundreds of requests are spent on it.
        if (NoClobber && File.Exists(_file))
            throw Problems.FileExists(_file);
        AtomicFile.CheckPlace(_file);
        if (!Command.Parameters.IsWhatIf)
            AtomicFile.Check(_file, Force);
    }
}
