using System.Collections.Generic;

namespace PostHogPS;

/// <summary>
/// An object that tables, lists and files show. No field of an answer is lost: those that this version does not know are kept too.
/// </summary>
public abstract class ServerObject
{
    private IDictionary<string, object?>? _additional;

    /// <summary>
    /// Fields of the answer that this version of the module does not know, as plain text, numbers, booleans, arrays and dictionaries.
    /// Hidden by the types file: otherwise every CSV and JSON would have a column of empty dictionaries.
    /// </summary>
    internal IDictionary<string, object?> AdditionalProperties
    {
        get => _additional ??= new PlainBag();
        set => _additional = value;
    }

    /// <summary>Whether there are any, without making an empty dictionary to look into: objects come by the hundred thousand.</summary>
    internal bool HasAdditionalProperties => _additional is { Count: > 0 };
}
