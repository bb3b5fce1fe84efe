using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Text;

namespace PostHogPS.Files;

/// <summary>A property of an object.</summary>
internal sealed class FileField(string name, FileSchema schema)
{
    internal string Name { get; } = name;

    internal FileSchema Schema { get; } = schema;

    /// <summary>What the server takes for an absent one; left out of files.</summary>
    internal object? Default { get; set; }

    internal bool IsRequired { get; set; }

    /// <summary>Says nothing about what is wanted: an id, a secret that nobody can read, a value that is the server's own.</summary>
    internal bool IsIgnored { get; set; }

    /// <summary>Written although it is the default, so that a file says by itself what it is about.</summary>
    internal bool IsAlwaysWritten { get; set; }

    /// <summary>Compared and kept up to date only where the file has it: a state, which also changes without anybody.</summary>
    internal bool IsOptional { get; set; }
}

/// <summary>Fields that may only be set beside certain words in another one.</summary>
internal sealed class FieldCondition(string property, string[] words, string message, params string[] fields)
{
    internal string Property { get; } = property;

    internal string[] Words { get; } = words;

    /// <summary>What they are for: "This is for weekly exports".</summary>
    internal string Message { get; } = message;

    internal string[] Fields { get; } = fields;
}

/// <summary>An object.</summary>
internal class ObjectSchema : FileSchema
{
    private readonly IReadOnlyList<FileField> _fields;

    internal ObjectSchema(params FileField[] fields) => _fields = fields;

    internal IReadOnlyList<FileField> Fields => _fields;

    /// <summary>Nothing but its fields may be in it.</summary>
    internal bool IsClosed { get; set; }

    /// <summary>A closed one in which a person may still have properties of their own.</summary>
    internal bool TakesOwn { get; set; }

    /// <summary>One value, not compared property by property.</summary>
    internal bool IsOneValue { get; set; }

    /// <summary>Shows one that is one value in a difference; null for its properties.</summary>
    internal Func<FileValue, string>? Summary { get; set; }

    /// <summary>Whether unknown properties with the name of a secret must be references.</summary>
    internal bool HidesSecrets { get; set; }

    /// <summary>Which fields go together.</summary>
    internal FieldCondition[] Conditions { get; set; } = [];

    /// <summary>The beginning of names that are a person's own and mean nothing to PostHog.</summary>
    private const string OwnPrefix = "x-";

    internal override void Check(FileValue value, string path, ICollection<FileProblem> problems)
    {
        if (value.Kind != FileValueKind.Object)
        {
            Add(problems, value, path, $"This must be an object and is {KindName(value)}.");
            return;
        }

        foreach (FileField missing in _fields.Where(field => field.IsRequired && value.FindProperty(field.Name) is null))
        {
            FileProperty? other = value.Properties.Find(property =>
                _fields.All(field => field.Name != property.Name) && NearMiss.Find(property.Name, [missing.Name]) is not null);
            problems.Add(new FileProblem(Join(path, missing.Name),
                other is null ? "This property is missing." : $"This property is missing. Did you mean it by '{MessageText.Name(other.Name)}'?",
                other?.Line ?? value.Line, other?.Column ?? value.Column));
        }

        foreach (FileProperty property in value.Properties)
            CheckProperty(property, path, problems);
        foreach (FieldCondition condition in Conditions)
            CheckCondition(condition, value, path, problems);
    }

    internal override bool AreSame(FileValue? left, FileValue? right, object? fallback)
    {
        if (left is { Kind: not FileValueKind.Object } || right is { Kind: not FileValueKind.Object })
            return base.AreSame(left, right, fallback);
        var found = new List<FileDifference>();
        CompareFields(left ?? FileValue.CreateObject(), right ?? FileValue.CreateObject(), "", found);
        return found.Count == 0;
    }

    internal override object? Show(FileValue value) => Summary?.Invoke(value) ?? base.Show(value);

