using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Destinations;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>Starts an export to files that Save-PHFileDownload fetches (POST). Never sent twice.</summary>
[Cmdlet(VerbsLifecycle.Start, "PHFileDownload", SupportsShouldProcess = true)]
[OutputType(typeof(FileDownload))]
public sealed class StartPHFileDownloadCommand : ProjectCmdlet
{
    private static readonly TimeSpan LongestRange = TimeSpan.FromDays(7);

    // (Get-Date).AddDays(-7) and (Get-Date) in one line are a moment more than a week apart.
    private static readonly TimeSpan Breath = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Moments = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LargestSkew = TimeSpan.FromHours(12);

    /// <summary><para>From when.</para></summary>
    [Parameter(Position = 0)]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput? Start { get; set; }

    /// <summary><para>Until when, at most seven days later. Default: now.</para></summary>
    [Parameter(Position = 1)]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput? End { get; set; }

    /// <summary><para>What: events, persons, sessions or hogql.</para></summary>
    [Parameter]
    [Spelling(ServerWord.Model)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [ValidateNotNullOrEmpty]
    public string Model { get; set; } = "events";

    /// <summary><para>Format of the files.</para></summary>
    [Parameter]
    [Spelling(ServerWord.FileFormat)]
    [ValidateSet("Parquet", "JSONLines")]
    public string FileFormat { get; set; } = "Parquet";

    /// <summary><para>Compression: Parquet takes all, JSONLines gzip and brotli. Default: none.</para></summary>
    [Parameter]
    [Spelling(ServerWord.Compression)]
    [ValidateSet("zstd", "lz4", "snappy", "gzip", "brotli")]
    public string? Compression { get; set; }

    /// <summary><para>Begins a new file at this size. Default: 1024 (PostHog's).</para></summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaxFileSizeMB { get; set; }

    /// <summary><para>Everything goes into one file, however large.</para></summary>
    [Parameter]
    public SwitchParameter SingleFile { get; set; }

    /// <summary><para>Only these events.</para></summary>
    [Parameter]
    public string[]? IncludeEvent { get; set; }

    /// <summary><para>All but these events.</para></summary>
    [Parameter]
    public string[]? ExcludeEvent { get; set; }

    /// <summary><para>The query, for the model hogql.</para></summary>
    [Parameter]
    public string? HogQLQuery { get; set; }

    /// <summary><para>Modifiers of the query, for the model hogql.</para></summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? HogQLModifiers { get; set; }

    private protected override TimeWindow Window => new(nameof(Start), Start, nameof(End), End) { EndsInPast = true };

    private bool IsQuery => Model == "hogql";

    /// <inheritdoc/>
    protected override void EndProcessing() => Try(Model, Begin, e => e.Kind switch
    {
        PostHogErrorKind.FateUnknown => "Look before you try again: Get-PHFileDownload shows whether it was started.",
        PostHogErrorKind.TooManyFileDownloads => "Wait for running ones, or cancel some: Get-PHFileDownload -State Running | Stop-PHFileDownload.",
        _ => null,
    });

    private void Begin()
    {
        RefuseNothing("Event", "The name of an event", nameof(IncludeEvent), nameof(ExcludeEvent));
        ProjectScope scope = Scopes.Default();
        string format = FileFormat;
        string? compression = Compression;
        Check();
        // What no clock can make right is refused before the server is asked for its time.
        if (!scope.Session.KnowsServerTime)
            _ = Range(scope.Session.LatestPast, LargestSkew);
        bool isCounted = Start is not null && (End is null || End.IsRelative || Start.IsRelative);
        (DateTimeOffset? start, DateTimeOffset? end) = Range(isCounted ? Clock.CertainMoment(scope) : Clock.Moment(scope), TimeSpan.Zero);
        var file = new Dictionary<string, object?>(StringComparer.Ordinal) { ["format"] = format };
        if (compression is not null)
            file["compression"] = compression;
        if (MaxFileSizeMB is not null)
            file["max_size_mb"] = MaxFileSizeMB;
        // Left out it means 1024.
        if (SingleFile)
            file["max_size_mb"] = 0;
        DestinationRules.CheckConfig("AzureBlob", new Dictionary<string, object?>(StringComparer.Ordinal) { ["file_format"] = format, ["compression"] = compression });
        Dictionary<string, object?> body = Body(file, start, end);
        string range = start is null ? "" : $" from {InstantText.FormatExact(start.Value)}" + (end is null ? "" : $" to {InstantText.FormatExact(end.Value)}");
        if (!ShouldProcess($"{Model}{range} of {scope.Description}", $"Export to {format} files"))
            return;

        Guid id = Await(call => scope.Session.FileDownloads.StartAsync(scope.Project, body, call));
        string extension = format == "Parquet" ? "parquet" : "jsonl" + compression switch { "gzip" => ".gz", "brotli" => ".br", _ => "" };
        WriteObject(scope.Stamp(new FileDownload { Id = id, Extension = extension }));
    }

    private void Check()
    {
        if (SingleFile && MaxFileSizeMB is not null)
            throw Problems.Validation("-SingleFile writes one file of any size, so it cannot be combined with -MaxFileSizeMB.", "Leave one of them out.");
        if (IsQuery && string.IsNullOrWhiteSpace(HogQLQuery))
            throw Problems.Validation("The model hogql needs -HogQLQuery.");
        if (!IsQuery && (HogQLQuery is not null || HogQLModifiers is not null))
            throw Problems.Validation($"{(HogQLQuery is null ? "-HogQLModifiers" : "-HogQLQuery")} belongs to the model hogql; -Model is {Model}.", "Add -Model hogql.");
        if (Start is null && !IsQuery)
            throw Problems.Validation("-Start is missing: PostHog exports at most seven days to files.", "Start-PHFileDownload -Start yesterday");
    }

    private (DateTimeOffset?, DateTimeOffset?) Range(DateTimeOffset now, TimeSpan skew)
    {
        // Both counted from now, or neither: then the clock does not matter.
        TimeSpan doubt = Start?.IsRelative == (End?.IsRelative ?? true) ? TimeSpan.Zero : skew;
        DateTimeOffset? start = Start?.CountFrom(now).Instant;
        DateTimeOffset? end = End?.CountFrom(now).Instant ?? (start is null ? null : now - start < LongestRange + Breath ? Earlier(now, start.Value + LongestRange) : now);
        if (start >= end + doubt)
            throw Problems.Validation($"-Start ({InstantText.FormatExact(start!.Value)}) is not before -End ({InstantText.FormatExact(end!.Value)}).");
        if (end > now + skew)
            throw Problems.Validation($"-End ({InstantText.FormatExact(end.Value)}) is in the future: the server's clock says {InstantText.FormatExact(now)}.",
                "-End now means now by the server's clock.");
        if (end - start > LongestRange && end - start < LongestRange + Moments)
            end = start + LongestRange;
        if (end - start > LongestRange + doubt)
            throw Problems.Validation($"PostHog exports at most seven days to files; the range has {(end - start)!.Value.TotalDays:0.##}.", "Start one download for each week.");
        return (start, end);
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private Dictionary<string, object?> Body(Dictionary<string, object?> file, DateTimeOffset? start, DateTimeOffset? end)
    {
        var body = new Dictionary<string, object?>(StringComparer.Ordinal) { ["model"] = Model, ["file"] = file };
        if (start is not null)
            body["data_interval_start"] = InstantText.FormatExact(start.Value);
        if (end is not null)
            body["data_interval_end"] = InstantText.FormatExact(end.Value);
        if (IncludeEvent is not null)
            body["include"] = IncludeEvent;
        if (ExcludeEvent is not null)
            body["exclude"] = ExcludeEvent;
        if (IsQuery)
            body["hogql_query"] = HogQLQuery;
        if (HogQLModifiers is { Count: > 0 })
            body["hogql_modifiers"] = PlainValue.CopyBag(HogQLModifiers);
        return body;
    }
}
