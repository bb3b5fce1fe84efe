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
    public void Every_field_null()
    {
        Same<BatchExport>(FullJson.Of(typeof(BatchExport), allNull: true));
        Same<BatchExportRun>(FullJson.Of(typeof(BatchExportRun), allNull: true));
    }

    [Fact]
    public void Pages_of_both()
    {
        string runs = string.Join(",", Enumerable.Repeat(FullJson.Of(typeof(BatchExportRun)), 3)) + ",null,{},{\"cursor\":\"x\",\"id\":\"0197c0de-0000-7000-8000-000000000001\"}";
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
        Assert.Null(DirectReading.TryRead<BatchExport>(Encoding.UTF8.GetBytes(body)));

    private static void Same<T>(string body)
        where T : class
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        T? direct = DirectReading.TryRead<T>(bytes);
        Assert.NotNull(direct);
        Assert.Equal(Show(JsonReading.ReadLeniently<T>(bytes)), Show(direct));
    }

    // Types of plain values count as well, and so does the order of fields.
    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => "'" + text + "'",
        IDictionary<string, object?> map => "{" + string.Join(",", map.Select(p => p.Key + "=" + Show(p.Value))) + "}",
        IEnumerable list => "[" + string.Join(",", list.Cast<object?>().Select(Show)) + "]",
        DateTimeOffset time => time.ToString("O"),
        _ when value.GetType().Assembly == typeof(BatchExport).Assembly || value.GetType().Assembly == typeof(DirectReading).Assembly =>
            value.GetType().Name + "(" + string.Join(",", value.GetType().GetProperties().Select(p => p.Name + "=" + Show(p.GetValue(value)))) + ")",
        _ => value.GetType().Name + " " + value,
    };
}
