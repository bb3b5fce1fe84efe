using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Alerts;

/// <summary>
/// What works like a password in the body of a function that somebody typed: addresses, also within code, and the values of headers. No
/// rule tells a harmless one.
/// </summary>
internal static class FunctionSecrets
{
    private const string Headers = "headers";

    // It says nothing, and stands in every log of a request.
    private const string ContentType = "Content-Type";

    /// <summary>The secrets in plain values, or in a text that is no JSON.</summary>
    internal static IEnumerable<string> Find(object? value) => Find(value, isHeader: false).Where(static text => text.Length > 0)
        .Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Find(object? value, bool isHeader) => value switch
    {
        string text => isHeader ? [text] : AddressesIn(text),
        IDictionary bag => bag.Keys.Cast<object>().Where(key => !isHeader || !IsNamed(key, ContentType))
            .SelectMany(key => Find(bag[key], isHeader || IsNamed(key, Headers))),
        IDictionary<string, object?> bag => bag.Where(pair => !isHeader || !IsNamed(pair.Key, ContentType))
            .SelectMany(pair => Find(pair.Value, isHeader || IsNamed(pair.Key, Headers))),
        IEnumerable list => list.Cast<object?>().SelectMany(item => Find(item, isHeader)),
        _ => [],
    };

    private static IEnumerable<string> AddressesIn(string text)
    {
        for (int at = text.IndexOf("://", StringComparison.Ordinal); at >= 0; at = text.IndexOf("://", at + 1, StringComparison.Ordinal))
        {
            int start = at, end = at + 3;
            while (start > 0 && char.IsLetter(text[start - 1]))
                start--;
            while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('"' or '\'' or '`' or '<' or '>' or '\\'))
                end++;
            string address = text.Substring(start, end - start);
            // Of the host alone everybody may know.
            if (AlertAddress.IsAddress(address) && address.Substring(at + 3 - start).TrimEnd('/').IndexOfAny(['/', '?', '@']) >= 0)
                yield return address;
        }
    }

    private static bool IsNamed(object? key, string name) => name.Equals(key as string, StringComparison.OrdinalIgnoreCase);
}
