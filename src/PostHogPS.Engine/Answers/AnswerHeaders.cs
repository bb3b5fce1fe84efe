using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net.Http;
using System.Net.Http.Headers;
using PostHogPS.Engine.Time;

namespace PostHogPS.Engine.Answers;

/// <summary>The headers of an answer that errors and retries need.</summary>
internal static class AnswerHeaders
{
    private static readonly string[] RequestIdNames = ["X-Request-Id", "Request-Id", "X-Amzn-Trace-Id", "CF-RAY"];

    /// <summary>Retry-After, as seconds or as an HTTP date.</summary>
    internal static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now)
    {
        RetryConditionHeaderValue? hint = response.Headers.RetryAfter;
        if (hint?.Delta is { } seconds)
            return seconds;
        if (hint?.Date is { } date)
            return date > now ? ConnectionClock.WholeMilliseconds(date - now) : TimeSpan.Zero;
        if (!response.Headers.TryGetValues("Retry-After", out IEnumerable<string>? values))
            return null;
        foreach (string value in values)
        {
            if (double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number < 1e6)
                return TimeSpan.FromSeconds(number);
        }

        return null;
    }

    /// <summary>The id under which support can find a request.</summary>
    internal static string? RequestId(HttpResponseMessage response)
    {
        foreach (string name in RequestIdNames)
        {
            if (!response.Headers.TryGetValues(name, out IEnumerable<string>? values))
                continue;
            foreach (string value in values)
                return value;
        }

        return null;
    }
}
