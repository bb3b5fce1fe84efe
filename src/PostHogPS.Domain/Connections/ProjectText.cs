using System.Globalization;

namespace PostHogPS.Connections;

/// <summary>What a project is written as in a path: a number, or @current.</summary>
internal static class ProjectText
{
    internal static bool IsValid(string text) => text == PostHogConnection.CurrentProject || TryId(text, out _);

    internal static bool TryId(string text, out long id) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id > 0;

    internal static string FormatId(long id) => id.ToString(CultureInfo.InvariantCulture);
}
