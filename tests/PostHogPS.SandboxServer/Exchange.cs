using PostHogPS.Sandbox.Http;

namespace PostHogPS.Testing;

/// <summary>A request and what it was answered with.</summary>
public sealed record Exchange(SandboxRequest Request, SandboxResponse Response);
