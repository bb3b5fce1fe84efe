using System;

namespace PostHogPS;

/// <summary>What is about a batch export without being one: gaps, health, coverage, plans and results can be piped to what acts on the export.</summary>
internal interface INamesBatchExport
{
    Guid BatchExportId { get; set; }

    string BatchExportName { get; set; }
}
