using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Testing.Faults;

namespace PostHogPS.Testing;

/// <summary>
/// The switches of a running server, for tests in another process:
/// <c>POST /_sandbox/faults</c>, <c>DELETE /_sandbox/faults</c>, <c>GET</c> and <c>DELETE /_sandbox/requests</c>,
/// <c>GET /_sandbox/clock</c>, <c>POST /_sandbox/clock/advance</c> with <c>{"seconds": 90}</c>.
/// </summary>
internal sealed class ControlPanel
{
    private const string Prefix = "/_sandbox/";

    private readonly FaultySandbox _sandbox;

    public ControlPanel(FaultySandbox sandbox) => _sandbox = sandbox;

    public static bool Owns(SandboxRequest request) => request.Path.StartsWith(Prefix, StringComparison.Ordinal);

    public SandboxResponse Answer(SandboxRequest request)
    {
        try
        {
            return (request.Method + " " + request.Path[Prefix.Length..].Trim('/')) switch
            {
                "POST faults" => AddFault(Parse(request)),
                "DELETE faults" => Done(_sandbox.Faults.Clear),
                "GET requests" => Json(Requests()),
                "DELETE requests" => Done(_sandbox.Requests.Clear),
                "GET clock" => Json(Clock()),
                "POST clock/advance" => Advance(Parse(request)),
                _ => Text(404, "No such switch."),
            };
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return Text(400, e.Message);
        }
    }

    private static JsonObject Parse(SandboxRequest request) =>
        JsonNode.Parse(request.BodyText) as JsonObject ?? throw new FormatException("An object is expected.");

    private static SandboxResponse Json(JsonNode tree) => new()
    {
        ContentType = "application/json",
        Body = Encoding.UTF8.GetBytes(tree.ToJsonString()),
    };

    private static SandboxResponse Text(int status, string text) => new()
    {
        Status = status,
        ContentType = "text/plain",
        Body = Encoding.UTF8.GetBytes(text),
    };

    private static SandboxResponse Done(Action action)
    {
        action();
        return new SandboxResponse { Status = 204 };
    }

    private SandboxResponse AddFault(JsonObject body) => Done(() => _sandbox.Faults.Add(FaultText.FromJson(body)));

    private SandboxResponse Advance(JsonObject body)
    {
        double seconds = body["seconds"]?.GetValue<double>() ?? throw new FormatException("'seconds' is missing.");
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(seconds));
        return Json(Clock());
    }

    private JsonObject Clock() => new() { ["now"] = _sandbox.Clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture) };

    private JsonArray Requests() => new([.. _sandbox.Requests.All.Select(r => (JsonNode)new JsonObject
    {
        ["method"] = r.Method,
        ["path"] = r.PathAndQuery,
        ["body"] = r.Body,
        ["time"] = r.Time.ToString("O", CultureInfo.InvariantCulture),
        ["processed"] = r.Processed,
        ["status"] = r.Status,
        ["faults"] = new JsonArray([.. r.Faults.Select(f => (JsonNode)f.Kind.ToString())]),
    })]);
}
