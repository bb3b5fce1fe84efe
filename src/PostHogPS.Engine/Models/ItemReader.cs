using System.Collections.Generic;
using System.Runtime.CompilerServices;
using PostHogPS.Engine.Json;
using PostHogPS.Engine.Secrets;

namespace PostHogPS.Engine.Models;

/// <summary>
/// Reads one kind of object straight from the text, field by field: for the kinds that come by the thousand and at the
/// first call. It must give what the lenient way gives (a test compares the two), and may give up by a JsonException.
/// One instance reads one body.
/// </summary>
internal abstract class ItemReader<T>
    where T : class
{
    private readonly FieldOrder _order = new();

    /// <summary>The object, or null where there is null.</summary>
    [MethodImpl(JsonCursor.AtOnce)]
    internal T? Read(ref JsonCursor json)
    {
        if (json.TakeNull())
            return null;

        T item = Make();
        int place = 0;
        for (bool more = json.Enter('{', '}'); more; more = json.More('}'))
            Set(item, _order.Next(ref json, place++), ref json);
        Finish(item);
        return item;
    }

    /// <summary>The objects of a list, or null where there is null.</summary>
    [MethodImpl(JsonCursor.AtOnce)]
    internal List<T?>? ReadList(ref JsonCursor json)
    {
        if (json.TakeNull())
            return null;

        var items = new List<T?>();
        for (bool more = json.Enter('[', ']'); more; more = json.More(']'))
            items.Add(Read(ref json));
        return items;
    }

    protected abstract T Make();

    /// <summary>Takes over one field. Null leaves what the object begins with.</summary>
    protected abstract void Set(T item, string name, ref JsonCursor json);

    /// <summary>What is left to do when all fields are in: those that no model knows may hold secrets.</summary>
    protected virtual void Finish(T item)
    {
        if (item is ServerObject { HasAdditionalProperties: true } known)
            SecretFilter.CleanExtras(known.AdditionalProperties);
    }
}
