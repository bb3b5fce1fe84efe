using System;
using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

public sealed class SetPHBatchExportTests : IDisposable
{
    private readonly SandboxShell _c = new();

    public void Dispose() => _c.Dispose();

    [Fact]
    public void A_changed_destination_sends_type_integration_and_only_the_changed_settings()
    {
        BatchExport after = _c.Good("Set-PHBatchExport events-to-s3 -Destination @{ prefix = 'new/'; region = 'eu-central-1' } -PassThru")
            .As<BatchExport>().Single();
        JsonObject sent = Assert.Single(_c.Writes).Json;
        Assert.Equal("AwsS3", (string?)sent["destination"]!["type"]);
        Assert.Equal("""{"prefix":"new/"}""", sent["destination"]!["config"]!.ToJsonString());
        Assert.Equal(1001, (long)sent["destination"]!["integration"]!);
        Assert.Equal(["destination"], sent.Select(p => p.Key));
        Assert.Equal("new/", after.Destination.Config["prefix"]);
        Assert.Equal("northwind-events", after.Destination.Config["bucket_name"]);
        Assert.Equal(1001, after.Destination.IntegrationId);
    }

    [Fact]
    public void Nothing_is_sent_when_nothing_changes()
    {
        ShellResult result = _c.Good("Set-PHBatchExport events-to-s3 -Name events-to-s3 -Paused:$false -Interval hour -Destination @{ max_file_size_mb = '512' } -Verbose");
        Assert.Empty(_c.Writes);
        Assert.Contains(result.Verbose, v => v.Contains("Nothing changes", StringComparison.Ordinal));
    }

