using System;
using System.Management.Automation;

namespace PostHogPS.Binding;

/// <summary>Takes a SecureString, or a credential for its password, and refuses anything else without repeating it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = ShellObject.Unwrap(inputData);
        return value is null ? null : SecretValue.Read(value) ?? throw new ArgumentTransformationMetadataException(
            $"A secret is taken as a SecureString only, {SecretValue.PlainTextAdvice}; Connect-PostHog also takes a key from POSTHOG_PERSONAL_API_KEY.");
    }
}
