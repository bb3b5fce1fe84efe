namespace PostHogPS.Engine.Retry;

/// <summary>How an attempt ended when there was no answer.</summary>
internal enum FailureKind
{
    /// <summary>There was an answer.</summary>
    None,

    /// <summary>No connection came about: nothing was sent.</summary>
    NotSent,

    /// <summary>No connection within the time allowed: nothing was sent, and waiting again would not help.</summary>
    ConnectTimedOut,

    /// <summary>The connection broke after the request may have arrived.</summary>
    ConnectionLost,

    /// <summary>No headers within the time allowed.</summary>
    TimedOut,

    /// <summary>What answered does not speak TLS, or no TLS that this machine speaks: nothing was sent.</summary>
    NoTls,

    /// <summary>The proxy wants a name and a password: nothing got past it, and asking again would not help.</summary>
    ProxyRefused,

    /// <summary>The answer is larger than any that PostHog gives; the rest is not read.</summary>
    TooLarge,

    /// <summary>The certificate or the host name is invalid: nothing was sent.</summary>
    Certificate,
}
