using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Json;
using System.Threading;
using System.Threading.Tasks;

namespace PostHogPS.Benchmarks;

/// <summary>
/// The floor of the jobs over many exports: a pooled client, source-generated JSON, eight requests in flight from the first
/// moment. It knows where the pages of a long history lie. Milliseconds of the whole job, the second time.
/// </summary>
internal static class RawFleet
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(500);

    internal static async Task<double> MeasureAsync(string job, string server)
    {
        using HttpClient client = new();
        await DoAsync(client, job, server, small: true);
        var time = Stopwatch.StartNew();
        await DoAsync(client, job, server, small: false);
        return time.Elapsed.TotalMilliseconds;
    }

    private static Task DoAsync(HttpClient client, string job, string server, bool small) => job switch
    {
        "gaps" => ExportsAsync(client, server, "start", small ? 1 : 30, small, withBackfills: true),
        "runs" => ExportsAsync(client, server, "after", small ? 1 : 14, small, withBackfills: false),
        "report" => ExportsAsync(client, server, "start", small ? 1 : 7, small, withBackfills: false),
        _ => WindowsAsync(client, $"{server}/api/projects/{World.LongProject}/batch_exports/{World.Long}/runs/", small ? 1 : 90),
    };

    private static async Task ExportsAsync(HttpClient client, string server, string bound, int days, bool small, bool withBackfills)
    {
        string url = $"{server}/api/projects/{World.FleetProject}/batch_exports/";
        RawExports exports = (await client.GetFromJsonAsync(url, RawJson.Default.RawExports))!;
        string query = $"/runs/?ordering={(bound == "start" ? "data_interval_start" : "-created_at")}&{bound}={Text(DateTime.UtcNow.AddDays(-days))}";
        await SideBySideAsync(exports.Results.Take(small ? 1 : int.MaxValue), async (export, cancellation) =>
        {
            for (string? next = url + export.Id + query; next is not null;)
                next = (await client.GetFromJsonAsync(next, RawJson.Default.RawPage, cancellation))!.Next;
            if (withBackfills)
                await client.GetFromJsonAsync(url + export.Id + "/backfills/", RawJson.Default.RawPage, cancellation);
        });
    }

    private static Task WindowsAsync(HttpClient client, string url, int days)
    {
        DateTime now = DateTime.UtcNow;
        List<DateTime> starts = [];
        for (DateTime start = now.AddDays(-days); start < now; start += Window)
            starts.Add(start);
        return SideBySideAsync(starts, async (start, cancellation) =>
        {
            for (string? next = $"{url}?after={Text(start)}&before={Text(start + Window - TimeSpan.FromSeconds(1))}"; next is not null;)
                next = (await client.GetFromJsonAsync(next, RawJson.Default.RawPage, cancellation))!.Next;
        });
    }

    private static Task SideBySideAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, ValueTask> work) =>
        Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = Scripts.InFlight }, work);

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
