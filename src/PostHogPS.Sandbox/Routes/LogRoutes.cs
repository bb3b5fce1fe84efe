using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Routing;
using PostHogPS.Sandbox.Time;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Routes;

internal static class LogRoutes
{
    public static void Map(RouteTable routes, string prefix) =>
        // Early servers declare no scope for this action, so personal API keys are not allowed.
        routes.Add("GET", prefix + "/{id}/logs", routes.Old ? null : ExportRoutes.Read, Export);

    public static LogFilter Filter(Call call)
    {
        bool old = call.World.Old;
        return new LogFilter
        {
            Limit = Limit(call.Request.Get("limit")),
            After = Time(call, "after") ?? (old ? null : call.Now.AddDays(-7)),
            Before = Time(call, "before"),
            Levels = new HashSet<string>(Levels(call, old), StringComparer.OrdinalIgnoreCase),
            Search = Search(call.Request.Get("search")),
            Instance = call.Request.Get("instance_id"),
        };
    }

    /// <summary>The server pages the fetched lines, so the count is that of the fetched lines.</summary>
    public static SandboxResponse Page(Call call, List<LogLine> lines) => Paging.CreateOffsetPage(
        call,
        lines,
        line => new JsonObject
        {
            ["log_source_id"] = line.Source,
            ["instance_id"] = line.Instance,
            ["timestamp"] = JsonText.FormatTime(line.Time),
            ["level"] = line.Level,
            ["message"] = line.Message,
        });

    private static SandboxResponse Export(Call call) =>
        Page(call, call.World.Logs.Read(ExportRoutes.Find(call), Filter(call)));

    private static IEnumerable<string> Levels(Call call, bool old) =>
        (old ? call.Request.GetAll("level") : [.. (call.Request.Get("level") ?? "").Split(',')])
        .Select(l => l.Trim())
        .Where(l => l.Length > 0);

    private static int Limit(string? text)
    {
        if (text is null)
            return 50;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int limit))
            throw ApiError.Invalid("limit", "A valid integer is required.");
        if (limit < 1)
            throw ApiError.Invalid("limit", "Ensure this value is greater than or equal to 1.", "min_value");
        if (limit > 500)
            throw ApiError.Invalid("limit", "Ensure this value is less than or equal to 500.", "max_value");
        return limit;
    }

    private static DateTimeOffset? Time(Call call, string name)
    {
        string? text = call.Request.Get(name);
        if (string.IsNullOrEmpty(text))
            return null;
        return InstantText.ParseField(text)
            ?? throw ApiError.Invalid(name, "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].");
    }

    private static string? Search(string? text) =>
        text is not null && text.Trim().Length == 0 ? throw ApiError.Invalid("search", "This field may not be blank.", "blank") : text;
}
