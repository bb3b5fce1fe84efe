using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostHogPS.Testing.Faults;

namespace PostHogPS.Testing;

/// <summary>Faults as people write them: <c>kind=Html;path=*/runs/*;nth=2</c>, or the same as a JSON object.</summary>
internal static class FaultText
{
    public static Fault FromSwitch(string text)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] pair = part.Split('=', 2);
            settings[pair[0]] = pair.Length > 1 ? pair[1] : "true";
        }

        return From(settings);
    }

    public static Fault FromJson(JsonObject body)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string key, JsonNode? value) in body)
        {
            if (value is not null)
                settings[key] = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        }

        return From(settings);
    }

    private static Fault From(Dictionary<string, string> settings)
    {
        var fault = new Fault();
        foreach ((string key, string value) in settings)
        {
            switch (key.ToUpperInvariant())
            {
                case "KIND":
                    fault.Kind = Enum.TryParse(value, true, out FaultKind kind) ? kind : throw new FormatException("Unknown fault kind: " + value);
                    break;
                case "METHOD":
                    fault.Method = value;
                    break;
                case "PATH":
                    fault.Path = value;
                    break;
                case "NTH":
                    fault.Nth = Number(value);
                    break;
                case "TIMES":
                    fault.Times = Number(value);
                    break;
                case "STATUS":
                    fault.Status = Number(value);
                    break;
                case "BODY":
                    fault.Body = value;
                    break;
                case "CONTENTTYPE":
                    fault.ContentType = value;
                    break;
                case "RETRYAFTER":
                    fault.RetryAfter = value;
                    break;
                case "DELAYMS":
                    fault.Delay = TimeSpan.FromMilliseconds(Number(value));
                    break;
                case "TARGET":
                    fault.Target = value;
                    break;
                case "AFTERPROCESSING":
                    fault.AfterProcessing = bool.Parse(value);
                    break;
                default:
                    throw new FormatException("Unknown fault setting: " + key);
            }
        }

        return fault;
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
