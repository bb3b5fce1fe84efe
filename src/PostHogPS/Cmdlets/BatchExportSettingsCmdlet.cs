using System;
using System.Collections;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;
using PostHogPS.Contracts;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Cmdlets;

/// <summary>The settings of a batch export that can be given when it is made and when it is changed.</summary>
public abstract class BatchExportSettingsCmdlet : ProjectCmdlet
{
    private BatchExportResolver? _resolver;

    /// <summary><para>Id of the integration that holds the destination's credentials (Get-PHIntegration).</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(IntegrationCompleter))]
    public long? IntegrationId { get; set; }

    /// <summary><para>Weekly exports: the day an interval starts on, by name or as 0 (Sunday) to 6.</para></summary>
    [Parameter]
    public DayOfWeek? OffsetDay { get; set; }

    /// <summary><para>Daily and weekly exports: the local hour an interval starts at.</para></summary>
    [Parameter]
    [ValidateRange(0, 23)]
    public int? OffsetHour { get; set; }

    /// <summary><para>IANA name of the timezone that daily and weekly intervals follow.</para></summary>
    [Parameter]
    [Spelling(ServerWord.Timezone)]
    [ArgumentCompleter(typeof(TimezoneCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Timezone { get; set; }

    /// <summary><para>No scheduled run before this time; $null for no bound. A day means its midnight in the export's timezone.</para></summary>
    [Parameter]
    [OptionalDateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput? StartAt { get; set; }

    /// <summary><para>No scheduled run after this time; $null for no bound. A day means its midnight in the export's timezone.</para></summary>
    [Parameter]
    [OptionalDateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput? EndAt { get; set; }

    /// <summary><para>The query of an export with the model hogql; $null for none.</para></summary>
    [Parameter]
    [AllowNull]
    public string? HogQLQuery { get; set; }

    /// <summary><para>Modifiers of the query (newer servers).</para></summary>
    [Parameter]
    [AllowNull]
    public IDictionary? HogQLModifiers { get; set; }

    /// <summary><para>Filters of an events export, each a hashtable with a type of event, hogql or person; $null or @() for none.</para></summary>
    [Parameter]
    [Alias("Filters")]
    [AllowNull]
    [AllowEmptyCollection]
    public object[]? Filter { get; set; }

    /// <summary><para>Columns that name a row (model hogql, newer servers).</para></summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyCollection]
    public string[]? PrimaryKey { get; set; }

    /// <summary><para>Columns that tell the newer of two rows (model hogql, newer servers).</para></summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyCollection]
    public string[]? VersionKey { get; set; }

    /// <summary><para>APPEND writes new rows, MERGE replaces rows with the same primary key (model hogql, newer servers).</para></summary>
    [Parameter]
    [ValidateSet("APPEND", "MERGE")]
    public string? IncrementalMode { get; set; }

    private protected BatchExportResolver Resolver => _resolver ??= new BatchExportResolver(Command, Scopes, takesParts: false);

    /// <summary>A schedule bound. For day and week exports a day is one of their own calendar, never shifted.</summary>
    private protected static DateTimeOffset? Bound(DateInput? input, string parameter, string interval, string timezone)
    {
        if (input is null)
            return null;
        input.ThrowIfBad(parameter);
        if (input.Day is not { } day || interval is not ("day" or "week"))
            return input.Instant;
        TimeZoneInfo zone = Timezones.Find(timezone)
            ?? throw Problems.Validation($"This machine does not know the timezone '{timezone}', so it cannot tell when a day begins there.",
                "Give an instant with an offset: 2026-08-01T00:00:00+02:00.");
        return LocalTime.ToInstant(zone, day, 0);
    }

    /// <summary>Refuses offsets that the interval has no use for, as the server would.</summary>
    private protected void CheckOffsets(string interval)
    {
        if (OffsetDay is not null && interval != "week")
            throw Problems.Validation($"-OffsetDay is for weekly exports; the interval is '{interval}'.", "Add -Interval week, or leave -OffsetDay out.");
        if (OffsetHour is not null && interval is not ("day" or "week"))
            throw Problems.Validation($"-OffsetHour is for daily and weekly exports; the interval is '{interval}'.",
                "Add -Interval day, or leave -OffsetHour out.");
    }

    private protected static void CheckBounds(DateTimeOffset? start, DateTimeOffset? end)
    {
        if (start >= end)
            throw Problems.Validation($"-StartAt ({InstantText.FormatExact(start!.Value)}) is not before -EndAt ({InstantText.FormatExact(end!.Value)}), "
                + "so no run would ever be scheduled.");
    }
}
