using System;
using System.Collections.Generic;

namespace PostHogPS;

/// <summary>What every object read from PostHog has in common.</summary>
public abstract class PostHogObject
{
    private IDictionary<string, object?>? _additional;

    /// <summary>The project (team) the object belongs to. 0 when the object stands above projects.</summary>
    public long ProjectId { get; set; }

    /// <summary>
    /// Fields of the answer that this version of the module does not know, as plain text, numbers, booleans, arrays and dictionaries.
    /// A hidden member of the types file for scripts: a column of empty dictionaries in every CSV and JSON helps nobody.
    /// </summary>
    internal IDictionary<string, object?> AdditionalProperties
    {
        get => _additional ??= new Dictionary<string, object?>(StringComparer.Ordinal);
        set => _additional = value;
    }

    /// <summary>Whether there are any, without making an empty dictionary to look into: objects come by the hundred thousand.</summary>
    internal bool HasAdditionalProperties => _additional is { Count: > 0 };

    /// <summary>
    /// The connection the object was read from, so that a piped object goes back to the host it came from.
    /// Internal: Get-Member, ConvertTo-Json and Export-Clixml must not see it.
    /// </summary>
    internal PostHogConnection? Origin { get; set; }
}
