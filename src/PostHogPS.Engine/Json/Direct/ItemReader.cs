using System.Collections.Generic;
using System.Text.Json;

namespace PostHogPS.Engine;

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
    internal T? Read(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null)
            return null;
        if (json.TokenType != JsonTokenType.StartObject)
            throw JsonValue.Misfit();

        T item = Make();
        for (int place = 0; json.Read() && json.TokenType == JsonTokenType.PropertyName; place++)
        {
            string name = _order.Next(ref json, place);
            json.Read();
            Set(item, name, ref json);
        }

        Finish(item);
        return item;
    }

    /// <summary>The objects of a list, or null where there is null.</summary>
    internal List<T?>? ReadList(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null)
            return null;
        if (json.TokenType != JsonTokenType.StartArray)
            throw JsonValue.Misfit();

        var items = new List<T?>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            items.Add(Read(ref json));
        return items;
    }

    protected abstract T Make();

    /// <summary>Takes over one field. Null leaves what the object begins with.</summary>
    protected abstract void Set(T item, string name, ref Utf8JsonReader json);

    protected abstract void Finish(T item);
}
