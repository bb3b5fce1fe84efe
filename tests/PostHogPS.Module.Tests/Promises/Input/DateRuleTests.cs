using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Input;

/// <summary>Dates without an offset, wherever the caller sits: a day is the export's own day, an instant is the caller's.</summary>
[Trait("Speed", "Slow")]
public sealed class DateRuleTests
{
    public static TheoryData<string> Places => ["UTC", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kolkata"];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_day_is_never_shifted_and_a_time_is_local(string place)
    {
        await using Bench bench = await Bench.StartAsync();
        string connect = "Connect-PostHog -HostUri " + bench.Server.Address + " -ProjectId 101 -RouteFamily Projects -SkipValidation; ";
        ProcessResult result = Run(place, connect
            + "$null = Start-PHBatchExportBackfill persons-to-snowflake -Start 2026-08-01 -End ([datetime]'2026-08-03');"
            + "$null = Start-PHBatchExportBackfill persons-to-snowflake -Start ([datetime]::new(2026, 8, 5)) -End '2026-08-06';"
            + "$null = Start-PHBatchExportBackfill events-to-s3 -Start 2026-08-01T06:00 -End ([datetime]'2026-08-01 09:30');"
            + "$null = Start-PHBatchExportBackfill events-to-s3 -Start 2026-08-02 -End 2026-08-04T03:00:00+02:00;");
        Assert.True(result.ExitCode == 0, result.Output);

        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(place);
        Assert.Equal(
            [
                ("2026-08-01", "2026-08-03"),
                ("2026-08-05", "2026-08-06"),
                (Local(2026, 8, 1, 6, 0), Local(2026, 8, 1, 9, 30)),
                (Local(2026, 8, 2, 0, 0), "2026-08-04T01:00:00+00:00"),
            ],
            bench.Requests.Find("POST", "*/backfills/*").Select(Bounds));

        string Local(int year, int month, int day, int hour, int minute) =>
            TimeZoneInfo.ConvertTimeToUtc(new DateTime(year, month, day, hour, minute, 0), zone)
                .ToString("yyyy-MM-ddTHH:mm:ss+00:00", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>When the clock is set back an hour comes twice, and when it is set forward one is left out: neither is guessed.</summary>
    [Fact]
    public void A_time_that_is_no_single_instant_is_refused()
    {
        ProcessResult result = Run("America/New_York", "Connect-PostHog -Sandbox; "
            + "foreach ($time in '2026-11-01 01:00', [datetime]'2026-11-01 01:30', '2026-03-08 02:30', '2026-11-01T01:00-04:00', ([datetimeoffset]'2026-11-01T05:30Z').LocalDateTime, '2026-11-01 03:00') {"
            + " try { $null = Start-PHBatchExportBackfill events-to-s3 -Start $time -End 2026-11-01T12:00Z -WhatIf -ErrorAction Stop; 'taken' } catch { $_.FullyQualifiedErrorId.Split(',')[0] + ' ' + $_.Exception.Message } }");
        string[] lines = [.. result.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("What if", StringComparison.Ordinal))];
        Assert.Equal(6, lines.Length);
        Assert.All(lines.Take(2), line => Assert.Contains("exists twice in your timezone", line, StringComparison.Ordinal));
        Assert.StartsWith("PostHog.InvalidDate ", lines[2], StringComparison.Ordinal);
        Assert.Contains("does not exist in your timezone", lines[2], StringComparison.Ordinal);
        Assert.All(lines.Skip(3), line => Assert.Equal("taken", line));
    }

    private static (string?, string?) Bounds(ReceivedRequest request)
    {
        JsonNode body = JsonNode.Parse(request.Body)!;
        return (body["start_at"]?.ToString(), body["end_at"]?.ToString());
    }

    private static ProcessResult Run(string place, string script) =>
        Pwsh.RunLine(StagedModule.Manifest, script, new() { ["POSTHOG_API_KEY"] = "phx_from_a_child", ["TZ"] = place });
}
