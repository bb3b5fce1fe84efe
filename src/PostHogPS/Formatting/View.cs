using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Text;

namespace PostHogPS.Formatting;

#pragma warning disable CS1591 // Each is the text of a column of that name.

/// <summary>
/// What tables and lists show of an object, cleaned. The hidden property PHView of every object; public because the format file
/// reads it, not meant for scripts. Everything is read by name, so that copies from jobs and files look as the objects did.
/// </summary>
public sealed class View
{
    private readonly PSObject _item;

    internal View(PSObject item) => _item = item;

    public bool HasMore => Get("AdditionalProperties") is IDictionary { Count: > 0 } or ICollection<KeyValuePair<string, object?>> { Count: > 0 };

    public string Action => Line("Action");

    public string AdditionalPropertiesSettings => Settings(Get("AdditionalProperties"));

    public string AlertExports => Get("AllBatchExports") is true or "True" ? "all"
        : ViewText.First((Get("BatchExportName") as IEnumerable)?.Cast<object?>().Select(ShortenRemoved)) is { Length: > 0 } names ? names : "(other filter)";

    public string AlertOn => ViewText.First(Get("On") as IEnumerable);

    public string AlertName => Line("AlertName");

    // Two lines: on a screen of 80 there is no room for columns of names, exports and channels beside each other.
    public string AlertSummary =>
        Words("Name", 45) + "\n" + ViewText.Words($"{AlertExports} to {Line("Channel")} {Line("Target")}", 45, CurrentShell.Get());

    public string AlertTestSummary => Words("AlertName", 32) + "\n" + ViewText.Words($"to {Line("Channel")} {Line("Target")}", 32, CurrentShell.Get());

    public string AtPostHog => Value("AtPostHog");

    public string BackfillsList => List("Backfills");

    public string BatchExport => Line("BatchExport");

    public string BatchExportIdList => List("BatchExportId");

    public string BatchExportIdsList => List("BatchExportIds");

    public string BatchExportName => Line("BatchExportName");

    public string BatchExportNameList => List("BatchExportName");

    public string BatchExportsList => List("BatchExports");

    public string BlockedUntilMoment => ViewText.Moment(Get("BlockedUntil"));

    public string Cause => Line("Cause");

    public string CauseOfGroup => Words("Cause", 44);

    public string ChangesList => List("Changes");

    public string ChangesOrReason => Line("Action") != "Refuse" && ChangesList is { Length: > 0 } changes ? changes : Line("Reason");

    public string Channel => Line("Channel");

    public string Color => Line("Color");

    public string ColouredBackfillState => ViewText.BackfillState(Get("Status") as string, Number("FailedRuns"), CurrentShell.Get());

    public string ColouredKind => Coloured("Kind");

    public string ColouredLastStatus => Coloured("LastStatus");

    public string ColouredLevel => Coloured("Level");

    public string ColouredName => ViewText.Name(_item, CurrentShell.Get());

    public string ColouredState => Coloured("State");

    public string ColouredStatus => Coloured("Status");

    public string ConfigNames => Names("Config");

    public string ConfigSettings => Settings(Get("Config"));

    public string ConnectionName => Line("ConnectionName");

    public object ConnectionPlace => ViewText.ConnectionPlace(_item);

    public string CoveredCount => ViewText.Count(Number("Covered"));

    public string CreatedAtTime => ViewText.Time(Get("CreatedAt"));

    public string CreatedBy => Line("CreatedBy");

    public string CreatedByEmail => Line("CreatedByEmail");

    public string CreationMode => Line("CreationMode");

    public string Cursor => Line("Cursor");

    public string Dashboard => Line("Dashboard");

    public string DashboardsList => List("Dashboards");

    public string DataIntervalStartTime => ViewText.Time(Get("DataIntervalStart"));

    public string DerivedName => Line("DerivedName");

    public string Description => Line("Description");

    public string DestinationSettings => Settings(Of("Destination", "Config"));

    public string DestinationType => OneLine.Clean(Get("DestinationType") ?? Of("Destination", "Type") ?? Get("Destination") as string);

    public string DisplayName => Line("DisplayName");

    public string DistinctId => Line("DistinctId");

    public string DurationSpan => ViewText.Span(Span("Duration"));

    public string Email => Line("Email");

    public string EndTime => ViewText.Time(Get("End"));

    public string Error => Line("Error");

    public string Errors => Line("Errors");

    public string Example => Line("Example");

    public string Expected => Line("Expected");

    public string ExpectedCount => ViewText.Count(Number("Expected"));

    public string ExportedCount => ViewText.Count(Number("Exported"));

    public string ExportName => OneLine.Clean(Get("BatchExportName") is string { Length: > 0 } name ? name : Get("BatchExportId"));

    public string ExportsOfGroup => ViewText.Exports(_item);

    public string File => Line("File");

    // At 80 columns two values side by side have no room.
    public string DifferenceOfExport => Difference(Property, 29);

    // The column beside it names the tile.
    public string DifferenceOfDashboard =>
        Difference(Property.StartsWith("tiles[", StringComparison.Ordinal) ? Property.Substring(Property.IndexOf(']') + 1).TrimStart('.') : Property, 44);

