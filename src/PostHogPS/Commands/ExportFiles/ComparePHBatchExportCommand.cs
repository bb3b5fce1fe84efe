using System.Linq;
using System.Management.Automation;
using PostHogPS.Cmdlets;
using PostHogPS.ExportFiles;

namespace PostHogPS.Commands;

/// <summary>Says what differs between the files of batch exports and PostHog, property by property. Nothing to say: no output.</summary>
[Cmdlet(VerbsData.Compare, "PHBatchExport")]
[OutputType(typeof(BatchExportDifference), typeof(bool))]
public sealed class ComparePHBatchExportCommand : ExportFilesCmdlet
{
    private bool _isSame;

    /// <summary><para>Gives one Boolean: true where nothing differs. For scripts and CI.</para></summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        // What could not be compared is not known to be the same.
        if (Quiet)
            WriteObject(_isSame && !HasFailed);
    }

    private protected override void Process(ExportFileSet files, ProjectExports project)
    {
        var comparison = ExportComparison.Create(files.Files, project);
        Report(Path, comparison.Problems);
        // A folder without a file is a wrong path, or says nothing about the project.
        _isSame = comparison.Differences.Count == 0 && files.Files.Count > 0;
        if (!Quiet)
            WriteObject(comparison.Differences.ToArray(), enumerateCollection: true);
    }
}