    internal override void Compare(FileValue? file, FileValue? server, object? fallback, string path, ICollection<FileDifference> found)
    {
        if (IsOneValue || file is { Kind: not FileValueKind.Object } || server is { Kind: not FileValueKind.Object })
            base.Compare(file, server, fallback, path, found);
        else
            CompareFields(file ?? FileValue.CreateObject(), server ?? FileValue.CreateObject(), path, found);
    }

    /// <summary>The fields in their order, then what only the file knows, each where its own comments are.</summary>
    internal override FileValue Merge(FileValue old, FileValue now, object? fallback)
    {
        if (old.Kind != FileValueKind.Object || now.Kind != FileValueKind.Object)
            return base.Merge(old, now, fallback);
        FileValue merged = FileValue.CreateObject().WithCommentsOf(old);
        foreach (FileField field in FieldsFor(now))
        {
            FileValue? mine = old.FindProperty(field.Name)?.Value, theirs = now.FindProperty(field.Name)?.Value;
            FileValue? value =
                theirs is not null ? mine is null ? theirs : field.Name == FileFormat.SchemaKey ? mine : field.Schema.Merge(mine, theirs, field.Default)
                // A default that is written out, or a state that is not asked for, stays as the file has it while it is true.
                : mine is not null && (field.IsIgnored || field.Schema.AreSame(mine, null, field.Default)) ? mine
                : null;
            if (value is not null)
                merged.Set(field.Name, value);
        }

        foreach (FileProperty property in Unknown(old))
            merged.Set(property.Name, now.FindProperty(property.Name) is { } known ? Same(property.Value, known.Value) : property.Value);
        foreach (FileProperty property in Unknown(now).Where(property => old.FindProperty(property.Name) is null))
            merged.Set(property.Name, property.Value);
        return merged;

        static FileValue Same(FileValue mine, FileValue theirs) => PlainText.AreSame(mine.ToPlain(), theirs.ToPlain()) ? mine : theirs.WithCommentsOf(mine);
    }

    /// <summary>A value without the fields that say what the server takes anyway.</summary>
    internal FileValue WithoutDefaults(FileValue value, bool includeState)
    {
        FileValue kept = FileValue.CreateObject();
        foreach (FileField field in FieldsFor(value))
        {
            if (value.FindProperty(field.Name)?.Value is not { } own || (field.IsOptional && !includeState))
                continue;
            if (own.Kind == FileValueKind.Object
                && (field.Schema is NullableSchema nullable ? nullable.Inner : field.Schema) is ObjectSchema { IsOneValue: false } inner)
                own = inner.WithoutDefaults(own, includeState);
            bool isDefault = !field.IsRequired && !field.IsIgnored && !field.IsOptional && field.Schema.AreSame(own, null, field.Default);
            if (!isDefault || field.IsAlwaysWritten)
                kept.Set(field.Name, own);
        }

        foreach (FileProperty property in Unknown(value))
            kept.Set(property.Name, property.Value);
        return kept;
    }

    /// <summary>The fields that a value of this object has: they may depend on it.</summary>
    internal virtual IReadOnlyList<FileField> FieldsFor(FileValue value) => _fields;

    /// <summary>Properties that are none of its fields.</summary>
    internal IEnumerable<FileProperty> Unknown(FileValue value) =>
        value.Properties.Where(property => FieldsFor(value).All(field => field.Name != property.Name));

    private protected override FileValue DescribeValue() => DescribeFields(_fields, HidesSecrets);

