using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using PostHogPS.Text;

namespace PostHogPS.Binding;

/// <summary>Secrets by the settings that they fill; under an empty name one that was given without.</summary>
public sealed class SecretSet
{
    internal SecretSet(IReadOnlyDictionary<string, SecureString> values) => Values = values;

    internal IReadOnlyDictionary<string, SecureString> Values { get; }

    /// <summary>How many there are: the values are shown nowhere.</summary>
    public override string ToString() => CountText.FormatCount(Values.Count, "secret");
}

/// <summary>Takes a SecureString, or a table of them, and refuses anything else without repeating it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretSetTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = ShellObject.Unwrap(inputData);
        if (value is null or SecretSet)
            return value;
        var secrets = new Dictionary<string, SecureString>(StringComparer.OrdinalIgnoreCase);
        if (value is IDictionary table)
        {
            foreach (DictionaryEntry entry in table)
                secrets[entry.Key.ToString()!.ToLowerInvariant()] = Read(entry.Value, MessageText.Name(entry.Key.ToString()));
        }
        else
        {
            secrets[""] = Read(value, null);
        }

        return secrets.Count > 0 ? new SecretSet(secrets) : throw new ArgumentTransformationMetadataException("The table of secrets is empty.");
    }

    private static SecureString Read(object? value, string? name)
    {
        string which = name is null ? "A secret" : $"The secret '{name}'";
        // Its user name would be lost, and with it half of a pair of keys.
        if (ShellObject.Unwrap(value) is PSCredential)
            throw new ArgumentTransformationMetadataException($"{which} is not taken as a PSCredential, whose user name would not be sent. Give a "
                + "SecureString ($credential.Password), or a table of secrets by their settings.");
        SecureString secret = SecretValue.Read(value)
            ?? throw new ArgumentTransformationMetadataException($"{which} is taken as a SecureString only, {SecretValue.PlainTextAdvice}.");
        // What an empty variable of a job leaves; sent, it would take the place of a secret that works.
        return string.IsNullOrWhiteSpace(Secrets.Reveal(secret)) ? throw new ArgumentTransformationMetadataException($"{which} is blank. Look at what the "
            + "variable holds.") : secret;
    }
}
