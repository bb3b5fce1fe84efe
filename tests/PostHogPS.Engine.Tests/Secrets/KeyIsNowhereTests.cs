using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Framework;
using Xunit;

namespace PostHogPS.Engine.Tests.Secrets;

public sealed class KeyIsNowhereTests
{
    // A server at its worst: it sends the key back in every place it has.
    private static readonly string Echo =
        "{\"type\":\"validation_error\",\"code\":\"invalid_input\",\"detail\":\"Bad header Authorization: Bearer " + Bench.Key
        + " and " + Bench.Key + "\",\"attr\":\"" + Bench.Key + "\"}";

    public static TheoryData<int> Statuses => new() { 200, 400, 401, 403, 404, 409, 429, 500, 502, 302 };

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task The_key_is_in_no_message_and_no_error(int status)
    {
        using var bench = new Bench(_ => Reply.Json(
            Echo, status, "X-Request-Id: " + Bench.Key, "X-Echo: Bearer " + Bench.Key, "Location: https://elsewhere.example/?k=" + Bench.Key));

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => bench.Session.BatchExports.CreateAsync(
            "7", new Dictionary<string, object?> { ["name"] = Bench.Key, ["destination"] = new Dictionary<string, object?> { ["password"] = "hunter2" } },
                bench.Call));

        AssertClean(error.ToString());
        foreach (string text in Texts(error))
            AssertClean(text);
        Assert.NotEmpty(bench.Messages);
        foreach (EngineMessage message in bench.Messages)
            AssertClean(message.Text);
    }

    [Theory]
    [InlineData("{\"k\":\"KEY\",\"list\":[\"a KEY b\",{\"KEY\":\"x\"}]}")]
    [InlineData("\"KEY\"")]
    [InlineData("{\"k\":\"\\u0070hx_Planted0Key1For2Tests3\"}")]
    public async Task The_key_is_in_no_answer_that_is_handed_on(string body)
    {
        using var bench = new Bench(_ => Reply.Json(body.Replace("KEY", Bench.Key, StringComparison.Ordinal)));

        RestAnswer answer = await bench.Session.Rest.SendAsync("GET", "api/anything/", [], null, bench.Call);

        AssertClean(Dump.Of(answer.Value));
        AssertClean(answer.Text);
        Assert.Contains("[redacted]", Dump.Of(answer.Value), StringComparison.Ordinal);
    }

    /// <summary>Wherever a long text is cut, no half of the key is left that the redaction would not know any more.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_part_of_the_key_stands_at_the_edge_of_a_text_that_was_cut(bool json)
    {
        const string Plain = "AKeyThatLooksLikeNothing0123456789";
        for (int before = json ? 970 : 170; before < (json ? 1000 : 200); before += 3)
        {
            string text = new string('x', before) + Plain + new string('y', 300);
            using var bench = new Bench(_ => json ? Reply.Error(400, "invalid_input", text) : Reply.Html(502, text), s => s.ApiKey = Bench.Secure(Plain));
            PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() =>
                bench.Session.BatchExports.CreateAsync("7", new Dictionary<string, object?>(), bench.Call));
            Assert.DoesNotContain("AKey", error.Message + error.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_key_is_in_no_error_of_a_lost_connection()
    {
        using var bench = new Bench(static _ => Reply.Drop);

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(
            () => bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call));

        Assert.Null(error.InnerException);
        AssertClean(error.ToString());
        foreach (string text in Texts(error))
            AssertClean(text);
    }

    [Fact]
    public async Task Nothing_of_http_hangs_on_an_error()
    {
        using var bench = new Bench(static _ => Reply.Error(400, "invalid_input", "No."));

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(
            () => bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call));

        foreach (PropertyInfo property in typeof(PostHogApiException).GetProperties())
            Assert.DoesNotContain("System.Net", property.GetValue(error)?.GetType().FullName ?? "", StringComparison.Ordinal);
        Assert.Empty(error.Data);
    }

    [Fact]
    public async Task Debug_messages_show_bodies_without_secrets()
    {
        using var bench = new Bench(static _ => Reply.Json(Samples.ExportJson));

        await bench.Session.BatchExports.UpdateAsync(
            "7", Samples.Export,
            new Dictionary<string, object?> { ["name"] = "shown", ["destination"] = new Dictionary<string, object?> { ["token"] = Bench.Secure("t0ps3cret") } },
            bench.Call);

        Assert.Contains("t0ps3cret", bench.Server.Requests[0].Text, StringComparison.Ordinal);
        string debug = string.Concat(bench.Messages.Where(static m => m.Kind == EngineMessageKind.Debug).Select(static m => m.Text));
        Assert.Contains("shown", debug, StringComparison.Ordinal);
        Assert.Contains("bucket_name", debug, StringComparison.Ordinal);
        Assert.DoesNotContain("t0ps3cret", debug, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_verbose_line_per_call()
    {
        using var bench = new Bench(Retry.ThrottleTests.Script(Reply.Html(502, "x"), Reply.Json(Samples.Page(""))));

        await bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call);

        EngineMessage line = Assert.Single(bench.Messages, static m => m.Kind == EngineMessageKind.Verbose);
        Assert.StartsWith("GET /api/projects/7/batch_exports/: 200 in ", line.Text, StringComparison.Ordinal);
        Assert.EndsWith("(attempt 2)", line.Text, StringComparison.Ordinal);
    }

    private static void AssertClean(string text)
    {
        Assert.DoesNotContain(Bench.Key, text, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(Bench.Key)), text, StringComparison.Ordinal);
    }

    // Everything reachable from the error by fields, private ones included, stack traces apart.
    private static List<string> Texts(object root)
    {
        var texts = new List<string>();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<object>([root]);
        while (open.TryPop(out object? value))
        {
            if (value is string text)
            {
                texts.Add(text);
                continue;
            }

            if (value is MemberInfo or Assembly || value.GetType().IsPrimitive || value.GetType().IsPointer || !seen.Add(value))
                continue;
            if (value is IEnumerable items and not Array { Length: > 10_000 })
            {
                foreach (object? item in items)
                {
                    if (item is not null)
                        open.Push(item);
                }
            }

            for (Type? type = value.GetType(); type is not null; type = type.BaseType)
            {
                foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    if (!field.FieldType.IsPointer && !field.FieldType.IsByRefLike && field.GetValue(value) is { } inner)
                        open.Push(inner);
                }
            }
        }

        return texts;
    }
}
