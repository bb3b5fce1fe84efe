using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using PostHogPS.Anomalies;
using PostHogPS.Sandbox;
using PostHogPS.Sandbox.Options;
using PostHogPS.Schedule;
using PostHogPS.Testing;
using Xunit;

namespace PostHogPS.Domain.Tests.Anomalies;

/// <summary>The number of false alarms that docs/anomalies.md states, counted in the worlds of the sandbox.</summary>
[Trait("Speed", "Slow")]
public sealed class CleanWorldTests
{
    private const int Seeds = 50;

    private static readonly DateTimeOffset Noon = new(2026, 10, 14, 12, 20, 0, TimeSpan.Zero);

    [Fact]
    public async Task Fewer_than_one_false_alarm_in_10_000_intervals_of_50_seeds()
    {
        int judged = 0;
        var alarms = new List<string>();
        for (int seed = 1; seed <= Seeds; seed++)
        {
            using var client = new HttpClient(new SandboxHandler(new SandboxHost(OptionsOf(seed)))) { BaseAddress = new Uri("https://us.posthog.com") };
            foreach (BatchExport export in await ExportsAsync(client))
            {
                // The five minute exports have ten times the runs of all others: one seed of them is as good.
                if (export.Interval == "every 5 minutes" && seed > 1)
                    continue;
                TimeSpan step = IntervalSchedule.CreateFrom(export).Step;
                DateTimeOffset after = Noon.AddDays(step == TimeSpan.FromDays(7) ? -60 : step >= TimeSpan.FromDays(1) ? -14 : -7);
                var history = new IntervalHistory(step);
                foreach (BatchExportRun run in await RunsAsync(client, export, after - IntervalHistory.LengthFor(step)))
                    history.Add(run);
                var judge = new AnomalyJudge(new DataInterval(after, Noon), Noon, AnomalyThresholds.For("Normal"));
                alarms.AddRange(judge.Judge(history).Select(anomaly => $"{seed} {export.Name} {anomaly.Start:u} {anomaly.Kind} {anomaly.Reason}"));
                judged += judge.RowsJudged;
            }
        }

        Assert.True(judged > 20_000, $"only {judged} intervals were judged");
        Assert.True(alarms.Count < judged / 10_000.0, $"{alarms.Count} of {judged}:\n" + string.Join("\n", alarms.Take(50)));
    }

    // Nothing is planted: each run completes and exports what there is.
    private static SandboxOptions OptionsOf(int seed)
    {
        var options = new SandboxOptions { Seed = seed, Time = new TestClock(Noon), BurstLimit = 0, SustainedLimit = 0 };
        var project = new SandboxProject();
        project.Exports.Add(new SandboxExport { Name = "hours" });
        project.Exports.Add(new SandboxExport { Name = "young hours", Age = TimeSpan.FromDays(13) });
        project.Exports.Add(new SandboxExport { Name = "quiet nights",
            Quiet = (start, end) => end - start <= TimeSpan.FromHours(1) && start.UtcDateTime.Hour is 3 or 4 });
        project.Exports.Add(new SandboxExport { Name = "5 minutes", Interval = "every 5 minutes" });
        project.Exports.Add(new SandboxExport { Name = "days", Interval = "day", Timezone = "Europe/Berlin", OffsetHour = 4, Age = TimeSpan.FromDays(100) });
        project.Exports.Add(new SandboxExport { Name = "days in New York", Interval = "day", Timezone = "America/New_York", OffsetHour = 0,
            Age = TimeSpan.FromDays(40) });
        project.Exports.Add(new SandboxExport { Name = "weeks", Interval = "week", OffsetDay = 1, Age = TimeSpan.FromDays(250) });
        options.Projects.Add(project);
        return options;
    }

    private static async Task<List<BatchExport>> ExportsAsync(HttpClient client) =>
        [.. (await GetAsync(client, "/api/projects/101/batch_exports/?limit=100")).Results.Select(e => new BatchExport
        {
            Id = e.GetProperty("id").GetGuid(),
            Name = e.GetProperty("name").GetString()!,
            Interval = e.GetProperty("interval").GetString()!,
            Timezone = e.GetProperty("timezone").GetString() ?? "UTC",
        })];

    private static async Task<List<BatchExportRun>> RunsAsync(HttpClient client, BatchExport export, DateTimeOffset start)
    {
        var runs = new List<BatchExportRun>();
        string? next = $"/api/projects/101/batch_exports/{export.Id}/runs/?ordering=data_interval_start&start={start:yyyy-MM-ddTHH:mm:ssZ}&end={Noon:yyyy-MM-ddTHH:mm:ssZ}";
        while (next is not null)
        {
            (List<JsonElement> results, next) = await GetAsync(client, next);
            runs.AddRange(results.Select(r => new BatchExportRun
            {
                Id = r.GetProperty("id").GetGuid(),
                Status = r.GetProperty("status").GetString()!,
                DataIntervalStart = r.GetProperty("data_interval_start").GetDateTimeOffset(),
                DataIntervalEnd = r.GetProperty("data_interval_end").GetDateTimeOffset(),
                CreatedAt = r.GetProperty("created_at").GetDateTimeOffset(),
                FinishedAt = r.GetProperty("finished_at") is { ValueKind: JsonValueKind.String } finished ? finished.GetDateTimeOffset() : null,
                RecordsCompleted = Number(r, "records_completed"),
                RecordsFailed = Number(r, "records_failed"),
                RecordsTotalCount = Number(r, "records_total_count"),
                BytesExported = Number(r, "bytes_exported"),
            }));
        }

        return runs;
    }

    private static long? Number(JsonElement run, string name) => run.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;

    private static async Task<(List<JsonElement> Results, string? Next)> GetAsync(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer phx_tests");
        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        using JsonDocument page = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        return ([.. page.RootElement.GetProperty("results").EnumerateArray().Select(item => item.Clone())], page.RootElement.GetProperty("next").GetString());
    }
}
