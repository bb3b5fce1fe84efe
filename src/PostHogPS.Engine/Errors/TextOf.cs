using System;
using System.Globalization;

namespace PostHogPS.Engine;

/// <summary>Numbers and spans of time in messages.</summary>
internal static class TextOf
{
    internal static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    // Seconds as they were given: nobody recognises a -Timeout of 100 in "1.7 min".
    internal static string Wait(TimeSpan wait)
    {
        if (wait.TotalSeconds < 90)
            return wait.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture) + " s";
        long seconds = (long)Math.Ceiling(wait.TotalSeconds);
        return Number(seconds / 60) + " min" + (seconds % 60 == 0 ? "" : " " + Number(seconds % 60) + " s");
    }
}
