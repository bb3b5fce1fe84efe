using System;
using System.Collections.Generic;

namespace PostHogPS.Runs;

/// <summary>What is sent to test a destination.</summary>
internal static class DestinationTest
{
    /// <summary>
    /// The body of an export with this destination. Of a stored export the server fills in the config itself and judges the body as a new
    /// export's: sent back, a query model would lack its query, and a key of an earlier server would be unknown.
    /// </summary>
    internal static Dictionary<string, object?> CreateBody(string name, Dictionary<string, object?> destination) =>
        new(StringComparer.Ordinal) { ["name"] = name, ["model"] = "events", ["interval"] = "hour", ["destination"] = destination };
}
