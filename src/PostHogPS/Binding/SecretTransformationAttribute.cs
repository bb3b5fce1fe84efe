using System;
using System.Management.Automation;
using System.Security;

namespace PostHogPS.Binding;

/// <summary>Takes a SecureString, or a credential for its password, and refuses anything else without repeating it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = ShellObject.Unwrap(inputData);
        return value switch
        {
            null or SecureString => value,
            PSCredential credential => credential.Password,
            _ => throw new ArgumentTransformationMetadataException(
                "A secret is taken as a SecureString only, since a plain text stays in the history and in logs. "
                + "Read it with (Read-Host -AsSecureString) or from a vault (Get-Secret); Connect-PostHog also takes a key from POSTHOG_PERSONAL_API_KEY."),
        };
    }
}
