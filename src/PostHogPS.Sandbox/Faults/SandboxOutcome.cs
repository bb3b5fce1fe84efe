using PostHogPS.Sandbox.Http;

namespace PostHogPS.Sandbox.Faults;

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

/// <summary>What comes of a request: an answer, or a failure of the network.</summary>
public sealed class SandboxOutcome
{
    internal SandboxOutcome(SandboxResponse response) => Response = response;

    internal SandboxOutcome(NetworkFailure failure) => Failure = failure;

    public SandboxResponse? Response { get; }

    public NetworkFailure Failure { get; }
}
