using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;

namespace PostHogPS.Text;

/// <summary>What a value in a JSON file is.</summary>
internal enum FileValueKind
{
    /// <summary>null.</summary>
    Null,

    /// <summary>true or false.</summary>
    Flag,

    /// <summary>A number, as it is written.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A list.</summary>
    List,

    /// <summary>An object.</summary>
    Object,
}

/// <summary>A value of a JSON file, with its place and the comments around it, so that a problem can name the line and rewriting loses nothing.</summary>
internal sealed class FileValue
{
    // Up to here a double is every integer.
    private const double MostExact = 9007199254740992;

    private FileValue(FileValueKind kind, string text)
    {
        Kind = kind;
        Text = text;
    }

    internal FileValueKind Kind { get; }

    /// <summary>The text; of numbers and flags as they are written.</summary>
    internal string Text { get; }

    /// <summary>The properties of an object, in their order.</summary>
    internal List<FileProperty> Properties { get; } = [];

    /// <summary>The items of a list.</summary>
    internal List<FileValue> Items { get; } = [];

    /// <summary>From 1; 0 for a value that was not read from a file.</summary>
    internal int Line { get; set; }

    /// <summary>From 1, in characters.</summary>
    internal int Column { get; set; }

    /// <summary>Whether the module put it there in the place of something that the file does not say.</summary>
    internal bool IsMade { get; set; }

    /// <summary>Comments on the lines before it, with their marks.</summary>
    internal List<string> Before { get; } = [];

    /// <summary>Comments behind it on its line.</summary>
    internal List<string> After { get; } = [];

    /// <summary>Comments before the closing bracket.</summary>
    internal List<string> End { get; } = [];

    /// <summary>Comments behind the last line of the file.</summary>
    internal List<string> Below { get; } = [];

    internal static FileValue CreateObject() => new(FileValueKind.Object, "");

    internal static FileValue CreateObject(params (string Name, FileValue? Value)[] properties)
    {
        FileValue made = CreateObject();
        foreach ((string name, FileValue? value) in properties)
        {
            if (value is not null)
                made.Properties.Add(new FileProperty(name, value));
        }

        return made;
    }

    internal static FileValue CreateList(IEnumerable<FileValue>? items = null)
    {
        var made = new FileValue(FileValueKind.List, "");
        made.Items.AddRange(items ?? []);
        return made;
    }

    internal static FileValue CreateText(string text) => new(FileValueKind.Text, text);

    internal static FileValue CreateNumber(string text) => new(FileValueKind.Number, text);

    internal static FileValue CreateFlag(bool flag) => new(FileValueKind.Flag, flag ? "true" : "false");

    internal static FileValue CreateNull() => new(FileValueKind.Null, "null");

    /// <summary>Plain values (text, numbers, booleans, lists, dictionaries) as what a file holds of them.</summary>
    internal static FileValue CreateFrom(object? plain) => plain switch
    {
        null => CreateNull(),
        FileValue already => already,
        string text => CreateText(text),
        bool flag => CreateFlag(flag),
        DateTimeOffset instant => CreateText(InstantText.FormatExact(instant)),
        double number => CreateNumber(number.ToString("R", CultureInfo.InvariantCulture)),
        IDictionary<string, object?> bag => CreateObject([.. bag.Select(static pair => (pair.Key, (FileValue?)CreateFrom(pair.Value)))]),
        IEnumerable list => CreateList(list.Cast<object?>().Select(CreateFrom)),
        _ => CreateNumber(Convert.ToString(plain, CultureInfo.InvariantCulture)!),
    };

    /// <summary>The same as plain values, as answers of the server are read.</summary>
    internal object? ToPlain()
    {
        switch (Kind)
        {
            case FileValueKind.Text:
                return Text;
            case FileValueKind.Flag:
                return Text == "true";
            case FileValueKind.Number:
                return ToNumber(Text);
            case FileValueKind.List:
                return Items.Select(static item => item.ToPlain()).ToArray();
            case FileValueKind.Object:
                var bag = new PlainDictionary();
                foreach (FileProperty property in Properties)
                    bag[property.Name] = property.Value.ToPlain();
                return bag;
            default:
                return null;
        }
    }

    /// <summary>A property's value; null for a missing property and for a null value, which the server treats alike.</summary>
    internal FileValue? Find(string name) => FindProperty(name)?.Value is { Kind: not FileValueKind.Null } value ? value : null;

    internal FileProperty? FindProperty(string name) => Properties.Find(property => property.Name == name);

    /// <summary>The text of a property; null where it has none.</summary>
    internal string? FindText(string name) => Find(name) is { Kind: FileValueKind.Text } value ? value.Text : null;

    /// <summary>Puts a property at the end, or another value in the place of one that is there.</summary>
    internal void Set(string name, FileValue value)
    {
        int place = Properties.FindIndex(property => property.Name == name);
        if (place < 0)
            Properties.Add(new FileProperty(name, value));
        else
            Properties[place] = new FileProperty(name, value);
    }

    /// <summary>The same value again, with its places and without its comments, to be changed.</summary>
    internal FileValue Copy()
    {
        var copy = new FileValue(Kind, Text) { Line = Line, Column = Column, IsMade = IsMade };
        copy.Items.AddRange(Items.Select(static item => item.Copy()));
        copy.Properties.AddRange(Properties.Select(static property =>
            new FileProperty(property.Name, property.Value.Copy()) { Line = property.Line, Column = property.Column }));
        return copy;
    }

    /// <summary>Takes the comments of the value that stood in this place.</summary>
    internal FileValue WithCommentsOf(FileValue old)
    {
        Before.AddRange(old.Before);
        After.AddRange(old.After);
        End.AddRange(old.Kind == Kind ? old.End : []);
        Below.AddRange(old.Below);
        return this;
    }

    // Boxed arm by arm: a conditional of long and double would make both a double.
    private static object ToNumber(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
            return whole;
        if (text.IndexOfAny(['.', 'e', 'E']) < 0 && BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger big))
            return big;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
            return double.PositiveInfinity;
        // 4.0 and 4e0 are integers to JSON Schema, and so to the editor that has checked the file.
        return Math.Abs(number) <= MostExact && number == Math.Floor(number) ? (long)number : (object)number;
    }

    // Shown on one line, as objects in answers are.
    private sealed class PlainDictionary : Dictionary<string, object?>
    {
        internal PlainDictionary()
            : base(StringComparer.Ordinal)
        {
        }

        public override string ToString() => PlainText.Describe(this);
    }
}

/// <summary>A property of an object in a JSON file.</summary>
internal sealed class FileProperty(string name, FileValue value)
{
    internal string Name { get; } = name;

    internal FileValue Value { get; } = value;

    internal int Line { get; set; }

    internal int Column { get; set; }
}
