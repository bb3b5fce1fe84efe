using System;
using PostHogPS.Sandbox.HogQL;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Time;
using PostHogPS.Sandbox.Worlds;
using Call = PostHogPS.Sandbox.HogQL.Call;

namespace PostHogPS.Sandbox.Queries;

/// <summary>The query of a hogql export, as a run reads it: the bounds of its interval filled in, over what was there at that moment.</summary>
internal static class ExportQuery
{
    /// <summary>Its rows; null where the sandbox does not know the query, or there is no such interval.</summary>
    public static long? Count(World world, Export export, DateTimeOffset? start, DateTimeOffset end, DateTimeOffset at)
    {
        // Without the beginning of its interval every run reads all there ever was: seconds here, for a number that says nothing.
        if (world.FindProject(export.ProjectId) is not { } project || export.HogQLQuery is not { } query || !query.Contains("data_interval_start"))
            return null;
        string zone = export.HogQLModifiers?["convertToProjectTimezone"].AsBoolean() == false ? "UTC" : project.Timezone;
        var scope = new QueryScope
        {
            Now = at,
            Zone = zone,
            Zones = TimeZones.FindOrUtc,
            Tables = name => name == "events" ? new EventTable(world.Events(project), zone, at) : null,
        };
        try
        {
            return new QueryRunner(scope).Execute(Parser.Read(query, path => Bound(path, start, end))).Rows.Count;
        }
        catch (QueryProblem)
        {
            return null;
        }
    }

    private static Call Bound(string path, DateTimeOffset? start, DateTimeOffset end) => path switch
    {
        "data_interval_start" when start is { } from => Instant(from),
        "data_interval_end" => Instant(end),
        _ => throw QueryProblem.Unknown("{" + path + "}"),
    };

    private static Call Instant(DateTimeOffset time) => new("toDateTime", [new Constant(Values.Format(time, TimeZoneInfo.Utc)), new Constant("UTC")]);
}
