using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Time;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Rules;

/// <summary>The kind of write a body belongs to.</summary>
internal enum WriteKind
{
    Create,
    Put,
    Patch,
}

/// <summary>
/// The checks of a batch export body. Fields come first, in the order of the server's serializer, then the rules about several
/// fields. Only the first problem is reported.
/// </summary>
internal sealed class ExportRules
{
    private static readonly string[] Intervals = ["hour", "day", "week", "every 5 minutes", "every 15 minutes"];
    private static readonly string[] Models = ["events", "persons", "sessions", "hogql"];
    private static readonly string[] FilterTypes = ["event", "hogql", "person"];

    private readonly World _world;
    private readonly WriteKind _kind;
    private readonly Export? _stored;
    private readonly JsonObject _body;
    private readonly long _project;

    public ExportRules(World world, long project, Export? stored, JsonObject body, WriteKind kind)
    {
        _world = world;
        _project = project;
        _stored = stored;
        _body = body;
        _kind = kind;
    }

    /// <summary>The destination in the body, with its integration.</summary>
    public DestinationDraft? Destination { get; private set; }

    /// <summary>
    /// The export whose destination is tested. The body is checked like that of a new export, but its config may omit stored
    /// fields.
    /// </summary>
    public Export? Tested { get; init; }

    private bool Partial => _kind == WriteKind.Patch;

    private string Interval => _body["interval"].AsText() ?? _stored?.Interval ?? "hour";

    private string Model => _body["model"].AsText() ?? _stored?.Model ?? "events";

    public void Check()
    {
        CheckName();
        CheckChoice("model", _world.Old ? Models.Take(3).ToArray() : Models, required: false, nullable: false);
        CheckDestination();
        CheckChoice("interval", _world.Old ? Intervals.Take(4).ToArray() : Intervals, required: !Partial, nullable: false);
        CheckBool("paused");
        foreach (string field in new[] { "last_paused_at", "start_at", "end_at" })
            CheckTime(field);
        CheckNewFields();
        CheckCombinations();
    }

    private void CheckName()
    {
        if (!_body.ContainsKey("name"))
        {
            if (!Partial)
                throw ApiError.Required("name");
            return;
        }

        JsonNode? name = _body["name"];
        if (name is null)
            throw ApiError.Null("name");
        if (name.GetKind() is not (JsonValueKind.String or JsonValueKind.Number))
            throw ApiError.Invalid("name", "Not a valid string.");
        if (name.AsText() is { } text && text.Trim().Length == 0)
            throw ApiError.Invalid("name", "This field may not be blank.", "blank");
    }

    private void CheckDestination()
    {
        if (!_body.ContainsKey("destination"))
        {
            if (!Partial)
                throw ApiError.Required("destination");
            return;
        }

        Destination = new DestinationRules(_world, _project, _stored, _kind) { Tested = Tested }.Check(_body["destination"]);
    }

    private void CheckNewFields()
    {
        if (_world.Old)
            return;
        if (_body["timezone"] is { } zone && !(zone.AsText() is { } name && TimeZones.Exists(name)))
            throw ApiError.Choice("timezone", zone.AsText() ?? zone.ToJsonString());
        CheckRange("offset_day", 6);
        CheckRange("offset_hour", 23);
        CheckChoice("incremental_mode", ["APPEND", "MERGE"], required: false, nullable: false);
        foreach (string key in new[] { "primary_key", "version_key" })
        {
            JsonNode? value = _body[key];
            if (value is null)
                continue;
            if (value is not JsonArray list)
                throw ApiError.Invalid(key, "Expected a list of items but got type \"" + value.PythonType() + "\".", "not_a_list");
            if (list.Count == 0)
                throw ApiError.Invalid(key, "This list may not be empty.", "empty");
        }
    }

    private void CheckCombinations()
    {
        string interval = Interval;
        if (interval.StartsWith("every ", StringComparison.Ordinal) && _body.ContainsKey("interval") && !_world.Options.MinuteIntervals)
            throw ApiError.Forbidden("Higher frequency batch exports are not enabled for this team.");
        if (!_world.Old)
        {
            CheckOffsets(interval);
            CheckModel();
        }

        if (Destination?.Type.Name == "HTTP" && Model != "events")
            throw ApiError.Invalid(null, "HTTP batch exports only support the events model");
        CheckFilters();
        CheckQuery();
    }

    private void CheckOffsets(string interval)
    {
        bool day = _body["offset_day"] is not null;
        bool hour = _body["offset_hour"] is not null;
        if (_kind != WriteKind.Create && (day || hour) && !_body.ContainsKey("interval"))
            throw ApiError.Server();
        if (day && interval != "week")
            throw ApiError.Invalid("offset_day", "offset_day is not applicable for non-weekly intervals");
        if (hour && interval is not ("day" or "week"))
            throw ApiError.Invalid("offset_hour", "offset_hour is not applicable for non-daily/weekly intervals");
    }