    public string DashboardPlace => $"'{Dashboard}' to {Place}";

    public string OutcomeInTarget => ViewText.Words(
        string.Join(" ", new[] { Reason, TargetId.Length > 0 ? $"Id {TargetId}." : "" }.Where(static part => part.Length > 0)), 55, CurrentShell.Get());

    public string TileOrDashboard => Tile.Length > 0 ? Tile : "(the dashboard)";

    /// <summary>The file with the line, as editors and compilers write it.</summary>
    public string FilePlace => Line("Line") is { Length: > 0 } line ? File + ":" + line : File;

    public string FilesList => List("Files");

    public string FiltersList => List("Filters");

    public string FiltersOverridesSettings => Settings(Get("FiltersOverrides"));

    public string FiltersSettings => Settings(Get("Filters"));

    public string FirstName => Line("FirstName");

    public string Folder => Line("Folder");

    public string HogQLModifiersSettings => Settings(Get("HogQLModifiers"));

    public string HeaderNameList => List("HeaderName");

    public string HogQLQuery => Line("HogQLQuery");

    public string HostUri => Line("HostUri");

    public string IncrementalMode => Line("IncrementalMode");

    public string InFile => Value("InFile");

    public string InsightId => OneLine.Clean(Of("Insight", "short_id"));

    public string InstanceId => Line("InstanceId");

    public string IntegrationChange => (Line("OldIntegration"), Line("NewIntegration")) is var (old, made) && old == made ? old : $"{old} -> {made}".Trim();

    public string IntegrationNote => Line("Outcome") is { Length: > 0 } outcome ? outcome
        : Get("UsedBy") is IEnumerable users ? (users.Cast<object>().Count() is > 0 and var count ? "used by " + CountText.Format(count) : "unused") : "";

    public string Interval => Line("Interval");

    public string Kind => Line("Kind");

    public string LagSpan => ViewText.Span(Span("Lag"));

    public string LastError => Line("LastError");

    public string LastModifiedAtTime => ViewText.Time(Get("LastModifiedAt"));

    public string LastName => Line("LastName");

    public string LastRefreshTime => ViewText.Time(Get("LastRefresh"));

    public string LastRunTime => ViewText.Time(Get("LastRun"));

    public string LastSeenTime => ViewText.Time(Get("LastSeen"));

    public string LatestError => Line("LatestError");

    public string LatestRunsSummary => Runs("LatestRuns");

    public string LayoutsSettings => Settings(Get("Layouts"));

    public string Link => Line("Link");

    public string LogLines => string.Join(Environment.NewLine, (Get("Log") as IEnumerable ?? Array.Empty<object>()).Cast<object?>().Select(OneLine.Clean));

    public string LongestGapSpan => ViewText.Span(Span("LongestGap"));

    public string MadeBy => Line("MadeBy");

    public string Message => Line("Message");

    public string Model => Line("Model");

    public string MissingIntervalsCount => ViewText.Count(Number("MissingIntervals"));

    public string Name => Line("Name");

    public string Note => Line("Note");

    public string On => Line("On");

    public string OnList => List("On");

    public string Organization => Line("Organization");

    public string OrganizationsList => List("Organizations");

    public string Path => Line("Path");

    public object Place => ViewText.Place(_item);

    public string Outcome => Line("Outcome");

    public string PrimaryKeyList => List("PrimaryKey");

    public string Progress => Line("Progress");

    public string ProjectId => Line("ProjectId");

    public string ProjectName => Line("ProjectName");

    public string Property => Line("Property");

    public string ProofState => OneLine.Clean(Of("Proof", "State")) is { Length: > 0 } state ? state : Line("Tested") == "Passed" ? "Test only" : "None";

    public string ProofText => Line("Proof");

    public string QueryKind => Line("QueryKind");

    public string QuerySettings => Settings(Get("Query"));

    public string RangesList => List("Ranges");

    public string Reason => Line("Reason");

    public string ReasonOfCredentials => Words("Reason", 57);

    public string ReasonOfHealth => Words("Reason", 56);

    public string ReasonOfChange => Words("Reason", 53);

    public string ReasonOfCoverageChange => Words("Reason", 61);

    public string ReasonOfRepair => Words("Reason", 53);

    public string RecordsCompletedCount => ViewText.Count(Number("RecordsCompleted"));

    public string RowCount => ViewText.Count(Number("Count"));

    public string RowsCount => ViewText.Count(Number("Rows"));

    public string Schema => Line("Schema");

    public string Scope => Line("Scope");

    public string SecretsList => List("Secrets");

    public string SecretSettingsList => List("SecretSettings");

    public string SettingsSettings => Settings(Get("Settings"));

    public string SharePasswordsList => List("SharePasswords");

    public string ShortCreatedByEmail => OneLine.Shorten(Get("CreatedByEmail"));

    public string ShortId => Line("ShortId");

    public string ShortInterval => ViewText.Interval(Get("Interval") as string);

    public string ShortName => OneLine.Shorten(Get("Name"));

    public string ShortNote => OneLine.Shorten(Get("Note"));

