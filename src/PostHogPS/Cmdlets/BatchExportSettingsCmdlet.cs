using System;
using System.Collections;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Changes;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;
using PostHogPS.Schedule;

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

    /// <summary>What was given, as plain values.</summary>
    /// <param name="name">What -Name holds.</param>
    /// <param name="interval">What -Interval holds.</param>
    /// <param name="paused">What -Paused holds.</param>
    /// <param name="model">What -Model holds, where there is one.</param>
    /// <param name="source">The export that is copied: what was not given comes from it.</param>
    private protected ExportSettings ReadSettings(string? name, string? interval, bool paused, string? model = null, BatchExport? source = null)
    {
        var settings = new ExportSettings(Given)
        {
            Name = name,
            Model = model,
            Interval = interval,
            Paused = paused,
            IntegrationId = IntegrationId,
            Timezone = Timezone,
            OffsetDay = OffsetDay,
            OffsetHour = OffsetHour,
            StartAt = StartAt,
            EndAt = EndAt,
            HogQLQuery = HogQLQuery,
            HogQLModifiers = HogQLModifiers,
            Filter = Filter,
            PrimaryKey = PrimaryKey,
            VersionKey = VersionKey,
            IncrementalMode = IncrementalMode,
        };
        if (source is not null)
            settings.InheritFrom(source);
        settings.Filter = ServerWords.SpellFilters(PlainValue.CreateFrom(settings.Filter)) as object?[];
        settings.HogQLModifiers = settings.HogQLModifiers is { } modifiers ? PlainValue.CopyBag(modifiers) : null;
        return settings;
    }
}
