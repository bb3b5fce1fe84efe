using System;
using System.Globalization;

namespace PostHogPS.Engine.Frameworks;

/// <summary>Numbers and spans of time in messages.</summary>
internal static class NumberText
{
    internal static string Format(long number) => number.ToString(CultureInfo.InvariantCulture);

    // Seconds as given: a -Timeout of 100 would be hard to recognise in "1.7 min".
    internal static string FormatDuration(TimeSpan wait)
    {
        if (wait.TotalSeconds < 90)
            return wait.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture) + " s";
        long seconds = (long)Math.Ceiling(wait.TotalSeconds);
        return Format(seconds / 60) + " min" + (seconds % 60 == 0 ? "" : " " + Format(seconds % 60) + " s");
    }
}
