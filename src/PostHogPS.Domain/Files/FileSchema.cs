using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using PostHogPS.Text;

namespace PostHogPS.Files;

/// <summary>
/// What a value of a file may be: judges it, says when two are equal to the server, and describes itself as a JSON Schema for
/// editors. A test proves with another library that the judgement and the description are the same.
/// </summary>
internal abstract class FileSchema
{
    /// <summary>What an editor shows.</summary>
    internal string? Description { get; set; }

    /// <summary>What is wrong with a value.</summary>
    internal abstract void Check(FileValue value, string path, ICollection<FileProblem> problems);

    /// <summary>This as a JSON Schema (draft 7).</summary>
    internal FileValue Describe()
    {
        FileValue described = DescribeValue();
        if (Description is not null)
            described.Properties.Insert(0, new FileProperty("description", FileValue.CreateText(Description)));
        return described;
    }

    /// <summary>Whether two values are one to the server; null is an absent one, for which the server takes the default.</summary>
    internal virtual bool AreSame(FileValue? left, FileValue? right, object? fallback) => PlainText.AreSame(Plain(left, fallback), Plain(right, fallback));

    /// <summary>
    /// The differences between two values of this place.
    /// </summary>
    /// <param name="file">The value in the file; null for none.</param>
    /// <param name="server">The value at PostHog; null for none.</param>
    /// <param name="fallback">What the server takes for an absent one.</param>
    /// <param name="path">The place.</param>
    /// <param name="found">Gets them.</param>
    internal virtual void Compare(FileValue? file, FileValue? server, object? fallback, string path, ICollection<FileDifference> found)
    {
        if (!AreSame(file, server, fallback))
        {
            found.Add(new FileDifference(path, file is null ? fallback : Show(file), server is null ? fallback : Show(server), isUnknown: false)
            {
                Line = file?.Line ?? 0,
                Column = file?.Column ?? 0,
            });
        }
    }

    /// <summary>A value as a difference shows it.</summary>
    internal virtual object? Show(FileValue value) => value.ToPlain();

    /// <summary>The value that a file gets: the one it has, where that says the same, with its comments and what only the file knows.</summary>
    internal virtual FileValue Merge(FileValue old, FileValue now, object? fallback) => AreSame(old, now, fallback) ? old : now.WithCommentsOf(old);

    private protected abstract FileValue DescribeValue();

    private protected static void Add(ICollection<FileProblem> problems, FileValue value, string path, string message) =>
        problems.Add(new FileProblem(path, message, value.Line, value.Column));

    private protected static string KindName(FileValue value) => value.Kind switch
    {
        FileValueKind.Null => "null",
        FileValueKind.Flag => "true or false",
        FileValueKind.Number => "a number",
        FileValueKind.Text => "a text",
        FileValueKind.List => "a list",
        _ => "an object",
    };

    private protected static FileValue TextList(params string[] words) => FileValue.CreateList(words.Select(FileValue.CreateText));

    // Absent, null and an empty list or object are equal to the server.
    private protected static object? Plain(FileValue? value, object? fallback) => value?.ToPlain() switch
    {
        null => fallback,
        object?[] { Length: 0 } => fallback,
        IDictionary<string, object?> { Count: 0 } => fallback,
        var plain => plain,
    };
}

/// <summary>A difference between a file and PostHog.</summary>
internal sealed class FileDifference(string property, object? inFile, object? atServer, bool isUnknown)
{
    /// <summary>The path of the property.</summary>
    internal string Property { get; } = property;

    internal object? InFile { get; } = inFile;

    internal object? AtServer { get; } = atServer;

    /// <summary>True for a property that this version of the module does not know: it is never sent.</summary>
    internal bool IsUnknown { get; } = isUnknown;

    /// <summary>The known property that an unknown one is most likely a misspelling of.</summary>
    internal string? Suggestion { get; set; }

    /// <summary>Names the unknown properties of a file; null for none.</summary>
    internal static string? DescribeUnknown(string file, IReadOnlyList<FileDifference> unknown) => unknown.Count == 0 ? null
        : $"Properties of '{file}' that this version of the module does not know are not sent: "
            + string.Join(", ", unknown.Select(static one => one.Property + (one.Suggestion is { } known ? $" (did you mean {known}?)" : ""))) + ".";

    /// <summary>
    /// The first unknown property that is most likely a misspelling of a known one, where PostHog has a value for that and the file has
    /// none: carried out, the misspelling would reset it.
    /// </summary>
    /// <param name="unknown">What is not known.</param>
    /// <param name="changes">What would change.</param>
    internal static FileProblem? FindMisspelling(IEnumerable<FileDifference> unknown, IReadOnlyList<FileDifference> changes)
    {
        foreach (FileDifference misspelt in unknown.Where(static one => one is { Suggestion: not null, Line: > 0 }))
        {
            string meant = misspelt.Property.Substring(0, misspelt.Property.LastIndexOf('.') + 1) + misspelt.Suggestion;
            if (changes.FirstOrDefault(one => one.Line == 0 && one.Property == meant) is { } reset)
                return new FileProblem(misspelt.Property, $"This property is not known. Did you mean '{misspelt.Suggestion}'? Without that one, "
                    + $"{misspelt.Suggestion} would change: {PlainText.DescribeChange(reset.AtServer, reset.InFile)}.", misspelt.Line, misspelt.Column);
        }

        return null;
    }

