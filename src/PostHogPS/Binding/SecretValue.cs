using System.Management.Automation;
using System.Security;

namespace PostHogPS.Binding;

/// <summary>What is taken as a secret: a SecureString, or a credential for its password. Nothing else is ever repeated in a text.</summary>
internal static class SecretValue
{
    internal const string PlainTextAdvice =
        "since a plain text stays in the history and in logs. Read it with (Read-Host -AsSecureString) or from a vault (Get-Secret)";

    /// <summary>Null for anything else.</summary>
    internal static SecureString? Read(object? value) => ShellObject.Unwrap(value) switch
    {
        SecureString own => own,
        PSCredential credential => credential.Password,
        _ => null,
    };
}
