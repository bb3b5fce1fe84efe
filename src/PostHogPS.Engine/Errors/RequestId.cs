using System.Collections.Generic;
using System.Net.Http;

namespace PostHogPS.Engine;

/// <summary>The id under which support can find a request.</summary>
internal static class RequestId
{
    private static readonly string[] Names = ["X-Request-Id", "Request-Id", "X-Amzn-Trace-Id", "CF-RAY"];

    internal static string? Of(HttpResponseMessage response)
    {
        foreach (string name in Names)
        {
            if (!response.Headers.TryGetValues(name, out IEnumerable<string>? values))
                continue;
            foreach (string value in values)
                return value;
        }

        return null;
    }
}
