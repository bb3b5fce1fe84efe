using System;
using System.Globalization;

namespace PostHogPS.Files;

/// <summary>Instants in files: a date and a time with an offset, which mean the same to everybody.</summary>
internal static class SchemaInstant
{
    internal const string Pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})$";

    internal const string Message = "This must be an instant with an offset, such as 2026-08-01T00:00:00Z.";

    internal static bool TryRead(string text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant);
}
