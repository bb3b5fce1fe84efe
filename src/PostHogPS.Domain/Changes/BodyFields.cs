using System.Collections.Generic;

namespace PostHogPS.Changes;

/// <summary>Fields of a request's body.</summary>
internal static class BodyFields
{
    /// <summary>Adds a field that was given. A null would be stored, where an absent field gets the server's own value.</summary>
    internal static void AddGiven(this Dictionary<string, object?> body, string key, object? value)
    {
        if (value is not null)
            body[key] = value;
    }
}