    public string ShortOrganization => OneLine.Shorten(Get("Organization"));

    public string ShortProjectName => OneLine.Shorten(Get("ProjectName"));

    public string ShortTeam => OneLine.Shorten(Get("Team"));

    public string ShortUser => OneLine.Shorten(Get("User"));

    public string Slug => Line("Slug");

    public string SourceId => Line("SourceId");

    public string StartTime => ViewText.Time(Get("Start"));

    public string State => Line("State");

    // One word says both: what it was before, and whether that is news.
    public string StateBefore => Line("PreviousState") is not { Length: > 0 } before ? "(new)"
        : Get("Changed") is false or "False" && before == Line("State") ? "(same)" : before;

    public string Status => Line("Status");

    public string StatusesList => List("Statuses");

    public string Suggestion => Line("Suggestion");

    public string TagsList => List("Tags");

    public string Target => Line("Target");

    public string TargetId => Line("TargetId");

    public string Team => Line("Team");

    // What a template would put on a dashboard: names where it gives some.
    public string TemplateTilesList =>
        ViewText.List((Get("Tiles") as IEnumerable)?.Cast<object?>().Select(static tile => Of(tile, "name") ?? Of(tile, "type")));

    public string Tested => Line("Tested");

    public string Tile => Line("Tile");

    public string TilesList => List("Tiles");

    public string TimestampMoment => ViewText.Moment(Get("Timestamp"));

    public string Timezone => Line("Timezone");

    public string Title => Line("Name") is { Length: > 0 } name ? name : Line("DerivedName");

    public string TotalRecordsCountCount => ViewText.Count(Number("TotalRecordsCount"));

    public string Type => Line("Type");

    public string UsedByList => List("UsedBy");

    public string User => Line("User");

    public string UserAccessLevel => Line("UserAccessLevel");

    public string VariablesSettings => Settings(Get("Variables"));

    public string VersionKeyList => List("VersionKey");

    public string ViewedTime => ViewText.Time(Get("LastViewedAt") ?? Get("LastAccessedAt"));

    public string Window => Line("Window");

    public string WorkflowId => Line("WorkflowId");

#pragma warning restore CS1591

    private object? Get(string property) => Plain(_item.Properties[property]?.Value);

    // Of an object within the object, or of a dictionary.
    private object? Of(string property, string inner) => Of(Get(property), inner);

    private static object? Of(object? outer, string inner) => Plain(outer) switch
    {
        null => null,
        IDictionary<string, object?> bag => bag.TryGetValue(inner, out object? value) ? value : null,
        IDictionary bag => bag.Contains(inner) ? bag[inner] : null,
        { } value => Plain(PSObject.AsPSObject(value).Properties[inner]?.Value),
    };

    private string Difference(string property, int before)
    {
        string what = Kind switch
        {
            "Added" => "only in the file",
            "Removed" => "only at PostHog",
            _ => $"{property}: {OneLine.Clean(PlainText.DescribeChange(Get("AtPostHog"), Get("InFile")))}",
        };
        return ViewText.Words(FilePlace.Length == 0 ? what : $"{what} ({FilePlace})", before, CurrentShell.Get());
    }

    private string Line(string property) => OneLine.Clean(Get(property));

    private string Value(string property) => Get(property) is { } value ? OneLine.Clean(PlainText.Describe(value)) : "";

    // Of an id the beginning is enough in a table; that it is gone is what matters.
    private static object? ShortenRemoved(object? name) =>
        name?.ToString() is { Length: 46 } text && text.EndsWith(" (removed)", StringComparison.Ordinal) ? text.Substring(0, 8) + "… (removed)" : name;

    private string Coloured(string property) => ViewText.State(Get(property) as string, CurrentShell.Get());

    private string Words(string property, int before) => ViewText.Words(Get(property), before, CurrentShell.Get());

    private string List(string property) => ViewText.List(Get(property) as IEnumerable);

    private string Names(string property) => Get(property) switch
    {
        IDictionary<string, object?> bag => ViewText.List(bag.Keys.OrderBy(static key => key, StringComparer.Ordinal)),
        IDictionary bag => ViewText.List(bag.Keys),
        _ => "",
    };

    private string Runs(string property) =>
        ViewText.Runs((Get(property) as IEnumerable)?.Cast<object?>()
            .Select(static run => run is null ? null : PSObject.AsPSObject(run).Properties["Status"]?.Value as string));

    private static string Settings(object? value) => value switch
    {
        IDictionary<string, object?> bag => ViewText.Settings(bag),
        IDictionary bag => ViewText.Settings(bag.Keys.Cast<object>()
            .ToDictionary(static key => key.ToString() ?? "", key => Plain(bag[key]), StringComparer.Ordinal)),
        _ => "",
    };

    private TimeSpan? Span(string property) => Get(property) switch
    {
        TimeSpan span => span,
        string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) => span,
        _ => null,
    };

    private long? Number(string property) =>
        Get(property) is { } value and (long or int or decimal or double) ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : null;

    private static object? Plain(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped
        && !wrapped.TypeNames[0].StartsWith("Deserialized.", StringComparison.Ordinal) ? wrapped.BaseObject : value;
}
