using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json.Nodes;

namespace PostHogPS.Engine.Json;

/// <summary>Finds the value that a JsonException points at, such as <c>$.results[3].latest_runs</c>.</summary>
internal static class JsonPath
{
    /// <summary>Sets the value to null. False when the path leads nowhere, or to the root.</summary>
    internal static bool Remove(JsonNode root, string? path)
    {
        List<object> steps = Steps(path);
        JsonNode? parent = root;
        for (int i = 0; i < steps.Count; i++)
        {
            bool last = i == steps.Count - 1;
            switch (parent)
            {
                case JsonObject fields when steps[i] is string name && fields.ContainsKey(name):
                    if (last)
                        return Null(fields[name], () => fields[name] = null);
                    parent = fields[name];
                    break;
                case JsonArray list when steps[i] is int index && index < list.Count:
                    if (last)
                        return Null(list[index], () => list[index] = null);
                    parent = list[index];
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    // A value that is null already was repaired before: stop instead of repeating the repair without end.
    private static bool Null(JsonNode? value, Action set)
    {
        if (value is null)
            return false;
        set();
        return true;
    }

    private static List<object> Steps(string? path)
    {
        var steps = new List<object>();
        int at = 1;
        while (path is not null && at < path.Length)
        {
            int end;
            if (path[at] == '.')
            {
                end = path.IndexOfAny(['.', '['], at + 1);
                end = end < 0 ? path.Length : end;
                steps.Add(path.Substring(at + 1, end - at - 1));
                at = end;
            }
            else if (path[at] == '[' && (end = path.IndexOf(']', at)) > 0)
            {
                string inside = path.Substring(at + 1, end - at - 1);
                steps.Add(int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : inside.Trim('\''));
                at = end + 1;
            }
            else
            {
                break;
            }
        }

        return steps;
    }
}
