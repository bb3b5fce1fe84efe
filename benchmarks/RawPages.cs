using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using System.Threading.Tasks;

namespace PostHogPS.Benchmarks;

/// <summary>The floor: one pooled client and source-generated JSON, nothing else.</summary>
internal static class RawPages
{
    /// <summary>Milliseconds a page, after a first round that warms up.</summary>
    internal static async Task<double> MeasureAsync(string url)
    {
        using HttpClient client = new();
        await ReadAllAsync(client, url);
        var time = Stopwatch.StartNew();
        int pages = await ReadAllAsync(client, url);
        return time.Elapsed.TotalMilliseconds / pages;
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

internal sealed class RawPage
{
    public string? Next { get; set; }

    public List<RawRun> Results { get; set; } = [];
}

internal sealed class RawRun
{
    public Guid Id { get; set; }

    public string? Status { get; set; }

    public long? RecordsCompleted { get; set; }

    public long? RecordsFailed { get; set; }

    public string? LatestError { get; set; }

    public DateTimeOffset? DataIntervalStart { get; set; }

    public DateTimeOffset? DataIntervalEnd { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public DateTimeOffset LastUpdatedAt { get; set; }

    public long? RecordsTotalCount { get; set; }

    public long? BytesExported { get; set; }

    public Guid BatchExport { get; set; }

    public Guid? Backfill { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RawPage))]
internal sealed partial class RawJson : JsonSerializerContext;
