using System;
using PostHogPS.Sandbox.Http;

namespace PostHogPS.Testing.Faults;

/// <summary>Ways in which no answer comes back.</summary>
public enum NetworkFailure
{
    None,
    Hang,
    Drop,
    Reset,
    Refuse,
    NoSuchHost,
    BadCertificate,
}

/// <summary>The result of a request: an answer, perhaps damaged on its way, or a failure of the network.</summary>
public sealed class SandboxOutcome
{
    internal SandboxOutcome(SandboxResponse response) => Response = response;

    internal SandboxOutcome(NetworkFailure failure) => Failure = failure;

    public SandboxResponse? Response { get; }

    public NetworkFailure Failure { get; }

    /// <summary>The connection is lost after so many bytes of the body.</summary>
    public int? CutAfter { get; internal set; }

    /// <summary>A Content-Length that is larger than the body.</summary>
    public long? DeclaredLength { get; internal set; }

    /// <summary>The delay between two small pieces of the body.</summary>
    public TimeSpan? Drip { get; internal set; }

    internal bool IsDamaged => CutAfter is not null || DeclaredLength is not null || Drip is not null;
}
