using System;
using System.Globalization;
using System.Net.Http;
using System.Net.Http.Headers;

namespace PostHogPS.Engine;

/// <summary>Reads Retry-After, as seconds or as an HTTP date.</summary>
internal static class RetryHint
{
    internal static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now)
    {
        RetryConditionHeaderValue? hint = response.Headers.RetryAfter;
        if (hint?.Delta is { } seconds)
            return seconds;
        if (hint?.Date is { } date)
            return date > now ? Pause.Whole(date - now) : TimeSpan.Zero;
        if (!response.Headers.TryGetValues("Retry-After", out System.Collections.Generic.IEnumerable<string>? values))
            return null;
        foreach (string value in values)
        {
            if (double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number < 1e6)
                return TimeSpan.FromSeconds(number);
        }

        return null;
    }
}
