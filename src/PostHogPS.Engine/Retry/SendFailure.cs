using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
#if NET
using PostHogPS.Engine.Frameworks;
#endif

namespace PostHogPS.Engine.Retry;

/// <summary>
/// A failed attempt as the retry plan needs it. Made from an HTTP exception and keeping nothing of it:
/// those can carry requests and headers.
/// </summary>
internal sealed class SendFailure : Exception
{
    public SendFailure() : this(FailureKind.ConnectionLost, "the connection broke") { }

    public SendFailure(string message) : this(FailureKind.ConnectionLost, message) { }

    public SendFailure(string message, Exception innerException) : this(FailureKind.ConnectionLost, message) => _ = innerException;

    internal SendFailure(FailureKind kind, string reason, int? status = null)
        : base(reason)
    {
        Kind = kind;
        Status = status;
    }

    internal FailureKind Kind { get; }

    internal string Reason => Message;

    /// <summary>The status, when the headers came and the body did not.</summary>
    internal int? Status { get; }

    internal static bool Explains(Exception error) => error
        is HttpRequestException or IOException or WebException or SocketException or AuthenticationException or OperationCanceledException;

    internal static SendFailure CreateFrom(Exception error)
    {
        if (Find<AuthenticationException>(error) is { } tls)
            return CertificateCheck.Refused(tls) ? new(FailureKind.Certificate, tls.Message) : new(FailureKind.NoTls, Innermost(tls).Message.TrimEnd('.'));
        if (IsProxySignIn(error))
            return new SendFailure(FailureKind.ProxyRefused, "the proxy asks for a sign-in");
        if (Find<WebException>(error) is { } web)
            return FromFramework(web);
        if (error is OperationCanceledException)
        {
            return Find<TimeoutException>(error) is null
                ? new SendFailure(FailureKind.ConnectionLost, "the request was broken off")
                : new SendFailure(FailureKind.ConnectTimedOut, "no connection came about in time");
        }

        SocketException? socket = Find<SocketException>(error);
        return new SendFailure(KindOf(error), ReasonOf(error, socket));
    }

    // What the socket says is not enough: an established connection can end as "host unreachable" long after the request
    // went out, so only what failed while connecting counts as not sent.
    private static FailureKind KindOf(Exception error) =>
#if NET
        error is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.ProxyTunnelError or HttpRequestError.SecureConnectionError
        }
            ? FailureKind.NotSent
            : FailureKind.ConnectionLost;
#else
        Find<SocketException>(error)?.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery
            ? FailureKind.NotSent
            : FailureKind.ConnectionLost;
#endif

    // .NET gives the status in the message only, in quotes in every language; so is the address of the proxy.
    private static bool IsProxySignIn(Exception error) =>
#if NET
        error is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } tunnel && tunnel.Message.Has("'407'");
#else
        Find<WebException>(error)?.Response is HttpWebResponse { StatusCode: HttpStatusCode.ProxyAuthenticationRequired };
#endif

    private static string ReasonOf(Exception error, SocketException? socket) => socket?.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => "the host name is not known",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "the network has no way there",
        SocketError.ConnectionReset or SocketError.ConnectionAborted => "the connection was reset",
        SocketError.TimedOut => "the connection timed out",
        _ => Innermost(error).Message.TrimEnd('.'),
    };

    // Windows PowerShell: HttpClient uses HttpWebRequest, which has reason codes of its own.
    private static SendFailure FromFramework(WebException error) => error.Status switch
    {
        WebExceptionStatus.NameResolutionFailure => new(FailureKind.NotSent, "the host name is not known"),
        WebExceptionStatus.ProxyNameResolutionFailure => new(FailureKind.NotSent, "the proxy's host name is not known"),
        WebExceptionStatus.ConnectFailure => new(FailureKind.NotSent, ReasonOf(error, Find<SocketException>(error))),
        WebExceptionStatus.TrustFailure => new(FailureKind.Certificate, error.Message),
        WebExceptionStatus.SecureChannelFailure => new(FailureKind.NoTls, error.Message.TrimEnd('.')),
        _ => new(FailureKind.ConnectionLost, ReasonOf(error, Find<SocketException>(error))),
    };

    private static T? Find<T>(Exception error)
        where T : Exception
    {
        for (Exception? e = error; e is not null; e = e.InnerException)
        {
            if (e is T found)
                return found;
        }

        return null;
    }

    private static Exception Innermost(Exception error)
    {
        while (error.InnerException is not null)
            error = error.InnerException;
        return error;
    }
}
