using System;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using CsCheck;
using Xunit;

namespace PostHogPS.Engine.Tests.Fuzz;

/// <summary>The small texts of an answer: dates, Retry-After, links to the next page; and names on their way to the server.</summary>
[Trait("Speed", "Slow")]
public sealed class TextFuzz
{
    private const int Modest = 20_000;
    private const string Host = "https://us.posthog.com";

    private static readonly DateTimeOffset Now = new(2026, 10, 12, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] DateParts =
        ["2026", "-", "08", "-01", "T", "t", " ", "10:00", ":00", ":59", ":60", ".1", ".123456", ".1234567", ".12345678", "Z", "z", "+00:00", "-00:00", "+02",
            "+0200", "+14:00", "+15:00", "-99:99", "24:00:00", "0000", "9999-12-31", "0001-01-01", "Aug", "12/31/2026", "\u0660", " GMT"];

    private static readonly Gen<string> Dates = Gen.Frequency(
        (3, Gen.Select(Gen.Int[-100, 10_100], Gen.Int[0, 14], Gen.Int[0, 33], Gen.Int[0, 25], Gen.Int[0, 61], HostileText.Pick("T", " ", "t"),
            HostileText.Pick("", "Z", "+02:00", "-07:30", ".5Z", ".123456Z", ".999999999Z", "+14:01"))
            .Select(static d => string.Create(CultureInfo.InvariantCulture,
                $"{d.Item1:0000}-{d.Item2:00}-{d.Item3:00}{d.Item6}{d.Item4:00}:{d.Item5:00}:00{d.Item7}"))),
        (2, HostileText.Pick(DateParts).Array[0, 8].Select(static p => string.Concat(p))),
        (1, HostileText.Any));

    private static readonly string[] LinkParts =
    [
        "https:", "http:", "HTTPS:", "javascript:", "file:", "data:", "//", "/", "\\", "\\\\", "us.posthog.com", "US.POSTHOG.COM", "us.posthog.com.",
            "us.posthog.com.evil.example", "evil.example", "@", ":", ":443", ":8443", ":0", "%40", "%2F", "%5C", "..", "/..", "/./",
        "/api/projects/7/batch_exports/", "/api/environments/7/batch_exports/", "/api/projects/@current/batch_exports/", "api/projects/7/", "?cursor=a%2Fb",
            "?", "#x", "&", "\t", "\n", "\0", " ", "[::1]", "127.1", "0x7f.1", "\u3002", "\uff0f", "\u2044", "\u202e",
    ];

    private static readonly Gen<string> Addressed = Gen.Frequency(
        (4, HostileText.Pick(LinkParts).Array[0, 8].Select(static p => string.Concat(p))),
        (2, HostileText.Pick(LinkParts).Array[0, 4].Select(static p => Host + string.Concat(p))),
        (1, HostileText.Any), (1, HostileText.Long));

    /// <summary>The quick way gives what the runtime's own parser gives, for UTC where no offset is named.</summary>
    [Fact]
    public void Dates_mean_what_they_say() => Fuzzing.Texts("dates", Dates, Modest, static text =>
    {
        var json = new Utf8JsonReader(JsonSerializer.SerializeToUtf8Bytes(text));
        json.Read();
        string said = json.GetString()!;
        bool read = JsonTime.TryRead(ref json, out DateTimeOffset value);
        bool plain = DateTimeOffset.TryParse(said, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset expected);
        Assert.True(!plain || read, "only the runtime reads it");
        // Beyond ten millionths one cuts and the other rounds; the server writes millionths.
        if (read && plain)
            Assert.True(value.Offset == expected.Offset && (value - expected).Duration().Ticks <= 1, value + " is not " + expected);
    });

