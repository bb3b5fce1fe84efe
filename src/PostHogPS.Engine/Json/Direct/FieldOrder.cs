using System.Collections.Generic;
using System.Text.Json;

namespace PostHogPS.Engine;

/// <summary>
/// Names of fields without a new text for each: a server writes the fields of all items of a list in the same order, so
/// the name to expect is the one that the item before had in this place.
/// </summary>
internal sealed class FieldOrder
{
    private const int MostPlaces = 64;

    private readonly List<(byte[] Bytes, string Text)> _seen = [];

    internal string Next(ref Utf8JsonReader json, int place)
    {
        if (place < _seen.Count && json.ValueTextEquals(_seen[place].Bytes))
            return _seen[place].Text;

        string name = json.GetString()!;
        if (json.ValueIsEscaped || place >= MostPlaces || place > _seen.Count)
            return name;
        (byte[], string) seen = (json.ValueSpan.ToArray(), name);
        if (place == _seen.Count)
            _seen.Add(seen);
        else
            _seen[place] = seen;
        return name;
    }
}
