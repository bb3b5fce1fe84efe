using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PostHogPS.Benchmarks;

/// <summary>Answers in the server's form.</summary>
internal static class Exports
{
    private static readonly ConcurrentDictionary<(string, int), byte[]> Pages = new();

    internal static string List { get; } =
        "{\"count\":100,\"next\":null,\"previous\":null,\"results\":["
        + string.Join(",", Enumerable.Range(0, 100).Select(i => One(CannedServer.ExportWith(i).ToString()))) + "]}";

    internal static string One(string id) =>
        "{\"id\":\"" + id + "\",\"team_id\":101,\"name\":\"events-" + id[^4..] + "\",\"model\":\"events\",\"destination\":{\"type\":\"BigQuery\","
        + "\"config\":{\"dataset_id\":\"raw\",\"table_id\":\"events\"},\"integration\":1006},\"interval\":\"hour\",\"paused\":false,"
        + "\"created_at\":\"2026-01-05T08:00:00.000000Z\",\"last_updated_at\":\"2026-01-05T08:00:00.000000Z\",\"last_paused_at\":null,"
        + "\"start_at\":null,\"end_at\":null,\"latest_runs\":[],\"schema\":null,\"filters\":null,\"timezone\":\"UTC\",\"offset_day\":null,\"offset_hour\":null}";

    internal static byte[] Runs(string export, int count) => Pages.GetOrAdd((export, count), static key => Encoding.UTF8.GetBytes(
        string.Join(",", Enumerable.Range(0, key.Item2).Select(i => Run(key.Item1, i, key.Item1[19..23] == "8f00" ? "Failed" : "Completed")))));

    private static string Run(string export, int number, string status)
    {
        DateTime end = new DateTime(2026, 8, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(-number);
        string Text(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        return "{\"id\":\"0197c0de-0000-7000-9000-" + number.ToString("D12", CultureInfo.InvariantCulture) + "\",\"status\":\"" + status + "\","
            + "\"records_completed\":" + (1000 + number).ToString(CultureInfo.InvariantCulture) + ",\"records_failed\":0,\"latest_error\":null,"
            + "\"data_interval_start\":\"" + Text(end.AddHours(-1)) + "\",\"data_interval_end\":\"" + Text(end) + "\",\"cursor\":null,"
            + "\"created_at\":\"" + Text(end.AddMinutes(1)) + "\",\"finished_at\":\"" + Text(end.AddMinutes(3)) + "\",\"last_updated_at\":\"" + Text(end.AddMinutes(3)) + "\","
            + "\"records_total_count\":" + (1000 + number).ToString(CultureInfo.InvariantCulture) + ",\"bytes_exported\":123456,\"batch_export\":\"" + export + "\",\"backfill\":null}";
    }
}