    /// <summary>Its line in the file; 0 where it is not there.</summary>
    internal int Line { get; set; }

    internal int Column { get; set; }
}

/// <summary>Any value.</summary>
internal sealed class AnySchema : FileSchema
{
    internal override void Check(FileValue value, string path, ICollection<FileProblem> problems)
    {
    }

    private protected override FileValue DescribeValue() => FileValue.CreateObject();
}

/// <summary>A text.</summary>
internal sealed class TextSchema : FileSchema
{
    /// <summary>The words it takes; empty for any text.</summary>
    internal string[] Words { get; set; } = [];

    /// <summary>What it has to look like (a pattern that every engine reads alike), with what to say otherwise.</summary>
    internal (string Pattern, string Message)? Form { get; set; }

    /// <summary>Whether there may be nothing in it.</summary>
    internal bool MayBeBlank { get; set; }

    /// <summary>Compared without spaces around it, which the server removes.</summary>
    internal bool IsTrimmed { get; set; }

    /// <summary>Compared as an instant: 12:00Z is 14:00+02:00.</summary>
    internal bool IsInstant { get; set; }

    internal override void Check(FileValue value, string path, ICollection<FileProblem> problems)
    {
        if (value.Kind != FileValueKind.Text)
            Add(problems, value, path, $"This must be a text and is {KindName(value)}.");
        else if (Words.Length > 0 && !Words.Contains(value.Text, StringComparer.Ordinal))
            Add(problems, value, path, $"This must be one of: {string.Join(", ", Words)}.");
        else if (Form is { } form && !Regex.IsMatch(value.Text, form.Pattern, RegexOptions.CultureInvariant))
            Add(problems, value, path, form.Message);
        else if (!MayBeBlank && Words.Length == 0 && !HasInk(value.Text))
            Add(problems, value, path, "This must not be blank.");
        else if (IsInstant && !SchemaInstant.TryRead(value.Text, out _))
            Add(problems, value, path, "There is no such date.");
    }

    internal override bool AreSame(FileValue? left, FileValue? right, object? fallback) =>
        IsInstant && left is { Kind: FileValueKind.Text } a && right is { Kind: FileValueKind.Text } b && SchemaInstant.TryRead(a.Text, out DateTimeOffset one)
            && SchemaInstant.TryRead(b.Text, out DateTimeOffset two)
                ? one == two
            : IsTrimmed ? left?.Text.Trim() == right?.Text.Trim()
            : base.AreSame(left, right, fallback);

    private protected override FileValue DescribeValue() => FileValue.CreateObject(
        ("type", FileValue.CreateText("string")),
        ("enum", Words.Length == 0 ? null : TextList(Words)),
        ("pattern", Form is { } form ? FileValue.CreateText(form.Pattern) : !MayBeBlank && Words.Length == 0 ? FileValue.CreateText("[^ \\t\\r\\n]") : null));

    private static bool HasInk(string text) => text.Any(static c => c is not (' ' or '\t' or '\r' or '\n'));
}

/// <summary>An integer.</summary>
internal sealed class NumberSchema : FileSchema
{
    internal long Least { get; set; } = long.MinValue;

    internal long Most { get; set; } = long.MaxValue;

    /// <summary>Takes digits as a text as well, from 1 on.</summary>
    internal bool TakesText { get; set; }

    /// <summary>What such a text looks like.</summary>
    internal string TextPattern { get; set; } = "^[1-9][0-9]{0,17}$";

    internal override void Check(FileValue value, string path, ICollection<FileProblem> problems)
    {
        string range = Least > long.MinValue && Most < long.MaxValue ? $" from {Least} to {Most}" : Least > long.MinValue ? $" of at least {Least}" : "";
        if (TakesText && value.Kind == FileValueKind.Text && Regex.IsMatch(value.Text, TextPattern, RegexOptions.CultureInvariant))
            return;
        if (value.Kind is not FileValueKind.Number)
            Add(problems, value, path, $"This must be an integer{range} and is {KindName(value)}.");
        else if (value.ToPlain() is not long number || number < Least || number > Most)
            Add(problems, value, path, $"This must be an integer{range}.");
    }

    private protected override FileValue DescribeValue() => TakesText
        ? FileValue.CreateObject(("anyOf", FileValue.CreateList([DescribeNumber(), DescribeText()])))
        : DescribeNumber();

