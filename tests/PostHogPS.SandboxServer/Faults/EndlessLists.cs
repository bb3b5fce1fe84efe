using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;

namespace PostHogPS.Testing.Faults;

/// <summary>Lists that break the rules of paging: they never end, or hold items that nobody can tell apart.</summary>
internal static class EndlessLists
{
    private const string Round = "round";

    public static bool Apply(JsonNode tree, Fault fault, SandboxRequest request)
    {
        if (tree is not JsonObject page || page["results"] is not JsonArray items)
            return false;
        switch (fault.Kind)
        {
            case FaultKind.SelfNext:
                page["next"] = request.Uri.AbsoluteUri;
                return true;
            case FaultKind.NextCycle:
                page["next"] = With(request, request.Get(Round) == "1" ? 2 : 1);
                return true;
            case FaultKind.EndlessSame:
                page["next"] = With(request, Count(request) + 1);
                return true;
            case FaultKind.EndlessNew:
                page["next"] = With(request, Count(request) + 1);
                Renumber(items, Count(request));
                return true;
            case FaultKind.BadId when items.Count > 0 && items[0] is JsonObject first:
                first[first.ContainsKey("id") ? "id" : "timestamp"] = "none";
                return true;
            case FaultKind.NullItem when items.Count > 0:
                items[0] = null;
                return true;
            default:
                return false;
        }
    }

    private static int Count(SandboxRequest request) =>
        int.TryParse(request.Get(Round), NumberStyles.None, CultureInfo.InvariantCulture, out int round) ? round : 0;

    private static string With(SandboxRequest request, int round)
    {
        string query = string.Join("&",
            request.Uri.Query.TrimStart('?').Split('&').Where(p => p.Length > 0 && !p.StartsWith(Round + "=", StringComparison.Ordinal)));
        return request.Uri.GetLeftPart(UriPartial.Path) + "?" + (query.Length > 0 ? query + "&" : "") + Round + "="
            + round.ToString(CultureInfo.InvariantCulture);
    }

    private static void Renumber(JsonArray items, int round)
    {
        foreach (JsonObject item in items.OfType<JsonObject>())
        {
            if (AnswerJson.Text(item["id"]) is { } text && Guid.TryParse(text, out Guid id))
            {
                byte[] bytes = id.ToByteArray();
                BitConverter.GetBytes(round).CopyTo(bytes, 0);
                item["id"] = new Guid(bytes).ToString();
            }
            else if (AnswerJson.Number(item["id"]) is { } number)
            {
                item["id"] = number + (round * 1_000_000L);
            }
        }
    }
}
