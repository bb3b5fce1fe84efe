using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Cmdlets;
using PostHogPS.Connections;
using PostHogPS.Reading;

namespace PostHogPS.Commands;

/// <summary>Returns whether all batch exports are healthy: one Boolean, for scripts.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PHBatchExportHealth")]
[OutputType(typeof(bool))]
public sealed class TestPHBatchExportHealthCommand : HealthCmdlet
{
    private bool _good = true;
    private bool _asked;

    /// <summary>
    /// <para>Also compares rows since -After, or of the last seven days: rows that no run exported make the export unhealthy.
    /// Costs a query and a request per hundred runs and export.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Rows { get; set; }

    /// <summary><para>Does not name the unhealthy ones on the warning stream.</para></summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    // Nothing is written before all of them have been judged.
    private protected override bool IsWide => true;

    private protected override bool ComparesRows => Rows;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _asked = true;
        Try(BatchExport, () =>
        {
            bool any = false;
            foreach (BatchExportTarget target in Exports())
            {
                any = true;
                Readings.Add(target);
            }

            if (BatchExport is not null && !any && !HasFailed)
                WarnNothingChecked();
        });
        Readings.WriteReady();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (!_asked && !HasFailed)
            WarnNothingChecked();
        // An export that could not be read is not known to be healthy.
        WriteObject(_good && !HasFailed);
    }

    private protected override ItemReader<BatchExportHealth> Read(BatchExportTarget target) =>
        Health.Read(target, MaxLag, After, Rows ? After ?? DateReader.Read("-7d") : null);

    private protected override void Give(BatchExportHealth health)
    {
        if (health.CoverageNote is { } nothing)
            Note($"No interval of {health.BatchExportName} was looked at. {nothing}");
        if (health.RowsNote is { } reason)
            Note($"The rows of {health.BatchExportName} were not compared. {reason}");

        if ((!health.IsHealthy || health.Changed == true) && !Quiet)
        {
            string next = health.Suggestion is null ? "" : " " + health.Suggestion;
            WriteWarning($"{health.BatchExportName} is {health.State}{FormatChange(health)}. {health.Reason}{next}");
        }
    }

    private protected override void Judge(BatchExportHealth health) => _good &= health.IsHealthy;

    // No failure, and no proof either.
    private void Note(string note)
    {
        if (Quiet)
            WriteVerbose(note);
        else
            WriteWarning(note);
    }

    private static string FormatChange(BatchExportHealth health) =>
        health is { Changed: true, PreviousState: { } before } ? $" (was {before})" : "";

    private void WarnNothingChecked()
    {
        _good = false;
        WriteWarning($"Nothing was checked: {ExportSelection.WhyNothing(BatchExport)}.");
    }
}
