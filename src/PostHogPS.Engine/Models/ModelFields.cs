using System;
using System.Collections;
using System.Collections.Generic;
using PostHogPS.Engine.Json;

namespace PostHogPS.Engine.Models;

/// <summary>The table of one model, as far as the general reader needs it.</summary>
internal abstract class ModelFields
{
    /// <summary>Property and server's name of every field.</summary>
    internal abstract IEnumerable<(string Property, string Name)> Names { get; }

    /// <summary>Properties that no answer has.</summary>
    internal abstract IReadOnlyList<string> LocalProperties { get; }

    /// <summary>Completes an object that was read: fields that no model knows may hold secrets.</summary>
    internal abstract void Finish(object model);

    internal static void DropNulls<T>(IList<T> list)
        where T : class
    {
        if (list is List<T> many)
        {
            // One by one, each would move all that follow.
            many.RemoveAll(static item => item is null);
            return;
        }

        for (int i = list.Count - 1; i >= 0; i--)
        {
            if (list[i] is null)
                list.RemoveAt(i);
        }
    }
}

/// <summary>
/// The fields of one model, said once for both ways of reading it: the server's name, the property, and how its value is
/// read straight from the text. The general reader takes the names; a test compares what the two ways give.
/// </summary>
internal sealed class ModelFields<T>(
    Func<T> create, Func<T, IDictionary<string, object?>>? extras = null, Action<T>? finish = null, params string[] localProperties)
    : ModelFields, IEnumerable
    where T : class
{
    private const int MostPlaces = 64;

    // A longer name is not kept: whatever answers is not PostHog.
    private const int LongestName = 100;

    private readonly List<ModelField<T>> _fields = [];

    // A server writes the fields of every item in the same order, so the one to expect is the one that was here last time.
    // Shared by all threads: each entry is complete and only a guess, so the last one written may win.
    private readonly ModelField<T>?[] _expected = new ModelField<T>?[MostPlaces];

    internal override IEnumerable<(string Property, string Name)> Names
    {
        get
        {
            foreach (ModelField<T> known in _fields)
                yield return (known.Property, known.Name);
        }
    }

    internal override IReadOnlyList<string> LocalProperties => localProperties;

    internal void Add(string name, string property, FieldReader<T> read) => _fields.Add(new ModelField<T>(name, property, read));

    internal override void Finish(object model) => finish?.Invoke((T)model);

    /// <summary>The object, or null where there is null.</summary>
    internal T? Read(ref JsonCursor json)
    {
        if (json.TryReadNull())
            return null;

        T item = create();
        int place = 0;
        for (bool more = json.Enter('{', '}'); more; more = json.MoveNext('}'))
        {
            ModelField<T>? field = place < MostPlaces ? _expected[place] : null;
            if (field is null || !json.TryReadName(field.Quoted))
                field = Find(ref json, place);
            place++;
            if (field.Read is { } read)
                read(item, ref json);
            else
                ReadUnknown(item, field.Name, ref json);
        }

        finish?.Invoke(item);
        return item;
    }

    /// <summary>The objects of a list, or null where there is null.</summary>
    internal List<T?>? ReadList(ref JsonCursor json)
    {
        if (json.TryReadNull())
            return null;

        var items = new List<T?>();
        for (bool more = json.Enter('[', ']'); more; more = json.MoveNext(']'))
            items.Add(Read(ref json));
        return items;
    }

    IEnumerator IEnumerable.GetEnumerator() => _fields.GetEnumerator();

    private ModelField<T> Find(ref JsonCursor json, int place)
    {
        string name = json.ReadName(out ReadOnlySpan<byte> quoted);
        ModelField<T>? field = null;
        foreach (ModelField<T> known in _fields)
        {
            if (known.Name == name)
                field = known;
        }

        field ??= new ModelField<T>(name, "", null);
        if (!quoted.IsEmpty && quoted.Length <= LongestName && place < MostPlaces)
            _expected[place] = field;
        return field;
    }

    private void ReadUnknown(T item, string name, ref JsonCursor json)
    {
        if (extras is null)
            json.Skip();
        else
            extras(item)[name] = json.ReadPlain();
    }
}