    private protected FileValue DescribeFields(IEnumerable<FileField> fields, bool hides)
    {
        FileField[] all = fields.ToArray();
        FileField[] required = all.Where(static field => field.IsRequired).ToArray();
        return FileValue.CreateObject(
            ("type", FileValue.CreateText("object")),
            ("properties", FileValue.CreateObject([.. all.Select(static field => (field.Name, (FileValue?)DescribeField(field)))])),
            ("patternProperties", hides
                ? FileValue.CreateObject((SecretSchema.NamePattern(all.Select(static field => field.Name)), SecretSchema.DescribeUnknown()))
                : TakesOwn ? FileValue.CreateObject(("^" + OwnPrefix, SecretSchema.DescribeOthers())) : null),
            ("required", required.Length == 0 ? null : TextList([.. required.Select(static field => field.Name)])),
            ("additionalProperties", IsClosed ? FileValue.CreateFlag(false) : hides ? SecretSchema.DescribeOthers() : null),
            ("allOf", Conditions.Length == 0 ? null : FileValue.CreateList(Conditions.Select(DescribeCondition))));
    }

    private static FileValue DescribeField(FileField field)
    {
        FileValue described = field.Schema.Describe();
        if (field.Default is not null)
            described.Set("default", FileValue.CreateFrom(field.Default));
        return described;
    }

    private static void CheckCondition(FieldCondition condition, FileValue value, string path, ICollection<FileProblem> problems)
    {
        // A value with an error of its own is not used to judge other values.
        if (value.FindText(condition.Property) is not { } word || condition.Words.Contains(word, StringComparer.Ordinal)
            || problems.Any(problem => problem.Property == Join(path, condition.Property)))
            return;
        foreach (FileProperty set in value.Properties.Where(property =>
            condition.Fields.Contains(property.Name, StringComparer.Ordinal) && !IsEmpty(property.Value)))
        {
            problems.Add(new FileProblem(Join(path, set.Name), $"{condition.Message}; the {condition.Property} is '{MessageText.Name(word)}'.",
                set.Line, set.Column));
        }
    }

    private static bool IsEmpty(FileValue value) => value.Kind switch
    {
        FileValueKind.Null => true,
        FileValueKind.Text => value.Text.Length == 0,
        FileValueKind.List => value.Items.Count == 0,
        FileValueKind.Object => value.Properties.Count == 0,
        _ => false,
    };

    private static FileValue DescribeCondition(FieldCondition condition) => FileValue.CreateObject(("anyOf", FileValue.CreateList(
    [
        FileValue.CreateObject(("properties", FileValue.CreateObject((condition.Property, FileValue.CreateObject(("enum", TextList(condition.Words))))))),
        FileValue.CreateObject(("properties", FileValue.CreateObject([.. condition.Fields.Select(static name => (name, (FileValue?)DescribeEmpty()))]))),
    ])));

    private static FileValue DescribeEmpty() => FileValue.CreateObject(("anyOf", FileValue.CreateList(
    [
        FileValue.CreateObject(("type", FileValue.CreateText("null"))),
        FileValue.CreateObject(("type", FileValue.CreateText("string")), ("maxLength", FileValue.CreateFrom(0L))),
        FileValue.CreateObject(("type", FileValue.CreateText("array")), ("maxItems", FileValue.CreateFrom(0L))),
        FileValue.CreateObject(("type", FileValue.CreateText("object")), ("maxProperties", FileValue.CreateFrom(0L))),
    ])));

    private void CheckProperty(FileProperty property, string path, ICollection<FileProblem> problems)
    {
        string place = Join(path, property.Name);
        if (_fields.FirstOrDefault(field => field.Name == property.Name) is { } known)
            known.Schema.Check(property.Value, place, problems);
        else if (TakesOwn && property.Name.StartsWith(OwnPrefix, StringComparison.Ordinal))
            SecretSchema.CheckUnknown(property.Name, property.Value, place, problems);
        else if (IsClosed)
            problems.Add(new FileProblem(place, $"This property is not known here. Known: {string.Join(", ", _fields.Select(static field => field.Name))}.",
                property.Line, property.Column));
        else if (HidesSecrets)
            SecretSchema.CheckUnknown(property.Name, property.Value, place, problems);
    }

