using System;
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

    /// <summary>
    /// How far each request moves the clock. For programs that wait by the machine's time: what they wait for ends after a few looks,
    /// and nothing leaves their window while a busy machine starts them.
    /// </summary>
    public TimeSpan PerRequest { get; set; }

    public SandboxOptions Sandbox { get; set; } = new();
}
