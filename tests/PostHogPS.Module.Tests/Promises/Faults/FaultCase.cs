using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using PostHogPS.Testing.Faults;

namespace PostHogPS.Module.Tests.Promises.Faults;

/// <summary>Where a fault comes from.</summary>
internal enum FaultSource
{
    /// <summary>The server answers, or fails to answer, in this way.</summary>
    Server,

    /// <summary>Nobody listens.</summary>
    Refused,

    /// <summary>The certificate has run out.</summary>
    ExpiredCertificate,

    /// <summary>The certificate is another host's.</summary>
    WrongHostName,
}

/// <summary>One thing that goes wrong, and the rule for what must come of it.</summary>
/// <param name="Name">As in the docs.</param>
/// <param name="Make">Makes it, given the time of the server.</param>
/// <param name="Rule">What must come of it, for a command.</param>
internal sealed record FaultCase(string Name, Func<DateTimeOffset, Fault> Make, Func<CmdletCase, Ending> Rule)
{
    internal FaultSource Source { get; init; }

    /// <summary>Ends only when the client loses patience.</summary>
    internal bool Hangs { get; init; }

    /// <summary>The server has done its work before anything goes wrong.</summary>
    internal bool AfterWork { get; init; }

    internal Ending Expect(CmdletCase driven) => Special.Of(driven, this, Rule(driven));

    public override string ToString() => Name;
}