    private protected virtual void CompareFields(FileValue file, FileValue server, string path, ICollection<FileDifference> found)
    {
        foreach (FileField field in FieldsFor(file))
        {
            if (field.IsIgnored || (field.IsOptional && file.Find(field.Name) is null))
                continue;
            field.Schema.Compare(file.Find(field.Name), server.Find(field.Name), field.Default, Join(path, field.Name), found);
        }

        foreach (string name in Unknown(file).Concat(Unknown(server)).Select(static property => property.Name).Distinct(StringComparer.Ordinal))
        {
            if (name.StartsWith(OwnPrefix, StringComparison.Ordinal))
                continue;
            FileValue? mine = file.Find(name), theirs = server.Find(name);
            object? left = mine?.ToPlain(), right = theirs?.ToPlain();
            if (!PlainText.AreSame(left, right))
                found.Add(new FileDifference(Join(path, name), left, right, isUnknown: true)
                {
                    Line = mine?.Line ?? 0,
                    Column = mine?.Column ?? 0,
                    Suggestion = NearMiss.Find(name, FieldsFor(file).Select(static field => field.Name).Where(known => file.FindProperty(known) is null)),
                });
        }
    }

    private protected static string Join(string path, string name) => path.Length == 0 ? name : path + "." + name;
}

/// <summary>An object whose fields depend on one of its properties, as a destination's on its type.</summary>
internal sealed class CaseSchema : ObjectSchema
{
    private readonly string _property;
    private readonly IReadOnlyDictionary<string, FileField[]> _cases;
    private readonly FileField[] _others;
    private readonly FileField[] _common;

    /// <param name="property">The property that decides, one of the common fields.</param>
    /// <param name="common">The fields of all.</param>
    /// <param name="cases">The other fields, by the value of that property.</param>
    /// <param name="others">The other fields for values that are not known.</param>
    internal CaseSchema(string property, FileField[] common, IReadOnlyDictionary<string, FileField[]> cases, FileField[] others)
        : base(common)
    {
        _property = property;
        _common = common;
        _cases = cases;
        _others = others;
    }

    internal override void Check(FileValue value, string path, ICollection<FileProblem> problems)
    {
        if (value.Kind != FileValueKind.Object)
            base.Check(value, path, problems);
        else
            new ObjectSchema([.. FieldsFor(value)]) { IsClosed = IsClosed, HidesSecrets = HidesSecrets }.Check(value, path, problems);
    }

    // Settings of another kind are not compared.
    private protected override void CompareFields(FileValue file, FileValue server, string path, ICollection<FileDifference> found)
    {
        if (file.FindText(_property) == server.FindText(_property))
            base.CompareFields(file, server, path, found);
        else
            found.Add(new FileDifference(Join(path, _property), file.FindText(_property), server.FindText(_property), isUnknown: false)
            {
                Line = file.Find(_property)?.Line ?? 0,
                Column = file.Find(_property)?.Column ?? 0,
            });
    }

    internal override IReadOnlyList<FileField> FieldsFor(FileValue value) =>
        [.. _common, .. value.FindText(_property) is { } word && _cases.TryGetValue(word, out FileField[]? fields) ? fields : _others];

    private protected override FileValue DescribeValue()
    {
        // Each alternative says what else may be there.
        FileValue described = DescribeFields(_common, hides: false);
        described.Set("anyOf", FileValue.CreateList([.. _cases.Select(one => Alternative(TextList(one.Key), one.Value)), Other()]));
        return described;
    }

    private FileValue Alternative(FileValue words, FileField[] fields)
    {
        FileValue described = DescribeFields(fields, HidesSecrets);
        FileValue properties = described.Find("properties")!;
        properties.Properties.Insert(0, new FileProperty(_property, FileValue.CreateObject(("enum", words))));
        return described;
    }

    private FileValue Other()
    {
        FileValue described = DescribeFields(_others, HidesSecrets);
        described.Find("properties")!.Properties.Insert(0, new FileProperty(_property,
            FileValue.CreateObject(("not", FileValue.CreateObject(("enum", TextList([.. _cases.Keys])))))));
        return described;
    }
}
