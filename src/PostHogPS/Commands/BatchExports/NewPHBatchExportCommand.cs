using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Changes;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>Creates a batch export (POST). Never sent twice: after a lost answer the error says how to find out.</summary>
[Cmdlet(VerbsCommon.New, "PHBatchExport", SupportsShouldProcess = true)]
[OutputType(typeof(BatchExport))]
public sealed class NewPHBatchExportCommand : BatchExportSettingsCmdlet
{
    /// <summary><para>The name.</para></summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Name { get; set; } = "";

    /// <summary>
    /// <para>Where to: what New-PHBatchExportDestination makes, or a hashtable with type, config and integration. An export
    /// is copied: every setting that is not given comes from it.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [DestinationTransformation]
    public DestinationInput Destination { get; set; } = null!;

    /// <summary><para>How often: hour, day, week, or "every 5 minutes" ("5 min") and the like where the project has it enabled.</para></summary>
    [Parameter]
    [IntervalTransformation]
    [ArgumentCompleter(typeof(IntervalCompleter))]
    [ValidateNotNullOrEmpty]
    public string Interval { get; set; } = "hour";

    /// <summary><para>What: events, persons, sessions or hogql. Cannot be changed later.</para></summary>
    [Parameter]
    [Spelling(ServerWord.Model)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [ValidateNotNullOrEmpty]
    public string Model { get; set; } = "events";

    /// <summary><para>Creates it paused: nothing runs before Resume-PHBatchExport.</para></summary>
    [Parameter]
    public SwitchParameter Paused { get; set; }

    /// <summary><para>Creates it even when the project has an export of that name already.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(Name, Create, e => e.Kind == PostHogErrorKind.FateUnknown
        ? $"Look before you try again: {CommandLine.ForName("Get-PHBatchExport", Name.Trim())} shows whether it was created." : null);

    private void Create()
    {
        ProjectScope scope = ScopeOf(Destination.SourcePiped);
        Inherit(Destination.Source);
        BatchExportDestinationDefinition destination = Destination.Definition;
        if (IntegrationId is null)
            Destination.CheckIntegration(scope);
        NewBatchExport wanted = Read(destination);
        wanted.Check();
        DateTimeOffset now = Clock.Moment(scope);
        wanted.StartAt = ScheduleSettings.ReadBound(StartAt?.CountFrom(now), nameof(StartAt), Interval, Timezone ?? "UTC");
        wanted.EndAt = ScheduleSettings.ReadBound(EndAt?.CountFrom(now), nameof(EndAt), Interval, Timezone ?? "UTC");
        Dictionary<string, object?> body = wanted.CreateBody();
        if (!Force)
            CheckName(scope);
        if (!ShouldProcess($"batch export '{Name}' ({Model} to {destination.Type}, {Interval}{(Paused ? ", paused" : "")}) in {scope.Description}", "Create"))
            return;

        BatchExport made = scope.Stamp(Await(call => scope.Session.BatchExports.CreateAsync(scope.Project, body, call)));
        string[] ignored = wanted.NotTaken(made).ToArray();
        if (ignored.Length > 0)
            WriteWarning($"The server made the export without an error but did not apply: {string.Join(", ", ignored)}. It is probably too old to know it.");
        WriteObject(made);
    }

    private NewBatchExport Read(BatchExportDestinationDefinition destination) => new(Name, Model, Interval, destination)
    {
        IntegrationId = IntegrationId ?? destination.IntegrationId,
        IsPaused = Paused,
        Timezone = Timezone,
        OffsetDay = OffsetDay,
        OffsetHour = OffsetHour,
        HogQLQuery = HogQLQuery,
        HogQLModifiers = HogQLModifiers is null ? null : PlainValue.CopyBag(HogQLModifiers),
        Filters = ServerWords.SpellFilters(PlainValue.CreateFrom(Filter)) as object?[],
        PrimaryKey = PrimaryKey,
        VersionKey = VersionKey,
        IncrementalMode = IncrementalMode,
    };

    // A copy goes to the project of its original, unless -Connection or -ProjectId is given.
    private ProjectScope ScopeOf(PipedObject? source) =>
        source is null || Connection is not null || ProjectId is not null ? Scopes.Default() : Scopes.Resolve(source);

    // An export read from the server, or a copy of one: to take its destination alone would make another export of it.
    private void Inherit(BatchExport? from)
    {
        Model = Own(nameof(Model), Model, from?.Model ?? "events");
        Interval = Own(nameof(Interval), Interval, from?.Interval ?? "hour");
        Timezone = Own(nameof(Timezone), Timezone, from is { Timezone.Length: > 0 } ? from.Timezone : null);
        // As far as they say something to the interval, as in a change of it.
        OffsetDay = Own(nameof(OffsetDay), OffsetDay, Interval == "week" ? (DayOfWeek?)from?.OffsetDay : null);
        OffsetHour = Own(nameof(OffsetHour), OffsetHour, Interval is "week" or "day" ? from?.OffsetHour : null);
        StartAt = Own(nameof(StartAt), StartAt, from?.StartAt is { } start ? DateReader.Read(start) : null);
        EndAt = Own(nameof(EndAt), EndAt, from?.EndAt is { } end ? DateReader.Read(end) : null);
        Paused = Own<SwitchParameter>(nameof(Paused), Paused, from?.Paused == true);
        Filter = Own(nameof(Filter), Filter, from?.Filters.OfType<object>().ToArray());
        BatchExport? query = Model.Equals("hogql", StringComparison.OrdinalIgnoreCase) ? from : null;
        HogQLQuery = Own(nameof(HogQLQuery), HogQLQuery, query?.HogQLQuery);
        HogQLModifiers = Own<IDictionary?>(nameof(HogQLModifiers), HogQLModifiers, query is null ? null : new Hashtable((IDictionary)query.HogQLModifiers));
        PrimaryKey = Own(nameof(PrimaryKey), PrimaryKey, query?.PrimaryKey.ToArray());
        VersionKey = Own(nameof(VersionKey), VersionKey, query?.VersionKey.ToArray());
        IncrementalMode = Own(nameof(IncrementalMode), IncrementalMode, query?.IncrementalMode);

        T Own<T>(string parameter, T given, T inherited) => Given(parameter) ? given : inherited;
    }

    // PostHog takes the same name twice. A runbook that runs twice would then export everything twice.
    private void CheckName(ProjectScope scope)
    {
        List<BatchExport> namesakes = Resolver.Namesakes(scope, Name.Trim());
        if (namesakes.Count > 0)
            throw Problems.NameInUse(Name, scope.Description, namesakes,
                $"To change it: Set-PHBatchExport {namesakes[0].Id}. To make a second one of the same name: -Force.");
        // Whatever becomes of the create, the next one looks again.
        Resolver.ForgetLists();
    }
}
