using System;
using System.Globalization;

namespace PostHogPS.Engine;

/// <summary>Numbers and spans of time in messages.</summary>
internal static class TextOf
{
    internal static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    internal static string Wait(TimeSpan wait) => wait.TotalSeconds < 90
        ? wait.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture) + " s"
        : wait.TotalMinutes.ToString("0.#", CultureInfo.InvariantCulture) + " min";
}
