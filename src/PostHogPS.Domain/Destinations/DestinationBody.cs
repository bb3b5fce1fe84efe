using System;
using System.Collections.Generic;

namespace PostHogPS.Destinations;

/// <summary>A destination as a request body holds it.</summary>
internal static class DestinationBody
{
    // Old servers take the integration under integration_id only; newer ones know both names for one value.
    internal static Dictionary<string, object?> CreateFrom(string type, IDictionary<string, object?> config, long? integrationId)
    {
        var body = new Dictionary<string, object?>(StringComparer.Ordinal) { ["type"] = type, ["config"] = DestinationSchema.IsKnown(type) ? config
            : DestinationSchema.Protected(config) };
        if (integrationId is not null)
            body["integration"] = body["integration_id"] = integrationId;
        return body;
    }
}
