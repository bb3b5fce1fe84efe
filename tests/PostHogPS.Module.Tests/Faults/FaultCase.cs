using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using PostHogPS.Sandbox.Faults;

namespace PostHogPS.Module.Tests.Faults;

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

/// <summary>What must come of a fault: the error (null for success) and how often the main request arrives (null for at least once).</summary>
internal sealed record Ending(string? Error, int? Sends);

/// <summary>One thing that goes wrong, and what must come of it.</summary>
internal sealed record FaultCase(string Name, Func<Fault> Make, Func<CmdletCase, Ending> Expect)
{
    internal FaultSource Source { get; init; }

    /// <summary>Needs a real wait.</summary>
    internal bool Hangs { get; init; }

    public override string ToString() => Name;
}

/// <summary>The faults of the matrix, and the rules of the design in a form that can be checked.</summary>
internal static class FaultCases
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    internal static IReadOnlyList<FaultCase> All { get; } =
    [
        new("connection refused", () => new Fault(), _ => new Ending("Unreachable", 0)) { Source = FaultSource.Refused },
        new("expired certificate", () => new Fault(), _ => new Ending("Certificate", 0)) { Source = FaultSource.ExpiredCertificate },
        new("certificate of another host", () => new Fault(), _ => new Ending("Certificate", 0)) { Source = FaultSource.WrongHostName },
        Always("reset before the headers", FaultKind.Reset, Lost),
        // Below the module .NET repeats reads of its own accord on a connection that closes without a word; writes it cannot.
        Always("closed quietly before the headers", FaultKind.Drop, c => Lost(c) with { Sends = c.Method == "GET" ? null : Lost(c).Sends }),
        Always("reset in the body", FaultKind.CutBody, Lost),
        Always("shorter than its Content-Length", FaultKind.WrongLength, Lost),
        Always("truncated JSON", FaultKind.TruncatedJson, Garbled),
        Always("empty 200", FaultKind.EmptyBody, Empty),
        new("slow drip", () => new Fault { Kind = FaultKind.SlowDrip, Delay = TimeSpan.FromMilliseconds(1), Times = 0 }, Fine),
        Always("hung", FaultKind.Hang, c => c.Sending == Sending.Once ? new Ending("FateUnknown", 1) : new Ending("Timeout", 1)) with { Hangs = true },
        Status(408, Failing),
        Once("429 with seconds", () => new Fault { Kind = FaultKind.Throttled, RetryAfter = "37" }),
        new("429 with a date", () => new Fault { Kind = FaultKind.Throttled, RetryAfter = DateTimeOffset.UtcNow.AddSeconds(20).ToString("R", CultureInfo.InvariantCulture) }, Fine),
        Once("429 without a time", () => new Fault { Kind = FaultKind.Throttled }),
        new("429 for longer than -MaxWait", () => new Fault { Kind = FaultKind.Throttled, RetryAfter = "36000", Times = 0 }, _ => new Ending("Throttled", 1)),
        new("429 too_many_concurrent_backfills", () => new Fault { Kind = FaultKind.TooManyBackfills, Times = 0 }, _ => new Ending("TooManyBackfills", 1)),
        Status(500, Failing),
        Always("502 HTML", FaultKind.Html, Failing),
        Once("503 with Retry-After", () => new Fault { Kind = FaultKind.Unavailable, RetryAfter = "1" }),
        Always("503 without Retry-After", FaultKind.Unavailable, Failing),
        Status(504, Failing),
        Always("redirect to another host", FaultKind.Redirect, _ => new Ending("Redirect", 1)),
        new("307 to the twin route", () => new Fault { Kind = FaultKind.RedirectToTwin }, Fine),
        Always("gzip", FaultKind.Gzip, Fine),
        Always("brotli", FaultKind.Brotli, Fine),
        Rewrite("duplicate keys", body => Inside(body, "\"id\":\"first\",\"results\":[],\"name\":\"first\","), Fine),
        new("10 MB error text", () => new Fault { Kind = FaultKind.Status, Status = 400, Times = 0, Body = "{\"detail\":\"" + new string('x', 10_000_000) + "\"}" }, _ => new Ending("Validation", 1)),
        Rewrite("deep nesting", body => Inside(body, "\"deep\":" + new string('[', 5000) + new string(']', 5000) + ","), Garbled),
        Rewrite("invalid UTF-8", body => InvalidUtf8(body), _ => new Ending("*", null)),
        Rewrite("byte order mark", body => [.. ByteOrderMark, .. body], Fine),
        Rewrite("huge numbers", body => Inside(body, "\"count\":1e400,\"records_completed\":99999999999999999999999,\"progress\":1e999,"), Fine),
        Always("missing fields", FaultKind.AbsentKeys, Fine),
        Always("null fields", FaultKind.Nulls, Fine),
        Always("unknown enum values", FaultKind.UnknownEnum, Fine),
        Always("extra fields", FaultKind.ExtraKeys, Fine),
        Always("counts beyond 32 bits", FaultKind.BigCounts, Fine),
    ];

    private static FaultCase Always(string name, FaultKind kind, Func<CmdletCase, Ending> expect) =>
        new(name, () => new Fault { Kind = kind, Times = 0 }, expect);

    private static FaultCase Status(int status, Func<CmdletCase, Ending> expect) =>
        new(status.ToString(CultureInfo.InvariantCulture), () => new Fault { Kind = FaultKind.Status, Status = status, Times = 0 }, expect);

    private static FaultCase Once(string name, Func<Fault> make) => new(name, make, Fine);

    private static FaultCase Rewrite(string name, Func<byte[], byte[]> rewrite, Func<CmdletCase, Ending> expect) =>
        new(name, () => new Fault { Kind = FaultKind.Rewrite, Rewrite = body => body.Length == 0 ? body : rewrite(body), Times = 0 }, expect);

    /// <summary>The connection broke after the request may have arrived.</summary>
    private static Ending Lost(CmdletCase c) => c.Sending == Sending.Once ? new Ending("FateUnknown", 1) : new Ending("Unreachable", 4);

    private static Ending Failing(CmdletCase c) => c.Sending == Sending.Once ? new Ending("FateUnknown", 1) : new Ending("Server", 4);

    /// <summary>A success that says nothing anybody can read. Of what must not be sent twice the fate is unknown then.</summary>
    private static Ending Garbled(CmdletCase c) => c.Reading switch
    {
        Reading.Ignored or Reading.HandedOn => new Ending(null, null),
        _ => c.Sending == Sending.Once ? new Ending("FateUnknown", 1) : new Ending("InvalidResponse", 1),
    };

    private static Ending Empty(CmdletCase c) => c.Reading == Reading.MayBeEmpty ? new Ending(null, null) : Garbled(c);

    private static Ending Fine(CmdletCase c) => new(null, null);

    private static byte[] Inside(byte[] body, string keys)
    {
        string text = Encoding.UTF8.GetString(body);
        return text.StartsWith('{') ? Encoding.UTF8.GetBytes("{" + keys + text[1..]) : body;
    }

    private static byte[] InvalidUtf8(byte[] body)
    {
        int at = Encoding.UTF8.GetString(body).IndexOf("\"name\":\"", StringComparison.Ordinal);
        return at < 0 ? body : [.. body.Take(at + 8), 0xC3, 0x28, 0xFF, .. body.Skip(at + 8)];
    }
}
