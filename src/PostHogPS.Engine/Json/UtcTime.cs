using System;
using System.Runtime.CompilerServices;

namespace PostHogPS.Engine.Json;

/// <summary>Times as PostHog writes them, 2026-08-01T00:00:00.000000Z. Any other form is <see cref="JsonTime"/>'s.</summary>
internal static class UtcTime
{
    private const int Seconds = 19;
    private const int TickDigits = 7;

    internal static bool TryRead(ReadOnlySpan<byte> text, out DateTimeOffset value)
    {
        value = default;
        int end = text.Length - 1;
        if (end < Seconds || end > Seconds + 1 + TickDigits || text[end] != 'Z'
            || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
        {
            return false;
        }

        int year = Number(text, 0, 4), month = Number(text, 5, 2), day = Number(text, 8, 2);
        int hour = Number(text, 11, 2), minute = Number(text, 14, 2), second = Number(text, 17, 2);
        int fraction = 0;
        if (end > Seconds)
        {
            int digits = end - Seconds - 1;
            if (text[Seconds] != '.' || digits == 0)
                return false;
            fraction = Number(text, Seconds + 1, digits);
            for (; digits < TickDigits; digits++)
                fraction *= 10;
        }

        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59 || fraction < 0)
        {
            return false;
        }

        long ticks = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks + fraction;
        value = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    // Below zero when there is anything other than digits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Number(ReadOnlySpan<byte> text, int from, int count)
    {
        int number = 0;
        for (int i = from; i < from + count; i++)
        {
            int digit = text[i] - '0';
            if ((uint)digit > 9)
                return -1;
            number = (number * 10) + digit;
        }

        return number;
    }
}
