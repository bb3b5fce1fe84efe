using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;
using PostHogPS.Text;

namespace PostHogPS.Engine.Tests.Secrets;

/// <summary>What came as a SecureString is found by its value in every text of the call, under whatever name.</summary>
public sealed class HiddenValueTests
{
    private const string Pem = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ\nEFAASCBKcwggSjAgEAAoIBAQD7\n-----END PRIVATE KEY-----";

    public static TheoryData<string> Values => ["Server=db;Pwd=x\"y\\z", "p@ss wörd/+&?", "12345678", "Пароль-секрет", Pem];

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_form_of_it_goes(string value)
    {
        var hidden = new HiddenValue(value);
        byte[] utf8 = Encoding.UTF8.GetBytes(value);
        foreach (string form in new[]
        {
            value, JsonSerializer.Serialize(value)[1..^1], PlainJson(value), JsonSerializer.Serialize(PlainJson(value))[1..^1], Uri.EscapeDataString(value),
            WebUtility.UrlEncode(value), WebUtility.HtmlEncode(value), Convert.ToBase64String(utf8), Convert.ToBase64String(utf8).TrimEnd('='),
        })
            Assert.Equal("before [redacted]", hidden.Hide("before " + form).TrimEnd('='));
    }

    [Fact]
    public void One_line_of_a_key_is_enough() =>
        Assert.DoesNotContain("MIIEvQIBADANBgkqhkiG9w0BAQ", new HiddenValue(Pem).Hide("bad line MIIEvQIBADANBgkqhkiG9w0BAQ in the key"),
            StringComparison.Ordinal);

    [Fact]
    public void Within_a_basic_header_it_goes_too()
    {
        foreach (string user in new[] { "", "a", "ab", "svc" })
        {
            string header = Convert.ToBase64String(Encoding.UTF8.GetBytes(user + ":correct-horse-battery"));
            Assert.Contains("[redacted]", new HiddenValue("correct-horse-battery").Hide("sent " + header), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a", "a table named 'a' is 'bad', a=a&b", "a table named '[redacted]' is 'bad', a=[redacted]&b")]
    [InlineData("a", "{\"dsn\":\"a\",\"name\":\"abc\"}", "{\"dsn\":\"[redacted]\",\"name\":\"abc\"}")]
    [InlineData("test", "the latest test failed", "the latest [redacted] failed")]
    [InlineData("1", "row 1 of 11", "row 1 of 11")]
    public void A_short_one_does_not_blot_out_the_text(string value, string text, string clean) =>
        Assert.Equal(clean, new HiddenValue(value).Hide(text));

    [Fact]
    public async Task A_call_that_sends_one_shows_it_nowhere()
    {
        const string Secret = "Server=db;Pwd=\"planted\"";
        string echoed = JsonSerializer.Serialize(Secret)[1..^1];
        using var bench = new Bench(_ => Reply.Error(400, "invalid_input", "cannot use " + echoed + " as it is"));
        var body = new Dictionary<string, object?> { ["name"] = "x",
            ["destination"] = new Dictionary<string, object?> { ["connection"] = Bench.Secure(Secret) } };

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => bench.Session.BatchExports.CreateAsync("7", body, bench.Call));

        Assert.Contains("planted", bench.Server.Requests[0].Text, StringComparison.Ordinal);
        Assert.Contains("cannot use [redacted] as it is", error.Message, StringComparison.Ordinal);
        foreach (string text in bench.Messages.Select(static m => m.Text).Append(error.ToString()).Append(error.Detail!))
            Assert.DoesNotContain("planted", text, StringComparison.Ordinal);
    }

    // As Python's json.dumps writes it: nothing but ASCII.
    private static string PlainJson(string value) => string.Concat(value.Select(static c => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        > '~' => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
        _ => c.ToString(),
    }));
}
