using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Text;

namespace PostHogPS.Files;

/// <summary>
/// A reference to a secret, {"secret": "name"}, in the place of the secret itself. Two of them are never compared: what PostHog
/// has, nobody can read.
/// </summary>
internal sealed class SecretSchema : FileSchema
{
    internal const string Key = "secret";

    internal const string Message = "A secret never stands in a file. Write a reference, such as {\"secret\": \"warehouse-password\"}.";

    // Servers name their settings in small letters.
    private static readonly string[] Parts = ["secret", "password", "passphrase", "private_key", "access_key", "account_key", "api_key", "connection_string"];

    private static readonly ObjectSchema Form = new(new FileField(Key, new TextSchema
    {
        // A vault may read these as a pattern, and a shell as code.
        Form = ("^[^\\u0000-\\u0020*?`$'\"\\[\\]{}()<>|;&][^\\u0000-\\u001f*?`$'\"\\[\\]{}()<>|;&]*$",
            "This must be the name of a secret, without quotes, brackets and wildcards."),
        Description = "Name of the secret: in -Secret, in a vault, or in the environment.",
    }) { IsRequired = true }) { IsClosed = true };

    /// <summary>Names of settings that hold a secret, as a pattern for editors.</summary>
    internal static string NamePattern { get; } = "(" + string.Join("|", Parts) + ")";

    internal static bool IsSecretName(string name) => Parts.Any(part => name.IndexOf(part, StringComparison.Ordinal) >= 0);

    internal static FileValue Create(string name) => FileValue.CreateObject((Key, FileValue.CreateText(name)));

    internal static bool IsReference(FileValue? value) => NameOf(value) is not null;

    /// <summary>The name of the secret that a value refers to; null for any other value.</summary>
    internal static string? NameOf(FileValue? value) =>
        value is { Kind: FileValueKind.Object, Properties.Count: 1 } && value.Properties[0].Name == Key && value.Properties[0].Value.Kind == FileValueKind.Text
            ? value.Properties[0].Value.Text
            : null;

    internal override void Check(FileValue value, string path, ICollection<FileProblem> problems)
    {
        if (value.Kind == FileValueKind.Object)
            Form.Check(value, path, problems);
        else
            Add(problems, value, path, Message);
    }

    internal override bool AreSame(FileValue? left, FileValue? right, object? fallback) => true;

    private protected override FileValue DescribeValue() => Form.Describe();
}
