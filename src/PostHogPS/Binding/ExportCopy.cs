using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PostHogPS.Binding;

/// <summary>The settings of an export out of a copy of it: ConvertFrom-Json, Import-Clixml, Select-Object.</summary>
internal static class ExportCopy
{
    /// <summary>The export, or null when the fields are not those of one.</summary>
    internal static BatchExport? Of(IDictionary<string, object?> fields)
    {
        if (Get("Destination") is not IDictionary<string, object?> || Text("Interval") is not { Length: > 0 } interval)
            return null;
        return new BatchExport
        {
            Model = Text("Model") ?? "events",
            Interval = interval,
            Timezone = Text("Timezone") ?? "",
            OffsetDay = Number("OffsetDay"),
            OffsetHour = Number("OffsetHour"),
            Paused = string.Equals(Text("Paused"), "true", StringComparison.OrdinalIgnoreCase),
            StartAt = Time("StartAt"),
            EndAt = Time("EndAt"),
            HogQLQuery = Text("HogQLQuery"),
            HogQLModifiers = Get("HogQLModifiers") as IDictionary<string, object?> ?? new Dictionary<string, object?>(StringComparer.Ordinal),
            Filters = Get("Filters") as object?[] ?? [],
            PrimaryKey = Texts("PrimaryKey"),
            VersionKey = Texts("VersionKey"),
            IncrementalMode = Text("IncrementalMode"),
        };

        object? Get(string name) => fields.FirstOrDefault(pair => string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
        string? Text(string name) => Get(name) is { } value and not IDictionary<string, object?> ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;
        // Import-Clixml gives an instant back as a bag of its properties.
        DateTimeOffset? Time(string name) => Formatting.ViewText.Instant(Get(name) is IDictionary<string, object?> bag && bag.TryGetValue("UtcDateTime", out object? utc) ? utc : Text(name));
        int? Number(string name) => int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
        string[] Texts(string name) => (Get(name) as object?[] ?? []).OfType<string>().ToArray();
    }
}
