#if NET
using System.Linq;
using System.Net.Security;
#endif
using System.Security.Authentication;
using System.Security.Cryptography;
#if NET
using System.Security.Cryptography.X509Certificates;
#endif

namespace PostHogPS.Engine.Retry;

/// <summary>
/// Refuses what .NET would refuse, in a way that can be told from a handshake that failed for another reason: .NET throws
/// one type for both, and only its words differ.
/// </summary>
internal static class CertificateCheck
{
    /// <summary>True when the certificate was the reason. The sandbox says it in the same way.</summary>
    internal static bool Refused(AuthenticationException failure) => failure.InnerException?.GetType() == typeof(CryptographicException);

#if NET
    internal static bool Check(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None ? true : throw new AuthenticationException(Reason(chain, errors), new CryptographicException());

    private static string Reason(X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return "the server sent none";
        string[] flaws = [.. (chain?.ChainStatus ?? []).Select(s => s.Status.ToString()).Distinct()];
        string name = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "it is for another host name" : "";
        return string.Join(", ", new[] { name }.Concat(flaws).Where(t => t.Length > 0));
    }
#endif
}
