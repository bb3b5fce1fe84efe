namespace PostHogPS.Schedule;

/// <summary>The intervals that PostHog takes (docs/server.md#fields-of-an-export).</summary>
internal static class ExportIntervals
{
    internal static readonly string[] All = ["hour", "day", "week", "every 5 minutes", "every 15 minutes"];
}
