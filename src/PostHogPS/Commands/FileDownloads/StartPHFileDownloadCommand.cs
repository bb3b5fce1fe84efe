using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Downloads;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>Starts an export to files that Save-PHFileDownload fetches (POST). Never sent twice.</summary>
[Cmdlet(VerbsLifecycle.Start, "PHFileDownload", SupportsShouldProcess = true)]
[OutputType(typeof(FileDownload))]
public sealed class StartPHFileDownloadCommand : ProjectCmdlet
{
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
        var request = new FileDownloadRequest(Model, FileFormat, Compression)
        {
            MaxFileSizeMB = MaxFileSizeMB,
            IsSingleFile = SingleFile,
            IncludedEvents = IncludeEvent,
            ExcludedEvents = ExcludeEvent,
            HogQLQuery = HogQLQuery,
            HogQLModifiers = HogQLModifiers is null ? null : PlainValue.CopyBag(HogQLModifiers),
        };
        request.Check(hasStart: Start is not null);
        var range = new FileDownloadRange(Start, End);
        // What no clock can make right is refused before the server is asked for its time.
        if (!scope.Session.KnowsServerTime)
            range.CheckAtAnyClock(scope.Session.LatestPast);
        (DateTimeOffset? start, DateTimeOffset? end) = range.At(range.IsCounted ? Clock.CertainMoment(scope) : Clock.Moment(scope));
        Dictionary<string, object?> body = request.CreateBody(start, end);
        string described = start is null ? ""
            : $" from {InstantText.FormatExact(start.Value)}" + (end is null ? "" : $" to {InstantText.FormatExact(end.Value)}");
        if (!ShouldProcess($"{Model}{described} of {scope.Description}", $"Export to {FileFormat} files"))
            return;

        Guid id = Await(call => scope.Session.FileDownloads.StartAsync(scope.Project, body, call));
        WriteObject(scope.Stamp(new FileDownload { Id = id, Extension = request.Extension }));
    }
}
