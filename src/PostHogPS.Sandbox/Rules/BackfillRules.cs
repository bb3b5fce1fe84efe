using System;
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

/// <summary>The checks before a backfill starts, in the server's order.</summary>
internal static class BackfillRules
{
    public static Backfill Create(World world, Export export, JsonObject body)
    {
        string? startText = Bound(body, "start_at");
        string? endText = Bound(body, "end_at");
        DateTimeOffset now = world.Now;

        if (startText is null && !world.Options.BackfillFromBeginning)
            throw ApiError.Invalid(null, "Backfilling from the beginning of time is not enabled for this team.");
        if (startText is null && export.Model == "hogql" && export.HogQLQuery?.Contains("{data_interval_start}", StringComparison.Ordinal) == true)
            throw ApiError.Invalid(null, "A backfill from the beginning needs a query without {data_interval_start}.");
        if (!world.Old)
            CheckBackfillLimit(world, export.ProjectId);

        DateTimeOffset? start = startText is null ? null : Parse(world, export, startText);
        DateTimeOffset? end = endText is null ? null : Parse(world, export, endText);
        if (start >= end)
        {
            throw ApiError.Invalid(null, world.Old
                ? "The initial backfill datetime 'start_at' happens after 'end_at'"
                : "The initial backfill datetime 'start_at' must be before 'end_at'");
        }

        if (end > now)
            throw ApiError.Invalid(null, "The provided 'end_at' (" + Iso(end.Value) + ") is in the future");
        if (world.Old && end <= World.FirstData(export))
            throw ApiError.Invalid(null, "The provided backfill date range contains no data. The earliest possible backfill start date is "
                + Iso(World.FirstData(export)));
        if (end is null && export.Type is not ("HTTP" or "NoOp"))
            throw ApiError.Server();
        // The scheduler identifies a backfill by its export and bounds, so two equal ones at a time collide.
        if (export.Backfills.Any(b => b.Start == start && b.End == end && b.IsActive(now)))
            throw ApiError.Server();

        return world.AddBackfill(export, start, end);
    }

    private static void CheckBackfillLimit(World world, long project)
    {
        int active = world.ActiveBackfills(project);
        if (active >= world.Options.BackfillLimit)
        {
            throw ApiError.Busy("too_many_concurrent_backfills", string.Format(
                CultureInfo.InvariantCulture,
                "This team already has {0} batch export backfills running. Wait for them to finish before you start another one.",
                active));
        }
    }

    private static string? Bound(JsonObject body, string key)
    {
        JsonNode? node = body[key];
        return node.GetKind() switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => node.AsText(),
            _ => node!.ToJsonString(),
        };
    }

    private static DateTimeOffset Parse(World world, Export export, string text)
    {
        IntervalSchedule schedule = export.Schedule;
        if (world.Old || !schedule.ByCalendar)
        {
            DateTimeOffset? instant = InstantText.Parse(text, TimeZoneInfo.Utc, out bool naive);
            if (instant is null)
                throw ApiError.Invalid(null, "Input " + text + " is not a valid ISO formatted datetime.");
            return naive ? throw ApiError.Invalid(null, "Input " + text + " is naive.") : instant.Value;
        }

        if (InstantText.ParseDate(text) is not { } date)
        {
            throw ApiError.Invalid(null, "Input '" + text + "' is not a valid ISO formatted date."
                + (InstantText.Parse(text, TimeZoneInfo.Utc, out _) is null ? ""
                    : " Only dates, without a time, are accepted for daily and weekly batch exports."));
        }

        if (export.Interval == "week" && (int)date.DayOfWeek != (export.OffsetDay ?? 0))
            throw ApiError.Invalid(null, "Input '" + text + "' is a " + date.DayOfWeek + ", but this batch export runs on "
                + (DayOfWeek)(export.OffsetDay ?? 0) + ".");
        return schedule.BoundOn(date);
    }

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture);
}