/// <summary>The faults of the matrix.</summary>
internal static class FaultCases
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];
    private static readonly string LongError = "{\"detail\":\"" + new string('x', 10_000_000) + "\"}";

    internal static IReadOnlyList<FaultCase> All { get; } =
    [
        new("connection refused", _ => new Fault(), _ => new Ending("Unreachable", 0)) { Source = FaultSource.Refused },
        new("expired certificate", _ => new Fault(), _ => new Ending("Certificate", 0)) { Source = FaultSource.ExpiredCertificate },
        new("certificate of another host", _ => new Fault(), _ => new Ending("Certificate", 0)) { Source = FaultSource.WrongHostName },
        Always("reset before the headers", FaultKind.Reset, Rules.Lost),
        Always("closed quietly before the headers", FaultKind.Drop, Rules.Closed),
        Always("reset in the body", FaultKind.CutBody, Rules.Lost) with { AfterWork = true },
        Always("shorter than its Content-Length", FaultKind.WrongLength, Rules.Lost) with { AfterWork = true },
        Always("truncated JSON", FaultKind.TruncatedJson, Rules.Garbled) with { AfterWork = true },
        Always("empty 200", FaultKind.EmptyBody, Rules.Empty),
        new("slow drip", _ => new Fault { Kind = FaultKind.SlowDrip, Delay = TimeSpan.FromMilliseconds(1), Times = 0 }, Rules.Fine),
        Always("hung", FaultKind.Hang, Rules.Hung) with { Hangs = true },
        Status(408),
        Asking("429 with seconds", FaultKind.Throttled, _ => "3"),
        Asking("429 with a date", FaultKind.Throttled, now => now.AddSeconds(4).ToString("R", CultureInfo.InvariantCulture)),
        // Of a query it says that no place came free, which the server has waited for itself.
        new("429 without a time", _ => new Fault { Kind = FaultKind.Throttled },
            driven => driven.Sending == Sending.Costly ? new Ending("TooManyQueries", 1) : Ending.Works(1)),
        new("429 for longer than -MaxWait", _ => new Fault { Kind = FaultKind.Throttled, RetryAfter = "36000", Times = 0 }, _ => new Ending("Throttled", 1)),
        new("429 too_many_concurrent_backfills", _ => new Fault { Kind = FaultKind.TooManyBackfills, Times = 2 }, _ => new Ending("TooManyBackfills", 1)),
        Status(500),
        Always("502 HTML", FaultKind.Html, Rules.Failing),
        Asking("503 with Retry-After", FaultKind.Unavailable, _ => "2"),
        new("503 with Retry-After, of a proxy", _ => OfProxy(), Rules.GivenUp),
        OfGateway("Envoy", "{\"code\":503,\"message\":\"upstream connect error or disconnect/reset before headers\"}"),
        OfGateway("AWS", "{\"message\":\"Service Unavailable\"}"),
        OfGateway("Cloudflare", "{\"type\":\"https://developers.cloudflare.com/support/\",\"title\":\"Error 503\",\"status\":503,\"detail\":\"The origin is unavailable.\",\"error_code\":503}"),
        Always("503 without Retry-After", FaultKind.Unavailable, Rules.Failing),
        Status(504),
        Status(524),
        Always("redirect to another host", FaultKind.Redirect, Rules.Redirected),
        new("303 See Other", _ => new Fault { Kind = FaultKind.Redirect, Status = 303, Times = 0 }, Rules.Redirected),
        new("307 to the twin route", _ => new Fault { Kind = FaultKind.RedirectToTwin }, _ => Ending.Works(1)),
        Always("gzip", FaultKind.Gzip, Rules.Fine),
        Always("brotli", FaultKind.Brotli, Rules.Fine),
        Rewrite("duplicate keys", body => Inside(body, "\"id\":\"first\",\"results\":[],\"name\":\"first\","), Rules.Fine),
        new("10 MB error text", _ => new Fault { Kind = FaultKind.Status, Status = 400, Times = 0, Body = LongError },
            // Read in part only: whether it is PostHog's own refusal cannot be seen.
            driven => new Ending(driven.Sending == Sending.Once ? "FateUnknown" : "Validation", 1)),
        Rewrite("deep nesting", body => Inside(body, "\"deep\":" + new string('[', 5000) + new string(']', 5000) + ","), Rules.Garbled),
        Rewrite("invalid UTF-8", InvalidUtf8, Rules.Fine),
        Rewrite("byte order mark", body => [.. ByteOrderMark, .. body], Rules.Fine),
        Rewrite("huge numbers", body => Inside(body, "\"count\":1e400,\"records_completed\":99999999999999999999999,\"progress\":1e999,"), Rules.Fine),
        Always("missing fields", FaultKind.AbsentKeys, Rules.Partly),
        Always("null fields", FaultKind.Nulls, Rules.Partly),
        Always("unknown enum values", FaultKind.UnknownEnum, Rules.Unheard),
        Always("extra fields", FaultKind.ExtraKeys, Rules.Fine),
        Always("counts beyond 32 bits", FaultKind.BigCounts, Rules.Fine),
    ];

    private static FaultCase Always(string name, FaultKind kind, Func<CmdletCase, Ending> rule) =>
        new(name, _ => new Fault { Kind = kind, Times = 0 }, rule);

    private static FaultCase Status(int status) =>
        new(status.ToString(CultureInfo.InvariantCulture), _ => new Fault { Kind = FaultKind.Status, Status = status, Times = 0 },
            status == 504 ? Rules.TooLong : Rules.Failing);

    private static FaultCase Asking(string name, FaultKind kind, Func<DateTimeOffset, string?> when) =>
        new(name, now => new Fault { Kind = kind, RetryAfter = when(now) }, _ => Ending.Works(1));

    // What Varnish says when it has delivered the request and the answer did not come in time.
    private static Fault OfProxy() => new()
    {
        Kind = FaultKind.Status,
        Status = 503,
        Body = "<html><body>Error 503 Backend fetch failed</body></html>",
        ContentType = "text/html",
        Headers = { ["Retry-After"] = "2" },
    };

    // With a code and a time, and all the same after they have delivered the request.
    private static FaultCase OfGateway(string name, string body) => new(
        "503 with Retry-After, of " + name,
        _ => new Fault { Kind = FaultKind.Status, Status = 503, Body = body, Headers = { ["Retry-After"] = "2" } },
        Rules.GivenUp);

    private static FaultCase Rewrite(string name, Func<byte[], byte[]> rewrite, Func<CmdletCase, Ending> rule) =>
        new(name, _ => new Fault { Kind = FaultKind.Rewrite, Rewrite = body => body.Length == 0 ? body : rewrite(body), Times = 0 }, rule) { AfterWork = true };

    private static byte[] Inside(byte[] body, string keys)
    {
        string text = Encoding.UTF8.GetString(body);
        return text.StartsWith('{') ? Encoding.UTF8.GetBytes("{" + keys + text[1..]) : body;
    }

    // In a text that the module reads, where there is one.
    private static byte[] InvalidUtf8(byte[] body)
    {
        string text = Encoding.UTF8.GetString(body);
        if (!text.StartsWith('{'))
            return body;
        int at = text.IndexOf("\"name\":\"", StringComparison.Ordinal);
        byte[] before = Encoding.UTF8.GetBytes(at < 0 ? "{\"name\":\"" : text[..(at + 8)]);
        byte[] after = Encoding.UTF8.GetBytes(at < 0 ? "\"," + text[1..] : text[(at + 8)..]);
        return [.. before, 0xC3, 0x28, 0xFF, .. after];
    }
}
