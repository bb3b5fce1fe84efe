using PostHogPS.Sandbox.Options;

namespace PostHogPS.Testing;

/// <summary>What is wrong with the certificate. All of them are self-signed.</summary>
public enum TlsMode
{
    None,
    SelfSigned,
    Expired,
    WrongHost,
}

public sealed class SandboxServerOptions
{
    /// <summary>0 takes a free port.</summary>
    public int Port { get; set; }

    public TlsMode Tls { get; set; }

    public SandboxOptions Sandbox { get; set; } = new();
}
