using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using PostHogPS.Text;

namespace PostHogPS.Files;

/// <summary>
/// A reference to a secret, {"secret": "name"}, in place of the secret itself. Two of them are never compared: the secret that PostHog
/// has cannot be read.
/// </summary>
internal sealed class SecretSchema : FileSchema
{
    internal const string Key = "secret";

    private const string Other = "other";

    internal const string Message = "A secret never stands in a file. Write a reference, such as {\"secret\": \"warehouse-password\"}.";

    private static readonly Regex Secret = new("(" + string.Join("|", SecretNames.PlainParts.Select(AnyCase)) + ")", RegexOptions.CultureInvariant);

    private static readonly ObjectSchema Form = new(new FileField(Key, new TextSchema
    {
        // A vault may read these as a pattern, and a shell as code.
        Form = ("^[^\\u0000-\\u0020*?`$'\"\\[\\]{}()<>|;&][^\\u0000-\\u001f*?`$'\"\\[\\]{}()<>|;&]*$",
            "This must be the name of a secret, without quotes, brackets and wildcards."),
        Description = "Name of the secret in -Secret. In a vault and in the environment it is POSTHOG_SECRET_ and this name in capital letters, "
            + "with _ for everything else.",
    }) { IsRequired = true }) { IsClosed = true };

    /// <summary>Names that hold a secret, as a pattern for editors: of other properties than these.</summary>
    internal static string NamePattern(IEnumerable<string> known) =>
        $"^(?!({string.Join("|", known)})$).*({string.Join("|", SecretNames.PlainParts.Select(AnyCase))})";

    /// <summary>A text in which a hyphen, a low line or nothing stands between the words of a name, in any case.</summary>
    internal static string AnyCase(string part) => string.Concat(part.Select(static c =>
        c == '_' ? "[-_]?" : char.IsLetter(c) ? $"[{char.ToLowerInvariant(c)}{char.ToUpperInvariant(c)}]" : c.ToString()));

    /// <summary>What an unknown property with such a name may be: a reference, or a yes or no about the secret.</summary>
    internal static FileValue DescribeUnknown() => FileValue.CreateObject(("anyOf", FileValue.CreateList(
    [
        Form.Describe(),
        FileValue.CreateObject(("enum", FileValue.CreateList([FileValue.CreateNull(), FileValue.CreateFlag(true), FileValue.CreateFlag(false)]))),
    ])));

    /// <summary>What any unknown property may be, by a definition of the schema, since it may have others in it.</summary>
    internal static FileValue DescribeOthers() => FileValue.CreateObject(("$ref", FileValue.CreateText("#/definitions/" + Other)));

    /// <summary>That definition.</summary>
    internal static FileValue DescribeDefinitions() => FileValue.CreateObject((Other, FileValue.CreateObject(("anyOf", FileValue.CreateList(
    [
        Form.Describe(),
        FileValue.CreateObject(
            ("type", FileValue.CreateText("object")),
            ("patternProperties", FileValue.CreateObject((NamePattern([]), DescribeUnknown()))),
            ("additionalProperties", DescribeOthers())),
        FileValue.CreateObject(("type", FileValue.CreateText("array")), ("items", DescribeOthers())),
        FileValue.CreateObject(("type", TextList("null", "boolean", "number", "string"))),
    ])))));

    /// <summary>Finds a plain secret in an unknown property, at every depth.</summary>
    internal static void CheckUnknown(string name, FileValue value, string path, ICollection<FileProblem> problems)
    {
        if (value.Kind is FileValueKind.Null or FileValueKind.Flag)
            return;
        if (IsReference(value))
        {
            Form.Check(value, path, problems);
            return;
        }

        if (Secret.IsMatch(name))
        {
            Add(problems, value, path, Message);
            return;
        }

        if (value.Kind == FileValueKind.Text && AddressPasswords.Hide(value.Text, bare: false) != value.Text)
            Add(problems, value, path, Message);
        foreach (FileProperty inner in value.Properties)
            CheckUnknown(inner.Name, inner.Value, path + "." + inner.Name, problems);
        foreach (FileValue item in value.Items)
            CheckUnknown("", item, path, problems);
    }

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
