using System;

namespace PostHogPS.Engine.Frameworks;

/// <summary>Searches that .NET Framework spells differently.</summary>
internal static class TextSearch
{
    internal static bool Has(this string text, string part) =>
#if NET
        text.Contains(part, StringComparison.Ordinal);
#else
        text.IndexOf(part, StringComparison.Ordinal) >= 0;
#endif

    internal static bool HasAnyCase(this string text, string part) =>
#if NET
        text.Contains(part, StringComparison.OrdinalIgnoreCase);
#else
        text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
#endif

    internal static bool BeginsWith(this string text, char first) => text.Length > 0 && text[0] == first;
}
