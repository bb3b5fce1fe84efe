using System;
using System.Collections.Generic;
using PostHogPS.Changes;
using PostHogPS.Contracts;
using PostHogPS.Destinations;
using PostHogPS.Text;

namespace PostHogPS.Downloads;

/// <summary>What a file download is to contain, as its parameters say it, and the body that asks PostHog for it.</summary>
internal sealed class FileDownloadRequest(string model, string format, string? compression)
{
    /// <summary>The files take at most so many megabytes each; null for PostHog's own limit.</summary>
    internal int? MaxFileSizeMB { get; set; }

    /// <summary>True for one file, however large.</summary>
    internal bool IsSingleFile { get; set; }

    /// <summary>Names of the events to export; null for all.</summary>
    internal string[]? IncludedEvents { get; set; }

    /// <summary>Names of the events to leave out.</summary>
    internal string[]? ExcludedEvents { get; set; }

    /// <summary>The query of the model hogql.</summary>
    internal string? HogQLQuery { get; set; }

    /// <summary>Modifiers of the query; null where none were given.</summary>
    internal Dictionary<string, object?>? HogQLModifiers { get; set; }

    /// <summary>The ending of the files' names.</summary>
    internal string Extension => format == "Parquet" ? "parquet" : "jsonl" + compression switch { "gzip" => ".gz", "brotli" => ".br", _ => "" };

    private bool IsQuery => model == "hogql";

    /// <summary>Rejects parameters that contradict each other.</summary>
    /// <param name="hasStart">Whether -Start was given.</param>
    internal void Check(bool hasStart)
    {
        if (IsSingleFile && MaxFileSizeMB is not null)
            throw Problems.Validation("-SingleFile writes one file of any size, so it cannot be combined with -MaxFileSizeMB.", "Leave one of them out.");
        if (IsQuery && string.IsNullOrWhiteSpace(HogQLQuery))
            throw Problems.Validation("The model hogql needs -HogQLQuery.");
        if (!IsQuery && (HogQLQuery is not null || HogQLModifiers is not null))
            throw Problems.Validation($"{(HogQLQuery is null ? "-HogQLModifiers" : "-HogQLQuery")} belongs to the model hogql; -Model is {model}.",
                "Add -Model hogql.");
        if (!hasStart && !IsQuery)
            throw Problems.Validation("-Start is missing: PostHog exports at most seven days to files.", "Start-PHFileDownload -Start yesterday");
    }

    /// <summary>The body of the request; a thrown problem where the format does not take the compression.</summary>
    /// <param name="start">Start of the range; null for none.</param>
    /// <param name="end">End of the range; null for none.</param>
    internal Dictionary<string, object?> CreateBody(DateTimeOffset? start, DateTimeOffset? end)
    {
        var file = new Dictionary<string, object?>(StringComparer.Ordinal) { ["format"] = format };
        file.AddGiven("compression", compression);
        // Left out it means 1024.
        file.AddGiven("max_size_mb", IsSingleFile ? 0 : MaxFileSizeMB);
        DestinationRules.CheckConfig("AzureBlob",
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["file_format"] = format, ["compression"] = compression });
        var body = new Dictionary<string, object?>(StringComparer.Ordinal) { ["model"] = model, ["file"] = file };
        body.AddGiven("data_interval_start", start is { } first ? InstantText.FormatExact(first) : null);
        body.AddGiven("data_interval_end", end is { } last ? InstantText.FormatExact(last) : null);
        body.AddGiven("include", IncludedEvents);
        body.AddGiven("exclude", ExcludedEvents);
        if (IsQuery)
            body["hogql_query"] = HogQLQuery;
        body.AddGiven("hogql_modifiers", HogQLModifiers is { Count: > 0 } ? HogQLModifiers : null);
        return body;
    }
}
