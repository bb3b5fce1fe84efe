using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Text;

namespace PostHogPS.Files;

/// <summary>
/// A kind of file with the version of its format. The first property of a file, $schema, names both: schemas/batch-export.1.json, the
/// copy of the schema beside the file, so that editors find it without asking a server.
/// </summary>
internal sealed class FileFormat
{
    internal const string SchemaKey = "$schema";

    private const string Folder = "schemas/";

    // Any other word is a typing error, so the kind of the file is unknown.
    private static readonly string[] Kinds = ["batch-export", "dashboard"];

    private byte[]? _schemaFile;

    /// <param name="kind">The kind: batch-export, dashboard.</param>
    /// <param name="version">Rises when an older reader would misunderstand a file.</param>
    /// <param name="title">What an editor calls it.</param>
    /// <param name="schema">Its content.</param>
    internal FileFormat(string kind, int version, string title, ObjectSchema schema)
    {
        Kind = kind;
        Version = version;
        Title = title;
        Schema = schema;
    }

    internal string Kind { get; }

    internal int Version { get; }

    internal string Title { get; }

    internal ObjectSchema Schema { get; }

    /// <summary>Name of the schema's file.</summary>
    internal string SchemaName => string.Format(CultureInfo.InvariantCulture, "{0}.{1}{2}", Kind, Version, FileNames.Extension);

    /// <summary>The schema's file, from the folder of the files.</summary>
    internal string SchemaPath => Folder + SchemaName;

    /// <summary>The schema as a file. It is written beside every file, and never changes.</summary>
    internal byte[] EncodeSchema() => _schemaFile ??= CreateSchemaFile();

    private byte[] CreateSchemaFile()
    {
        FileValue described = Schema.Describe();
        described.Properties.InsertRange(0,
        [
            new FileProperty(SchemaKey, FileValue.CreateText("http://json-schema.org/draft-07/schema#")),
            new FileProperty("title", FileValue.CreateText(Title)),
            // Editors that read it allow comments and a last comma.
            new FileProperty("allowTrailingCommas", FileValue.CreateFlag(true)),
            new FileProperty("allowComments", FileValue.CreateFlag(true)),
        ]);
        described.Set("definitions", SecretSchema.DescribeDefinitions());
        return FileText.Encode(described);
    }

    /// <summary>Whether a file says that it is of another kind: a dashboard beside exports, a schema.</summary>
    internal bool IsOther(FileValue root) =>
        root.FindText(SchemaKey) is { } schema
            && (TryRead(schema, out string kind, out _) ? kind != Kind && Kinds.Contains(kind) : IsJsonSchema(schema));

    /// <summary>What $schema looks like in a file of a kind, as a pattern for editors.</summary>
    internal static string SchemaPattern(string kind, int version) =>
        string.Format(CultureInfo.InvariantCulture, "(^|[/\\\\]){0}[.]{1}[.]json$", kind, version);

    private static bool IsJsonSchema(string schema) =>
        schema.StartsWith("http://json-schema.org/", StringComparison.Ordinal) || schema.StartsWith("https://json-schema.org/", StringComparison.Ordinal);

    /// <summary>What is wrong with a file; nothing where it can be used.</summary>
    internal IReadOnlyList<FileProblem> Check(FileValue root)
    {
        var problems = new List<FileProblem>();
        if (root.Kind == FileValueKind.Object && CheckVersion(root) is { } problem)
            problems.Add(problem);
        // The meaning of properties in another version is not known.
        if (problems.Count == 0)
            Schema.Check(root, "", problems);
        return problems.OrderBy(static p => p.Line).ThenBy(static p => p.Column).ToList();
    }

    /// <summary>Whether a file says that it has this format in this version.</summary>
    internal bool IsThisVersion(FileValue root) => root.Kind == FileValueKind.Object && CheckVersion(root) is null;

    private FileProblem? CheckVersion(FileValue root)
    {
        FileValue? value = root.Find(SchemaKey);
        string expected = $"Write \"{SchemaPath}\", as the export command does.";
        if (value is null)
            return new FileProblem(SchemaKey, $"This property is missing, so the file does not say what it is. {expected}", root.Line, root.Column);
        if (value.Kind != FileValueKind.Text || !TryRead(value.Text, out string kind, out int version) || kind != Kind)
            return new FileProblem(SchemaKey, $"This does not name the format of a file of this kind. {expected}", value.Line, value.Column);
        return version == Version ? null
            : new FileProblem(SchemaKey, $"The file has version {version} of the format, and this version of the module reads version {Version} only. "
                + (version > Version ? "Update the module." : "Export it again."), value.Line, value.Column);
    }

    // The last part of a path or an address.
    private static bool TryRead(string schema, out string kind, out int version)
    {
        string name = schema.Substring(schema.LastIndexOfAny(['/', '\\']) + 1);
        string[] parts = name.Split('.');
        kind = parts[0];
        version = 0;
        return parts.Length == 3 && kind.Length > 0 && "." + parts[2] == FileNames.Extension
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out version);
    }
}
