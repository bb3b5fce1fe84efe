using System;
using System.Collections.Generic;

namespace PostHogPS.Testing.Faults;

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary><see cref="Fault.Status"/> with <see cref="Fault.Body"/>; PostHog's own envelope when there is no body.</summary>
    Status,

    /// <summary>A load balancer's HTML page, status 502 unless another is given.</summary>
    Html,

    /// <summary>503 with <see cref="Fault.RetryAfter"/>.</summary>
    Unavailable,

    /// <summary>429 of the rate limit, with <see cref="Fault.RetryAfter"/>.</summary>
    Throttled,

    /// <summary>429 of the business limit on backfills, without Retry-After.</summary>
    TooManyBackfills,

    /// <summary>Nothing but the wait of <see cref="Fault.Delay"/>.</summary>
    Delay,

    /// <summary>No answer ever.</summary>
    Hang,

    /// <summary>The connection closes quietly; see <see cref="Fault.AfterProcessing"/>.</summary>
    Drop,

    /// <summary>The connection is reset; see <see cref="Fault.AfterProcessing"/>.</summary>
    Reset,

    /// <summary>Nobody listens.</summary>
    Refuse,

    /// <summary>The name does not resolve.</summary>
    NoSuchHost,

    /// <summary>The certificate is not trusted.</summary>
    BadCertificate,

    /// <summary>The body ends in the middle, the connection does not.</summary>
    TruncatedJson,

    /// <summary>The connection is lost in the middle of the body.</summary>
    CutBody,

    /// <summary>200 without a body.</summary>
    EmptyBody,

    /// <summary>The header claims more than comes.</summary>
    WrongLength,

    /// <summary>The body comes in small pieces, <see cref="Fault.Delay"/> apart.</summary>
    SlowDrip,

    /// <summary>Paging links name another host: <see cref="Fault.Target"/>, or https://internal.example.</summary>
    ForeignNext,

    /// <summary>Paging links begin with http://.</summary>
    HttpNext,

    /// <summary>Statuses, models, intervals and destination types nobody knows yet.</summary>
    UnknownEnum,

    /// <summary>Keys nobody knows yet, in every object.</summary>
    ExtraKeys,

    /// <summary>Every optional value is null.</summary>
    Nulls,

    /// <summary>Every optional key is missing.</summary>
    AbsentKeys,

    /// <summary>Counts beyond 32 bits.</summary>
    BigCounts,

    /// <summary>The link to the next page of a list leads to the page itself.</summary>
    SelfNext,

    /// <summary>The links to the next page of a list go round in a circle of two.</summary>
    NextCycle,

    /// <summary>Every page of a list names another one, which holds the same items.</summary>
    EndlessSame,

    /// <summary>Every page of a list names another one, which holds new items.</summary>
    EndlessNew,

    /// <summary>The first item of a list has an unreadable id (a log entry: an unreadable timestamp).</summary>
    BadId,

    /// <summary>The first item of a list is null.</summary>
    NullItem,

    /// <summary>302 (or <see cref="Fault.Status"/>) to <see cref="Fault.Target"/>.</summary>
    Redirect,

    /// <summary>307 (or <see cref="Fault.Status"/>) to the same path under the other prefix.</summary>
    RedirectToTwin,

    /// <summary>The body is compressed, if the client takes it.</summary>
    Gzip,

    /// <summary>The body is compressed with brotli, if the client takes it (gzip where the platform has no brotli).</summary>
    Brotli,

    /// <summary>The body is put through <see cref="Fault.Rewrite"/>.</summary>
    Rewrite,
}

/// <summary>One thing that goes wrong with some of the requests.</summary>
public sealed class Fault
{
    public FaultKind Kind { get; set; }

    /// <summary>Only this method; any when null.</summary>
    public string? Method { get; set; }

    /// <summary>A pattern for path and query in which * stands for anything; any when null. Without a * it is looked for anywhere.</summary>
    public string? Path { get; set; }

    /// <summary>The first matching request it happens to, counted from 1.</summary>
    public int Nth { get; set; } = 1;

    /// <summary>How many matching requests in a row it happens to; 0 means all from then on.</summary>
    public int Times { get; set; } = 1;

    public int? Status { get; set; }

    public string? Body { get; set; }

    public string? ContentType { get; set; }

    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Seconds or an HTTP date, as it goes into the header.</summary>
    public string? RetryAfter { get; set; }

    /// <summary>Time of the clock under the sandbox's, before the answer (between pieces for <see cref="FaultKind.SlowDrip"/>).</summary>
    public TimeSpan Delay { get; set; }

    public string? Target { get; set; }

    /// <summary>Makes the body that is sent out of the one that should have been (<see cref="FaultKind.Rewrite"/>).</summary>
    public Func<byte[], byte[]>? Rewrite { get; set; }

    /// <summary>For faults that replace the answer: the server has done the work before it goes wrong.</summary>
    public bool AfterProcessing { get; set; }
}
