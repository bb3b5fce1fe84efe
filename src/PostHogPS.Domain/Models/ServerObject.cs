using System.Collections.Generic;

namespace PostHogPS;

/// <summary>Whatever was read from an answer: no field of it is lost, the ones that nobody knows yet included.</summary>
public abstract class ServerObject
{
    private IDictionary<string, object?>? _additional;

    /// <summary>
    /// Fields of the answer that this version of the module does not know, as plain text, numbers, booleans, arrays and dictionaries.
    /// A hidden member of the types file for scripts: a column of empty dictionaries in every CSV and JSON helps nobody.
    /// </summary>
    internal IDictionary<string, object?> AdditionalProperties
    {
        get => _additional ??= new PlainBag();
        set => _additional = value;
    }

    /// <summary>Whether there are any, without making an empty dictionary to look into: objects come by the hundred thousand.</summary>
    internal bool HasAdditionalProperties => _additional is { Count: > 0 };
}
