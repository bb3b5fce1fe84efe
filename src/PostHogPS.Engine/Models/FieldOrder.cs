using System;
using System.Runtime.CompilerServices;
using PostHogPS.Engine.Json;

namespace PostHogPS.Engine.Models;

/// <summary>
/// Names of fields without a new text for each: a server writes the fields of all items of a list in the same order, so
/// the name to expect is the one that the item before had in this place.
/// </summary>
internal sealed class FieldOrder
{
    private const int MostPlaces = 64;

    private readonly (byte[] Quoted, string Text)[] _seen = new (byte[], string)[MostPlaces];
    private int _count;

    [MethodImpl(JsonCursor.AtOnce)]
    internal string Next(ref JsonCursor json, int place) =>
        place < _count && json.TakeName(_seen[place].Quoted) ? _seen[place].Text : Learn(ref json, place);

    private string Learn(ref JsonCursor json, int place)
    {
        string name = json.Name(out ReadOnlySpan<byte> quoted);
        if (quoted.IsEmpty || place >= MostPlaces || place > _count)
            return name;
        // The same object as in the switches that it goes to: then comparing is looking at two references.
        name = string.IsInterned(name) ?? name;
        _seen[place] = (quoted.ToArray(), name);
        _count = Math.Max(_count, place + 1);
        return name;
    }
}