    [Fact]
    public void Retry_After_is_a_wait_or_nothing() => Fuzzing.Texts(
        "retry-after",
        Gen.Frequency(
            (3, HostileText.Pick("0", "1", "37", "-1", "+5", "1.5", ".5", "1e9", "1,5", "99999999999999999999", "2147483647", "2147483648", "NaN", "Infinity",
                " 7 ", "7;x", "\u0663", "0x10")),
            (3, Gen.Select(Gen.DateTime, HostileText.Pick("R", "O", "s", "u", "ddd, dd-MMM-yy HH:mm:ss 'GMT'"))
                .Select(static d => d.Item1.ToString(d.Item2, CultureInfo.InvariantCulture))),
            (2, HostileText.Any)),
        Modest,
        static text =>
        {
            using var response = new HttpResponseMessage((System.Net.HttpStatusCode)429);
            response.Headers.TryAddWithoutValidation("Retry-After", text);
            TimeSpan? hint = AnswerHeaders.RetryAfter(response, Now);
            Assert.True(hint is null || hint >= TimeSpan.Zero, hint.ToString());
            foreach (int status in new[] { 429, 503 })
            {
                RetryStep step = RetryPlan.Next(CallSafety.Once, new Outcome(FailureKind.None, status, "throttled", hint), default,
                    TimeSpan.FromMinutes(65), 0.5);
                Assert.True(!step.Repeat || (step.Wait > TimeSpan.Zero && step.Wait <= TimeSpan.FromMinutes(65)), step.ToString());
            }
        });

    /// <summary>Whatever a link says: what is asked next is asked of the connection's own origin.</summary>
    [Fact]
    public void Links_lead_nowhere_else() => Fuzzing.Texts("links", Addressed, Modest, static link =>
    {
        foreach (string below in new[] { "/", "/posthog/" })
        {
            var own = new Addresses(new Uri(Host + below), sandbox: false);
            Uri asked = own.Below("api/projects/7/batch_exports/?limit=2");
            if (PagingLink.Resolve(own, asked, link) is not { } next)
                continue;
            Uri address = own.FromRoot(next);
            Assert.True(own.IsOwn(address), address.ToString());
            Assert.Equal("us.posthog.com", address.Host);
            Assert.Equal(443, address.Port);
            Assert.Empty(address.UserInfo);
        }
    });

    /// <summary>A redirect is followed only where the key may go.</summary>
    [Fact]
    public void Own_addresses_are_own() => Fuzzing.Texts("own", Addressed, Modest, static link =>
    {
        var own = new Addresses(new Uri(Host + "/"), sandbox: false);
        if (HttpLinks.Resolve(own.Below("api/"), link) is not { } target || !own.IsOwn(target))
            return;
        Assert.Equal(("https", "us.posthog.com", 443, ""), (target.Scheme, target.IdnHost, target.Port, target.UserInfo));
        // What goes into the Host header and to the resolver must be that name and nothing that normalises to it.
        Assert.Equal("us.posthog.com", target.Host);
    });

    /// <summary>A name arrives as it was given; half a surrogate pair, which no encoding knows, as the replacement character.</summary>
    [Fact]
    public void Names_arrive_complete() => Fuzzing.Texts("names", Gen.Frequency((9, HostileText.Any), (1, HostileText.Long)), Modest / 4, static name =>
    {
        byte[] body = PlainValueWriter.Write(new System.Collections.Generic.Dictionary<string, object?> { ["name"] = name, [name] = 1 }, []);
        using JsonDocument read = JsonDocument.Parse(body);
        string expected = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name));
        Assert.Equal(expected, read.RootElement.EnumerateObject().First().Value.GetString());
        Assert.Equal(expected, read.RootElement.EnumerateObject().Last().Name);
    });

    /// <summary>Wherever the key stands in a text, it is gone afterwards.</summary>
    [Fact]
    public void The_key_is_found_in_any_text() => Fuzzing.Texts("key", HostileText.Any, Modest / 4, static text =>
    {
        using System.Security.SecureString secret = Bench.Secure(Bench.Key);
        using var key = new ConnectionKey(new Contracts.ConnectionSettings { ApiKey = secret });
        var redactor = new Redactor(key);
        int middle = text.Length / 2;
        Assert.DoesNotContain(Bench.Key, redactor.Clean(text[..middle] + Bench.Key + text[middle..]), StringComparison.Ordinal);
    });
}
