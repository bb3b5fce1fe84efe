using System;
using System.Diagnostics;
using System.Net.Http;
using System.Net.Http.Json;
using System.Threading.Tasks;

namespace PostHogPS.Benchmarks;

/// <summary>The floor: one pooled client and source-generated JSON, nothing else. Milliseconds of one unit.</summary>
internal static class RawClient
{
    internal static async Task<double> PagesAsync(string url)
    {
        using HttpClient client = new();
        // A first round warms up.
        await ReadAllAsync(client, url);
        var time = Stopwatch.StartNew();
        int pages = await ReadAllAsync(client, url);
        return time.Elapsed.TotalMilliseconds / pages;
    }

    internal static async Task<double> CallsAsync(string url, int count)
    {
        using HttpClient client = new();
        for (int i = 0; i < 5; i++)
            await client.GetFromJsonAsync(url, RawJson.Default.RawExport);
        var time = Stopwatch.StartNew();
        for (int i = 0; i < count; i++)
            await client.GetFromJsonAsync(url, RawJson.Default.RawExport);
        return time.Elapsed.TotalMilliseconds / count;
    }

    internal static async Task<double> PostsAsync(string url)
    {
        using HttpClient client = new();
        var time = Stopwatch.StartNew();
        RawPage page = (await client.GetFromJsonAsync(url, RawJson.Default.RawPage))!;
        foreach (RawRun run in page.Results)
        {
            using StringContent body = new("{}", null, "application/json");
            using HttpResponseMessage answer = await client.PostAsync(new Uri(url[..url.IndexOf('?', StringComparison.Ordinal)] + run.Id + "/retry/"), body);
            answer.EnsureSuccessStatusCode();
        }

        return time.Elapsed.TotalMilliseconds;
    }

    private static async Task<int> ReadAllAsync(HttpClient client, string url)
    {
        int pages = 0;
        for (string? next = url; next is not null; pages++)
        {
            RawPage page = (await client.GetFromJsonAsync(next, RawJson.Default.RawPage))!;
            next = page.Next;
        }

        return pages;
    }
}