    private void CheckModel()
    {
        if (_stored is not null && _body["model"].AsText() is { } model && model != _stored.Model)
            throw ApiError.Invalid("model", "Changing models is not supported. Create a new batch export instead.");
        if (Model == "hogql" && _stored is null && !_world.Options.HogQL)
            throw ApiError.Forbidden("HogQL batch exports are not enabled for this team.");

        CheckModelOf("filters", "events");
        CheckModelOf("hogql_modifiers", "hogql");
        CheckModelOf("primary_key", "hogql");
        CheckModelOf("version_key", "hogql");
        // Projects that have an export with custom columns may still write queries over events.
        if (Model != "events" || !_world.Exports.Exists(e => e.ProjectId == _project && e.Schema is not null))
            CheckModelOf("hogql_query", "hogql");

        if (Model != "hogql")
            return;
        string? query = _body.ContainsKey("hogql_query") ? _body["hogql_query"].AsText() : _stored?.HogQLQuery;
        if (string.IsNullOrWhiteSpace(query))
            throw ApiError.Invalid("hogql_query", "'hogql_query' is required when 'model' is 'hogql'");
        string mode = _body["incremental_mode"].AsText() ?? _stored?.IncrementalMode ?? "APPEND";
        JsonNode? key = _body.ContainsKey("primary_key") ? _body["primary_key"] : _stored?.PrimaryKey;
        if (mode == "MERGE" && key is null)
            throw ApiError.Invalid("primary_key", "'primary_key' is required when 'incremental_mode' is 'MERGE'");
        CheckColumns("primary_key", query!);
        CheckColumns("version_key", query!);
    }

    private void CheckColumns(string attr, string query)
    {
        if (_body[attr] is not JsonArray columns)
            return;
        List<string> missing = columns
            .Select(c => c.AsText() ?? "")
            .Where(c => !query.Contains(c, StringComparison.OrdinalIgnoreCase))
            .ToList();
        if (missing.Count > 0)
            throw ApiError.Invalid(attr, "The query does not return the column/s: '" + string.Join("', '", missing) + "'");
    }

    private void CheckModelOf(string attr, string model)
    {
        if (_body[attr] is not null && Model != model)
            throw ApiError.Invalid(attr, "'" + attr + "' is only supported for '" + model + "' not '" + Model + "' model");
    }

    private void CheckFilters()
    {
        JsonNode? filters = _body["filters"];
        if (filters is null)
            return;
        if (filters is not JsonArray list)
            throw ApiError.Invalid("filters", "'filters' should be an array of filters");
        foreach (JsonNode? item in list)
        {
            if (item is not JsonObject filter)
                throw ApiError.Invalid("filters", "Each filter must be an object");
            if (!FilterTypes.Contains(filter["type"].AsText()))
                throw ApiError.Invalid("filters", "Each filter must have a 'type' of one of: 'event', 'hogql', 'person'");
        }
    }

    private void CheckQuery()
    {
        if (_body["hogql_query"].AsText() is not { } query)
            return;
        if (Model == "hogql")
        {
            if (query.IndexOf("select", StringComparison.OrdinalIgnoreCase) < 0)
                throw ApiError.Invalid("hogql_query", "Failed to parse query");
        }
        else if (QueryRules.Problem(query) is { } problem)
        {
            throw ApiError.Invalid(_world.Old ? "hogql_query" : null, problem);
        }
    }

    private void CheckChoice(string attr, string[] choices, bool required, bool nullable)
    {
        if (!_body.ContainsKey(attr))
        {
            if (required)
                throw ApiError.Required(attr);
            return;
        }

        JsonNode? value = _body[attr];
        if (value is null)
        {
            if (!nullable)
                throw ApiError.Null(attr);
            return;
        }

        if (!choices.Contains(value.AsText()))
            throw ApiError.Choice(attr, value.AsText() ?? value.ToJsonString());
    }

    private void CheckBool(string attr)
    {
        if (!_body.ContainsKey(attr))
            return;
        if (_body[attr] is null)
            throw ApiError.Null(attr);
        if (_body[attr].AsBoolean() is null)
            throw ApiError.Invalid(attr, "Must be a valid boolean.");
    }

    private void CheckTime(string attr)
    {
        if (_body[attr] is { } value && InstantText.ParseField(value.AsText()) is null)
            throw ApiError.Invalid(attr, "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].");
    }

    private void CheckRange(string attr, int most)
    {
        if (_body[attr] is not { } value)
            return;
        if (value.AsInteger() is not { } number)
            throw ApiError.Invalid(attr, "A valid integer is required.");
        if (number > most)
            throw ApiError.Invalid(attr, string.Format(CultureInfo.InvariantCulture, "Ensure this value is less than or equal to {0}.", most), "max_value");
        if (number < 0)
            throw ApiError.Invalid(attr, "Ensure this value is greater than or equal to 0.", "min_value");
    }
}
