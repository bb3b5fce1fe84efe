using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Xunit;

namespace PostHogPS.Engine.Tests.Json;

/// <summary>The direct way gives what the lenient way gives, for every field of the models; a field added to a model only is found here.</summary>
public sealed class DirectReadingTests
{
    [Fact]
    public void An_export_with_every_field() => Same<BatchExport>(FullJson.Of(typeof(BatchExport)));

    [Fact]
    public void A_run_with_every_field() => Same<BatchExportRun>(FullJson.Of(typeof(BatchExportRun)));

    [Fact]
    public void A_backfill_with_every_field() => Same<BatchExportBackfill>(FullJson.Of(typeof(BatchExportBackfill)));

    [Theory]
    [InlineData("{\"backfill_id\":\"a\",\"more\":{\"b\":[1]}}")]
    [InlineData("{\"backfill_id\":null}")]
    [InlineData("{}")]
    public void A_started_backfill(string body) => Same<BackfillStarted>(body);

    [Theory]
    [InlineData("{\"total_runs\":12,\"finished_runs\":3,\"progress\":0.25}")]
    [InlineData("{\"total_runs\":null,\"finished_runs\":0,\"progress\":0,\"eta\":[{}]}")]
    [InlineData("{ \"progress\" : -1.5e-3 }")]
    [InlineData("{\"progress\":null}")]
    [InlineData("null")]
    public void Progress_of_a_backfill(string progress) => Same<BatchExportBackfill>("{\"progress\":" + progress + ",\"status\":\"Running\"}");

    [Theory]
    [InlineData("\"0.5\"")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("0.5x")]
    [InlineData("")]
    public void A_ratio_that_is_no_number_is_left_to_the_lenient_way(string ratio) =>
        Assert.Null(DirectReader.TryRead<BatchExportBackfill>(Encoding.UTF8.GetBytes("{\"progress\":{\"progress\":" + ratio + "}}")));

    [Fact]
    public void Every_field_null()
    {
        Same<BatchExportBackfill>(FullJson.Of(typeof(BatchExportBackfill), allNull: true));
        Same<BatchExport>(FullJson.Of(typeof(BatchExport), allNull: true));
        Same<BatchExportRun>(FullJson.Of(typeof(BatchExportRun), allNull: true));
    }

    [Fact]
    public void Pages_of_all()
    {
        Same<PageBody<BatchExportBackfill>>("{\"next\":null,\"results\":[" + FullJson.Of(typeof(BatchExportBackfill)) + ",null,{}]}");
        string runs = string.Join(",", Enumerable.Repeat(FullJson.Of(typeof(BatchExportRun)), 3))
            + ",null,{},{\"cursor\":\"x\",\"id\":\"0197c0de-0000-7000-8000-000000000001\"}";
        Same<PageBody<BatchExportRun>>("{\"next\":\"http://x/\",\"previous\":null,\"count\":4,\"results\":[" + runs + "],\"more\":{\"a\":[1]}}");
        Same<PageBody<BatchExport>>("{\"count\":null,\"next\":null,\"results\":[{}," + FullJson.Of(typeof(BatchExport)) + ",null]}");
    }

    [Theory]
    [InlineData("2026-08-01T10:00:00Z")]
    [InlineData("2026-08-01T10:00:00.123456Z")]
    [InlineData("2026-08-01T10:00:00.123456+00:00")]
    [InlineData("2026-08-01T10:00:00+02:00")]
    [InlineData("2026-08-01T10:00:00-07:30")]
    [InlineData("2026-08-01T10:00:00")]
    [InlineData("2026-08-01T10:00:00.123456")]
    [InlineData("2026-08-01 10:00:00")]
    [InlineData("2026-08-01")]
    public void Times_in_every_spelling(string time) =>
        Same<BatchExportRun>("{\"created_at\":\"" + time + "\",\"status\":\"Com\\u0070leted\",\"st\\u0061tus\":\"x\"}");

