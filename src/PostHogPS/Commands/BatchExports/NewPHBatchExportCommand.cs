using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Destinations;
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
    /// <para>Where to: what New-PHBatchExportDestination makes, or a hashtable with type, config and integration. A whole export
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
        if (IntegrationId is null && destination.IntegrationId is { } foreign && Destination.SourcePiped is { } source)
            CheckIntegration(scope, source, foreign);
        long? integration = IntegrationId ?? destination.IntegrationId;
        Check(destination, integration);
        Dictionary<string, object?> body = Body(destination, integration, Clock.Moment(scope));
        if (!Force)
            CheckName(scope);
        if (!ShouldProcess($"batch export '{Name}' ({Model} to {destination.Type}, {Interval}{(Paused ? ", paused" : "")}) in {scope.Description}", "Create"))
            return;

        BatchExport made = scope.Stamp(Await(call => scope.Session.BatchExports.CreateAsync(scope.Project, body, call)));
        WarnOfIgnoredSettings(made);
        WriteObject(made);
    }

    // An older server ignores what it does not know, and says nothing; the export then runs on other days.
    private void WarnOfIgnoredSettings(BatchExport made)
    {
        var ignored = new List<string>();
        Note("timezone", Timezone is { } zone && !zone.Equals(made.Timezone, StringComparison.OrdinalIgnoreCase));
        Note("offset_day", OffsetDay is { } day && (int)day != (made.OffsetDay ?? 0));
        Note("offset_hour", OffsetHour is { } hour && hour != (made.OffsetHour ?? 0));
        Note("filters", Filter is { Length: > 0 } && made.Filters.Length == 0);
        Note("incremental_mode", IncrementalMode is { Length: > 0 } && string.IsNullOrEmpty(made.IncrementalMode));
        if (ignored.Count > 0)
            WriteWarning($"The server made the export without an error but did not apply: {string.Join(", ", ignored)}. It is probably too old to know it.");

        void Note(string field, bool isLost)
        {
            if (isLost)
                ignored.Add(field);
        }
    }

    // A copy goes where its original is, unless told otherwise.
    private ProjectScope ScopeOf(PipedObject? source) =>
        source is null || Connection is not null || ProjectId is not null ? Scopes.Default() : Scopes.Resolve(source);

    // Integrations belong to a project: elsewhere the same number is another one, or none.
    private static void CheckIntegration(ProjectScope scope, PipedObject source, long integration)
    {
        PostHogConnection? origin = source.Origin;
        bool sameServer = source.MayBeFrom(scope.Connection) || (origin?.HostUri == scope.Connection.HostUri && !scope.Connection.IsSandbox);
        bool sameProject = source.ProjectId is null || !ProjectText.TryId(scope.Project, out long project) || project == source.ProjectId;
        if (!sameServer || !sameProject)
            throw Problems.Validation($"The integration {integration} of '{source.Name}' belongs to project {source.ProjectId}"
                + $"{(sameServer ? "" : " on " + (origin?.Host ?? source.OriginHost?.Host ?? "another connection"))} and is "
                + $"not one of {scope.Description}.",
                "Get-PHIntegration shows those of the project; give one with -IntegrationId.");
    }

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

    private void Check(BatchExportDestinationDefinition destination, long? integration)
    {
        if (string.IsNullOrWhiteSpace(Name))
            throw Problems.Validation("A batch export's name may not be blank.");
        CheckOffsets(Interval);
        if (!destination.IsStored)
            DestinationSchema.Check(destination.Type, destination.WholeConfig());
        DestinationRules.CheckNew(destination.Type, destination.WholeConfig(), integration);
        bool hogql = Model.Equals("hogql", StringComparison.OrdinalIgnoreCase);
        if (destination.Type == "HTTP" && !Model.Equals("events", StringComparison.OrdinalIgnoreCase))
            throw Problems.Validation($"HTTP exports carry events only; -Model is {Model}.");
        if (hogql && string.IsNullOrWhiteSpace(HogQLQuery))
            throw Problems.Validation("An export with the model hogql needs -HogQLQuery.");
        if (!hogql && (PrimaryKey is { Length: > 0 } || VersionKey is { Length: > 0 } || HogQLModifiers is { Count: > 0 }))
            throw Problems.Validation($"-PrimaryKey, -VersionKey and -HogQLModifiers belong to the model hogql; -Model is {Model}.");
        if (hogql && string.Equals(IncrementalMode, "MERGE", StringComparison.OrdinalIgnoreCase) && PrimaryKey is not { Length: > 0 })
            throw Problems.Validation("-IncrementalMode MERGE needs -PrimaryKey: it says which rows are one.");
    }

    private Dictionary<string, object?> Body(BatchExportDestinationDefinition destination, long? integration, DateTimeOffset now)
    {
        DateTimeOffset? start = Bound(StartAt?.CountFrom(now), nameof(StartAt), Interval, Timezone ?? "UTC");
        DateTimeOffset? end = Bound(EndAt?.CountFrom(now), nameof(EndAt), Interval, Timezone ?? "UTC");
        CheckBounds(start, end);
        var body = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = Name.Trim(),
            ["model"] = Model,
            ["interval"] = Interval,
            ["paused"] = Paused.IsPresent,
            ["destination"] = DestinationBody.CreateFrom(destination.Type, destination.WholeConfig(), integration),
        };
        Add("timezone", Timezone);
        Add("offset_day", (int?)OffsetDay);
        Add("offset_hour", OffsetHour);
        Add("start_at", start is { } s ? InstantText.FormatExact(s) : null);
        Add("end_at", end is { } e ? InstantText.FormatExact(e) : null);
        Add("hogql_query", string.IsNullOrEmpty(HogQLQuery) ? null : HogQLQuery);
        Add("hogql_modifiers", HogQLModifiers is { Count: > 0 } ? PlainValue.CopyBag(HogQLModifiers) : null);
        Add("filters", Filter is { Length: > 0 } ? ServerWords.SpellFilters(PlainValue.CreateFrom(Filter)) : null);
        Add("primary_key", PrimaryKey is { Length: > 0 } ? PrimaryKey : null);
        Add("version_key", VersionKey is { Length: > 0 } ? VersionKey : null);
        Add("incremental_mode", IncrementalMode?.ToUpperInvariant());
        return body;

        void Add(string key, object? value)
        {
            if (value is not null)
                body[key] = value;
        }
    }
}