    [Fact]
    public void One_name_for_two_exports_is_given_to_the_first()
    {
        ShellResult result = _c.Run("Get-PHBatchExport events-to-s3, events-to-bigquery | Set-PHBatchExport -Name both -PassThru");
        Assert.Equal("both", result.As<BatchExport>().Single().Name);
        Assert.StartsWith("PostHog.NameInUse,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Single(_c.Writes);
        Assert.Equal("both", _c.Good("Set-PHBatchExport events-to-bigquery -Name both -Force -PassThru").As<BatchExport>().Single().Name);
    }

    [Fact]
    public void WhatIf_refuses_the_second_of_two_as_well()
    {
        ShellResult result = _c.Run("Get-PHBatchExport events-to-s3, events-to-bigquery | Set-PHBatchExport -Name both -WhatIf");
        Assert.StartsWith("PostHog.NameInUse,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("PostHog.NameInUse,", _c.Run("Set-PHBatchExport events-to-s3 -Name ' events-to-bigquery '").Error.FullyQualifiedErrorId,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_case_of_its_own_name_can_be_changed() =>
        Assert.Equal("Events-To-S3", _c.Good("Set-PHBatchExport events-to-s3 -Name Events-To-S3 -PassThru").As<BatchExport>().Single().Name);

    [Fact]
    public void Silent_without_PassThru() =>
        Assert.Empty(_c.Good("Set-PHBatchExport events-to-s3 -Name renamed").Objects);

    [Fact]
    public void WhatIf_shows_old_and_new_and_sends_nothing()
    {
        string text = _c.Run("Set-PHBatchExport events-to-s3 -Destination @{ prefix = 'new/'; compression = $null } -Name other -WhatIf").Clean().Text;
        Assert.Contains("name: events-to-s3 -> other", text, StringComparison.Ordinal);
        Assert.Contains("destination.prefix: posthog/events -> new/", text, StringComparison.Ordinal);
        Assert.Contains("destination.compression: gzip -> (none)", text, StringComparison.Ordinal);
        Assert.Empty(_c.Writes);
    }

    [Fact]
    public void Offsets_go_with_the_interval_and_with_each_other()
    {
        _c.Good("Set-PHBatchExport weekly-sessions-to-s3 -OffsetHour 9");
        JsonObject sent = Assert.Single(_c.Writes).Json;
        Assert.Equal("""{"interval":"week","offset_day":1,"offset_hour":9}""", Ordered(sent, "interval", "offset_day", "offset_hour"));

        BatchExport after = _c.Good("Set-PHBatchExport weekly-sessions-to-s3 -OffsetDay Friday -PassThru").As<BatchExport>().Single();
        Assert.Equal((5, 9), (after.OffsetDay, after.OffsetHour));
    }

    [Fact]
    public void A_new_interval_drops_the_offsets_it_has_no_use_for()
    {
        BatchExport after = _c.Good("Set-PHBatchExport persons-to-azure -Interval hour -PassThru").As<BatchExport>().Single();
        Assert.Equal(("hour", null), (after.Interval, after.OffsetHour));
        Assert.Equal("""{"interval":"hour"}""", Assert.Single(_c.Writes).Json.ToJsonString());
    }

    [Fact]
    public void A_pause_keeps_the_time_that_a_later_backfill_starts_from()
    {
        BatchExport after = _c.Good("Set-PHBatchExport events-to-s3 -Paused -PassThru").As<BatchExport>().Single();
        Assert.True(after.Paused);
        Assert.NotNull(after.LastPausedAt);
    }

    [Fact]
    public void Null_clears_a_schedule_bound()
    {
        BatchExport set = _c.Good("Set-PHBatchExport events-to-s3 -EndAt 2031-01-01T00:00:00Z -PassThru").As<BatchExport>().Single();
        Assert.Equal(new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero), set.EndAt);
        Assert.Null(_c.Good("Set-PHBatchExport events-to-s3 -EndAt $null -PassThru").As<BatchExport>().Single().EndAt);
    }

    [Fact]
    public void A_day_is_one_of_the_exports_own_calendar()
    {
        BatchExport set = _c.Good("Set-PHBatchExport persons-to-snowflake -StartAt 2026-07-01 -PassThru").As<BatchExport>().Single();
        Assert.Equal(new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.FromHours(2)), set.StartAt);
    }

    [Fact]
    public void A_secret_is_changed_alone_and_shown_nowhere()
    {
        const string Planted = "phc_planted_token_value";
        _c.Shell.Set("old", Secret("phc_before"));
        _c.Shell.Set("new", Secret(Planted));
        _c.Run("New-PHBatchExportDestination -Http -Url https://us.i.posthog.com/batch/ -Token $old | New-PHBatchExport -Name relay").Clean();
        ShellResult dry = _c.Run("Set-PHBatchExport relay -Destination @{ token = $new } -WhatIf -Verbose");
        Assert.Contains("destination.token: (hidden) -> (hidden)", dry.Text, StringComparison.Ordinal);
        ShellResult done = _c.Good("Set-PHBatchExport relay -Destination @{ token = $new } -PassThru -Verbose");
        Assert.Equal(["token"], Assert.Single(_c.Writes).Json["destination"]!["config"]!.AsObject().Select(p => p.Key));
        Assert.All([.. dry.Verbose, .. dry.Debug, dry.Text, .. done.Verbose, .. done.Debug, done.Text],
            t => Assert.DoesNotContain(Planted, t, StringComparison.Ordinal));
    }

    [Fact]
    public void One_bad_item_fails_alone()
    {
        ShellResult result = _c.Run("'no-such', 'events-to-s3', ([guid]::NewGuid()) | Set-PHBatchExport -Timezone Europe/Berlin -PassThru");
        Assert.Equal(["PostHog.NotFound", "PostHog.NotFound"], result.Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal("no-such", result.Errors[0].TargetObject);
        Assert.Equal("Europe/Berlin", Assert.Single(result.As<BatchExport>()).Timezone);
    }

    [Theory]
    [InlineData("PostHog.Validation", "Set-PHBatchExport events-to-s3 -OffsetHour 3")]
    [InlineData("PostHog.Validation", "Set-PHBatchExport persons-to-azure -OffsetDay Monday")]
    [InlineData("PostHog.Validation", "Set-PHBatchExport events-to-s3 -Name ' '")]
    [InlineData("PostHog.Validation", "Set-PHBatchExport events-to-s3 -Destination @{ prefix = '' }")]
    [InlineData("PostHog.Validation", "Set-PHBatchExport events-to-s3 -Destination @{ compression = 'zstd' }")]
    [InlineData("PostHog.Validation", "Set-PHBatchExport events-to-s3 -Destination @{ type = 'Snowflake'; config = @{} }")]
    [InlineData("PostHog.Validation", "Set-PHBatchExport events-to-s3 -StartAt 2026-02-01 -EndAt 2026-01-01")]
    [InlineData("PostHog.InvalidDestination", "Set-PHBatchExport events-to-s3 -Destination 5")]
    [InlineData("PostHog.InvalidDate", "Set-PHBatchExport events-to-s3 -EndAt soon")]
    [InlineData("PostHog.NotFound", "Set-PHBatchExport no-such -Name x")]
    [InlineData("PostHog.AmbiguousName", "Set-PHBatchExport nightly-dump -Name x")]
    [InlineData("PostHog.InvalidBatchExport", "Set-PHBatchExport '' -Name x")]
    [InlineData("PostHog.Validation", "Set-PHBatchExport events-to-s3 -Destination @{ no_such_key = 1 }")]
    [InlineData("CannotConvertArgumentNoMessage", "Set-PHBatchExport events-to-s3 -OffsetDay Someday")]
    [InlineData("ParameterArgumentValidationError", "Set-PHBatchExport events-to-s3 -OffsetHour 24")]
    [InlineData("ParameterArgumentValidationError", "Set-PHBatchExport events-to-s3 -IncrementalMode REPLACE")]
    public void Bad_input_is_refused_before_anything_is_written(string errorId, string script) => _c.Bad(errorId, script);

    [Theory]
    [InlineData("Set-PHBatchExport events-to-s3 -IntegrationId 999")]
    [InlineData("Set-PHBatchExport events-to-s3 -Interval fortnight")]
    [InlineData("Set-PHBatchExport events-to-s3 -Timezone Mars/Olympus")]
    [InlineData("Set-PHBatchExport persons-to-snowflake -Filter @{ type = 'event' }")]
    [InlineData("Set-PHBatchExport events-to-s3 -PrimaryKey id")]
    public void What_only_the_server_knows_comes_back_with_its_own_words(string script) =>
        Assert.Contains("answered 400", _c.Bad("PostHog.Validation", script, refusedByServer: true).Error.Exception.Message, StringComparison.Ordinal);

    [Fact]
    public void Old_servers_are_written_to_as_they_like_it_and_told_apart()
    {
        using var a = new SandboxShell("A");
        BatchExport after = a.Good("Set-PHBatchExport events-to-s3 -Destination @{ prefix = 'new/' } -PassThru").As<BatchExport>().Single();
        Assert.Equal("new/", after.Destination.Config["prefix"]);
        ShellResult ignored = a.Good("Set-PHBatchExport events-to-s3 -Timezone Europe/Berlin");
        Assert.Matches("did not apply to '.+': timezone", Assert.Single(ignored.Warnings));
    }

    private static System.Security.SecureString Secret(string text) => new System.Net.NetworkCredential("", text).SecurePassword;

    private static string Ordered(JsonObject body, params string[] keys)
    {
        Assert.Equal(keys.Order(), body.Select(p => p.Key).Order());
        return new JsonObject(keys.Select(k => new System.Collections.Generic.KeyValuePair<string, JsonNode?>(k, body[k]?.DeepClone()))).ToJsonString();
    }
}