    [Theory]
    [InlineData("{\"paused\":\"true\"}")]
    [InlineData("{\"offset_hour\":\"5\"}")]
    [InlineData("{\"offset_hour\":5.0}")]
    [InlineData("{\"id\":\"{0197c0de-0000-7000-8000-000000000001}\"}")]
    [InlineData("{\"name\":5}")]
    [InlineData("{\"latest_runs\":{}}")]
    [InlineData("{\"destination\":[]}")]
    [InlineData("{\"start_at\":\"soon\"}")]
    [InlineData("{\"primary_key\":\"a\"}")]
    [InlineData("{\"name\":\"\\ud800\"}")]
    [InlineData("{\"name\":\"a\"")]
    [InlineData("{\"name\":\"a\"} x")]
    [InlineData("[]")]
    [InlineData("<html>")]
    public void What_does_not_fit_is_left_to_the_lenient_way(string body) =>
        Assert.Null(DirectReader.TryRead<BatchExport>(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("2024-02-29T23:59:59Z")]
    [InlineData("2026-08-01T10:00:00.1Z")]
    [InlineData("2026-08-01T10:00:00.1234567Z")]
    [InlineData("2026-08-01T10:00:00.12345678Z")]
    [InlineData("2026-08-01T10:00:00.1234567890123456Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("2026-01-01T00:00:00.Z")]
    public void Times_at_the_edges(string time) => Same<BatchExportRun>("{\"created_at\":\"" + time + "\"}");

    [Theory]
    [InlineData("2026-02-29T00:00:00Z")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-00-01T00:00:00Z")]
    [InlineData("2026-01-00T00:00:00Z")]
    [InlineData("2026-01-01T24:00:00Z")]
    [InlineData("2026-01-01T00:60:00Z")]
    [InlineData("2026-01-01T00:00:60Z")]
    [InlineData("2026-01-01T0a:00:00Z")]
    [InlineData("9999-12-31T23:59:59.99999999999999999Z")]
    public void A_malformed_time_loses_nothing_else(string time) =>
        Assert.Equal((null, "Completed"), (Read(time)?.CreatedAt, Read(time)?.Status));

    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("-5")]
    [InlineData("999999999999999999")]
    [InlineData("9223372036854775807")]
    [InlineData("-9223372036854775808")]
    [InlineData("9223372036854775808")]
    [InlineData("1e3")]
    [InlineData("1.0")]
    public void Numbers_in_every_spelling(string number)
    {
        byte[] body = Encoding.UTF8.GetBytes("{\"records_completed\":" + number + ",\"status\":\"x\",\"new\":" + number + "}");
        Assert.Equal(Show(ModelReader.ReadLeniently<BatchExportRun>(body)), Show(ModelReader.Read<BatchExportRun>(body)));
    }

    [Theory]
    [InlineData("{\"status\":\"a\",}")]
    [InlineData("{\"status\":\"a\" \"cursor\":\"b\"}")]
    [InlineData("{\"status\" \"a\"}")]
    [InlineData("{\"status\":nullx}")]
    [InlineData("{\"status\":nul}")]
    [InlineData("{\"records_completed\":01}")]
    [InlineData("{\"records_completed\":+1}")]
    [InlineData("{\"records_completed\":-}")]
    [InlineData("{\"records_completed\":1x}")]
    [InlineData("{\"status\":\"a\nb\"}")]
    [InlineData("{\"status\":\"a\\\"}")]
    [InlineData("{\"status\":\"a\\q\"}")]
    [InlineData("{\"status\":'a'}")]
    [InlineData("{\"status\":\"a\"}\0")]
    [InlineData("{\"status\":\"a\"}{}")]
    [InlineData("{\"status\":\"a\"")]
    [InlineData("{/* */}")]
    [InlineData("{")]
    [InlineData("")]
    public void What_is_no_JSON_is_never_taken(string body) =>
        Assert.Null(DirectReader.TryRead<BatchExportRun>(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Fields_may_change_their_order_from_item_to_item_and_stand_there_twice()
    {
        string[] items =
        [
            """{"id":"0197c0de-0000-7000-8000-000000000001","status":"Failed","cursor":"a"}""",
            """{"cursor":"b","status":"Completed","id":"0197c0de-0000-7000-8000-000000000002","status":null}""",
            """{"stat":1,"status":"Failed","statuses":[2],"status":"Running","cursor":"c","cursor":null}""",
            "{ \"id\" : null ,\n\t\"status\" : \"F\u00e4iled\" , \"cursor\" : \"\" }",
            "{" + string.Join(",", Enumerable.Range(0, 150).Select(static i => $"\"field{i}\":{i}")) + ",\"status\":\"last\"}",
        ];
        Same<PageBody<BatchExportRun>>("{\"results\":[" + string.Join(",", items.Concat(items.Reverse())) + "],\"results_more\":[[{}]]}");
    }

    [Fact]
    public void A_wrong_value_beside_a_duplicated_field_is_read()
    {
        BatchExport? read = ModelReader.Read<BatchExport>("""{"primary_key":"x","name":"a","name":"b"}"""u8.ToArray());
        Assert.Equal(("b", 0), (read?.Name, read?.PrimaryKey.Length));
    }

    private static BatchExportRun? Read(string time) =>
        ModelReader.Read<BatchExportRun>(Encoding.UTF8.GetBytes("{\"created_at\":\"" + time + "\",\"status\":\"Completed\"}"));

    private static void Same<T>(string body)
        where T : class
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        T? direct = DirectReader.TryRead<T>(bytes);
        Assert.NotNull(direct);
        Assert.Equal(Show(ModelReader.ReadLeniently<T>(bytes)), Show(direct));
    }

    // Types of plain values count as well, and so does the order of fields.
    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => "'" + text + "'",
        IDictionary<string, object?> map => "{" + string.Join(",", map.Select(p => p.Key + "=" + Show(p.Value))) + "}",
        IEnumerable list => "[" + string.Join(",", list.Cast<object?>().Select(Show)) + "]",
        DateTimeOffset time => time.ToString("O"),
        _ when value.GetType().Assembly == typeof(BatchExport).Assembly || value.GetType().Assembly == typeof(DirectReader).Assembly =>
            value.GetType().Name + "(" + string.Join(",", value.GetType().GetProperties().Select(p => p.Name + "=" + Show(p.GetValue(value)))) + ")",
        _ => value.GetType().Name + " " + value,
    };
}