    private FileValue DescribeText() =>
        FileValue.CreateObject(("type", FileValue.CreateText("string")), ("pattern", FileValue.CreateText(TextPattern)));

    private FileValue DescribeNumber() => FileValue.CreateObject(
        ("type", FileValue.CreateText("integer")),
        ("minimum", Least > long.MinValue ? FileValue.CreateFrom(Least) : null),
        ("maximum", Most < long.MaxValue ? FileValue.CreateFrom(Most) : null));
}

/// <summary>True or false.</summary>
internal sealed class FlagSchema : FileSchema
{
    private static readonly string[] Texts = ["true", "false", "True", "False"];

    /// <summary>Takes the words as texts as well.</summary>
    internal bool TakesText { get; set; }

    internal override void Check(FileValue value, string path, ICollection<FileProblem> problems)
    {
        if (value.Kind != FileValueKind.Flag && !(TakesText && value.Kind == FileValueKind.Text && Texts.Contains(value.Text, StringComparer.Ordinal)))
            Add(problems, value, path, $"This must be true or false and is {KindName(value)}.");
    }

    private protected override FileValue DescribeValue() => TakesText
        ? FileValue.CreateObject(("enum",
            FileValue.CreateList([FileValue.CreateFlag(true), FileValue.CreateFlag(false), .. Texts.Select(FileValue.CreateText)])))
        : FileValue.CreateObject(("type", FileValue.CreateText("boolean")));
}

/// <summary>A list.</summary>
internal sealed class ListSchema(FileSchema item) : FileSchema
{
    /// <summary>Neither the order nor a duplicate item has a meaning.</summary>
    internal bool IsSet { get; set; }

    internal override void Check(FileValue value, string path, ICollection<FileProblem> problems)
    {
        if (value.Kind != FileValueKind.List)
        {
            Add(problems, value, path, $"This must be a list and is {KindName(value)}.");
            return;
        }

        for (int i = 0; i < value.Items.Count; i++)
            item.Check(value.Items[i], $"{path}[{i}]", problems);
    }

    internal override bool AreSame(FileValue? left, FileValue? right, object? fallback) => IsSet
        ? Set(left).SetEquals(Set(right))
        : base.AreSame(left, right, fallback);

    private protected override FileValue DescribeValue() => FileValue.CreateObject(("type", FileValue.CreateText("array")), ("items", item.Describe()));

    private static HashSet<string> Set(FileValue? list) => new(list?.Items.Select(static i => i.Text) ?? [], StringComparer.Ordinal);
}

/// <summary>A value that may be null, which is the same as an absent one.</summary>
internal sealed class NullableSchema(FileSchema inner) : FileSchema
{
    internal FileSchema Inner => inner;

    internal override void Check(FileValue value, string path, ICollection<FileProblem> problems)
    {
        if (value.Kind != FileValueKind.Null)
            inner.Check(value, path, problems);
    }

    internal override bool AreSame(FileValue? left, FileValue? right, object? fallback) => inner.AreSame(left, right, fallback);

    internal override void Compare(FileValue? file, FileValue? server, object? fallback, string path, ICollection<FileDifference> found) =>
        inner.Compare(file, server, fallback, path, found);

    internal override object? Show(FileValue value) => inner.Show(value);

    internal override FileValue Merge(FileValue old, FileValue now, object? fallback) =>
        old.Kind == FileValueKind.Null ? now.WithCommentsOf(old) : inner.Merge(old, now, fallback);

    private protected override FileValue DescribeValue() => FileValue.CreateObject(
        ("anyOf", FileValue.CreateList([inner.Describe(), FileValue.CreateObject(("type", FileValue.CreateText("null")))])));
}

/// <summary>A value of one of several forms.</summary>
internal sealed class AnyOfSchema(string expected, params FileSchema[] forms) : FileSchema
{
    internal override void Check(FileValue value, string path, ICollection<FileProblem> problems)
    {
        if (!forms.Any(form => IsGood(form, value)))
            Add(problems, value, path, $"This must be {expected}.");
    }

    internal override bool AreSame(FileValue? left, FileValue? right, object? fallback) =>
        left is not null && right is not null && forms.FirstOrDefault(form => IsGood(form, left) && IsGood(form, right)) is { } common
            ? common.AreSame(left, right, fallback)
            : base.AreSame(left, right, fallback);

    internal override object? Show(FileValue value) => forms.FirstOrDefault(form => IsGood(form, value))?.Show(value) ?? base.Show(value);

    private protected override FileValue DescribeValue() =>
        FileValue.CreateObject(("anyOf", FileValue.CreateList(forms.Select(static form => form.Describe()))));

    private static bool IsGood(FileSchema form, FileValue value)
    {
        var problems = new List<FileProblem>();
        form.Check(value, "", problems);
        return problems.Count == 0;
    }
}
