using PostHogPS.Connections;

namespace PostHogPS.Cmdlets.Execution;

/// <summary>What a cmdlet reads of several exports side by side, whatever the kind of its items.</summary>
internal interface IExportReadings
{
    /// <summary>Adds an export at the end.</summary>
    void Add(BatchExportTarget target);

    /// <summary>At the end of a record of the pipeline: writes what is there.</summary>
    void WriteReady();

    /// <summary>Writes all that is left.</summary>
    void WriteAll();
}
