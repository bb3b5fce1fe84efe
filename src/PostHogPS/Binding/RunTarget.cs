using System;
using System.Globalization;
using PostHogPS.Formatting;

namespace PostHogPS.Binding;

/// <summary>A run to act on, with its export and the place it lives in.</summary>
internal sealed class RunTarget
{
    internal RunTarget(Scope scope, Guid batchExport, Guid id, object? input, BatchExportRun? run, string? exportName)
    {
        Scope = scope;
        BatchExportId = batchExport;
        Id = id;
        Input = input;
        Run = run;
        ExportName = run?.BatchExportName ?? exportName;
    }

    internal Scope Scope { get; }

    internal Guid BatchExportId { get; }

    internal Guid Id { get; }

    internal object? Input { get; }

    internal BatchExportRun? Run { get; set; }

    internal string? ExportName { get; }

    internal ItemKey Export => new(Scope, BatchExportId);

    internal string ExportDescription => ExportName is { Length: > 0 } name ? $"'{MessageText.Name(name)}'" : BatchExportId.ToString();

    /// <summary>Which one, where.</summary>
    internal string Description =>
        $"run {Id}{(Run is null ? "" : " " + Interval)} of batch export {ExportDescription} in {Scope.Description}";

    /// <summary>The data interval in UTC.</summary>
    internal string Interval => IntervalText.Of(Run?.DataIntervalStart, Run?.DataIntervalEnd);
}

/// <summary>A data interval as a person reads it, always in UTC.</summary>
internal static class IntervalText
{
    internal static string Of(DateTimeOffset? start, DateTimeOffset? end) => $"({Text(start, "beginning")} to {Text(end, "now")} UTC)";

    /// <summary>One of its bounds alone.</summary>
    internal static string Instant(DateTimeOffset? instant) => Text(instant, "now") + " UTC";

    private static string Text(DateTimeOffset? instant, string open) =>
        instant is { } i ? i.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : open;
}
