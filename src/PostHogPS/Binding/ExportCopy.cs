using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Contracts;
using PostHogPS.Schedule;

namespace PostHogPS.Binding;

/// <summary>The settings of an export out of a copy of it: ConvertFrom-Json, Import-Clixml, Select-Object.</summary>
internal static class ExportCopy
{
    /// <summary>The export, or null when the fields are not those of one.</summary>
    /// <param name="fields">Its properties.</param>
    /// <param name="badDate">An impossible date of it; null where all are possible.</param>
    internal static BatchExport? CreateFrom(IDictionary<string, object?> fields, out ProblemException? badDate)
    {
        ProblemException? problem = null;
        badDate = null;
        if (Get("Destination") is not IDictionary<string, object?> || Text("Interval") is not { Length: > 0 } interval)
            return null;
        var copy = new BatchExport
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
        badDate = problem;
        return copy;

        object? Get(string name) => fields.FirstOrDefault(pair => string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
        string? Text(string name) => Get(name) is { } value and not IDictionary<string, object?> ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;
        // Import-Clixml gives an instant back as a bag of its properties.
        DateTimeOffset? Time(string name)
        {
            object? given = Get(name) is IDictionary<string, object?> bag && bag.TryGetValue("UtcDateTime", out object? utc) ? utc : Text(name);
            if (given is null or string { Length: 0 })
                return null;
            // A text that is no instant to everybody is refused: left out, the export would have no end.
            DateInput copy = given is string text ? DateReader.ReadCopy(text) : DateReader.Read(given);
            DateInput date = !copy.IsBad && InstantReader.Read(given) is { } instant ? DateReader.Read(instant) : copy;
            ProblemException? bad = date.FindProblem(name, $"{name} of the piped export");
            problem ??= bad;
            return bad is null ? date.Instant : null;
        }

        int? Number(string name) => int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
        string[] Texts(string name) => (Get(name) as object?[] ?? []).OfType<string>().ToArray();
    }
}
