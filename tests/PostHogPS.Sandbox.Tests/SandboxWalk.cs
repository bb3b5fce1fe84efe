using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using PostHogPS.Testing.Faults;

namespace PostHogPS.Sandbox.Tests;

/// <summary>One answer on the way: the route it came by, and what was asked.</summary>
internal sealed record WalkAnswer(string Route, string Method, string Path, int Status, string Body);

/// <summary>
/// Every route of a sandbox, each in a world of its own: as it is meant, on other objects and pages, and refused in every
/// way there is. A new route is walked by itself; it wants a body in <see cref="Bodies"/> when it needs one.
/// </summary>
internal static class SandboxWalk
{
    private const string Unknown = "0199aaaa-0000-7000-8000-00000000dead";

    private static readonly Dictionary<string, Func<Client, JsonNode>> Bodies = new(StringComparer.Ordinal)
    {
        ["POST batch_exports"] = _ => Client.NoOp("made"),
        ["PUT batch_exports/{id}"] = client => client.Host.Options.Generation == "C" ? Client.S3("put") : OldS3("put"),
        ["PATCH batch_exports/{id}"] = _ => new JsonObject { ["name"] = "patched" },
        ["POST batch_exports/{id}/unpause"] = _ => new JsonObject { ["backfill"] = false },
        ["POST batch_exports/{id}/backfill"] = Range,
        ["POST batch_exports/{id}/backfills"] = Range,
        ["POST batch_exports/run_test_step_new"] = _ => Client.S3("tested"),
        ["POST batch_exports/{id}/run_test_step"] = _ => Client.S3("tested"),
        ["POST file_download_batch_exports"] = Download,
        ["POST file_download_batch_exports/count_rows"] = _ => new JsonObject { ["hogql_query"] = "select event from events" },
        ["POST query"] = _ => Query("select event, count() as n from events where timestamp > now() - interval 1 hour group by event"),
        ["POST query/{kind}"] = _ => Query("select id, name from system.batch_exports order by name limit 5", "force_async"),
        ["POST integrations"] = _ => Databricks(),
        ["POST hog_functions"] = _ => Alert(),
        ["PUT hog_functions/{id}"] = _ => new JsonObject { ["name"] = "put" },
        ["PATCH hog_functions/{id}"] = _ => new JsonObject { ["enabled"] = false },
        ["POST hog_functions/{id}/invocations"] = _ => new JsonObject { ["configuration"] = new JsonObject { ["type"] = "internal_destination" } },
        ["POST dashboards"] = _ => new JsonObject { ["name"] = "made", ["tags"] = new JsonArray("a") },
        ["PUT dashboards/{id}"] = _ => new JsonObject { ["name"] = "put" },
        ["PATCH dashboards/{id}"] = _ => new JsonObject { ["description"] = "patched" },
        ["POST insights"] = _ => new JsonObject { ["name"] = "made", ["query"] = new JsonObject { ["kind"] = "HogQLQuery", ["query"] = "select 1" },
            ["tags"] = new JsonArray("a") },
        ["PUT insights/{id}"] = _ => new JsonObject { ["name"] = "put" },
        ["PATCH insights/{id}"] = _ => new JsonObject { ["favorited"] = true },
        ["PATCH dashboards/{id}/sharing"] = _ => new JsonObject { ["enabled"] = true },
        ["POST dashboards/create_unlisted_dashboard"] = _ => new JsonObject { ["name"] = "unlisted" },
        ["POST dashboards/{id}/create_text_tile"] = _ => new JsonObject { ["body"] = "Hello" },
        ["POST dashboards/{id}/widgets/batch"] = _ =>
            new JsonObject { ["widgets"] = new JsonArray(new JsonObject { ["widget_type"] = "session_replay_list", ["config"] = new JsonObject() }) },
        ["POST dashboards/{id}/sharing/refresh"] = _ => new JsonObject(),
        ["POST dashboards/{id}/sharing/passwords"] = _ => new JsonObject { ["note"] = "Board" },
    };

    // Several tests look at the answers of one walk, and none changes them.
    private static readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<WalkAnswer>>>> Walks = new(StringComparer.Ordinal);

    internal static Task<IReadOnlyList<WalkAnswer>> RunAsync(string generation) =>
        Walks.GetOrAdd(generation, static one => new Lazy<Task<IReadOnlyList<WalkAnswer>>>(() => WalkAsync(one))).Value;

    private static async Task<IReadOnlyList<WalkAnswer>> WalkAsync(string generation)
    {
        var answers = new List<WalkAnswer>();
        foreach (string route in Client.Of(generation).Host.Routes.Distinct())
        {
            string method = route.Split(' ')[0];
            await MeantAsync(generation, route, method, answers);
            await RefusedAsync(generation, route, method, answers);
            if (method == "GET")
                await PagesAsync(generation, route, answers);
        }

        return answers;
    }

    private static async Task MeantAsync(string generation, string route, string method, List<WalkAnswer> answers)
    {
        Client client = Client.Of(generation);
        foreach (string path in await PathsAsync(client, route))
            await SendAsync(client, route, method, path, await BodyAsync(client, route, path), answers);
    }

    private static async Task RefusedAsync(string generation, string route, string method, List<WalkAnswer> answers)
    {
        Client client = Client.Of(generation);
        string path = (await PathsAsync(client, route))[0];
        // Objects, projects and organizations that do not exist; bodies of the wrong kind.
        await SendAsync(client, route, method, Regex.Replace(path, "/[0-9a-f]{8}-[0-9a-f-]{27}/", "/" + Unknown + "/"), new JsonObject(), answers);
        await SendAsync(client, route, method, path.Replace("/projects/101/", "/projects/999/", StringComparison.Ordinal), new JsonObject(), answers);
        await SendAsync(client, route, method, path, new JsonObject { ["name"] = 7, ["destination"] = "x", ["start_at"] = "soon", ["file"] = 1 }, answers);
        await SendAsync(client, route, "PURGE", path, null, answers);
        foreach (string key in new[] { "phx_viewer", "phx_scopes=nothing:read", "phx_stranger", "phx_forbidden", "phx_invalid" })
        {
            client.Key = key;
            await SendAsync(client, route, method, path, new JsonObject(), answers);
        }

        client.Key = "phx_test";
        foreach (Fault fault in new[] { new Fault { Kind = FaultKind.Throttled, RetryAfter = "3" },
            new Fault { Kind = FaultKind.Unavailable, RetryAfter = "3" }, new Fault { Kind = FaultKind.Status, Status = 500 } })
        {
            client.Host.Faults.Add(fault);
            await SendAsync(client, route, method, path, new JsonObject(), answers);
        }
    }

    private static async Task PagesAsync(string generation, string route, List<WalkAnswer> answers)
    {
        Client client = Client.Of(generation);
        string path = (await PathsAsync(client, route))[0];
        foreach (string query in new[] { "limit=1", "limit=2&offset=1", "limit=1&offset=100000", "limit=x", "after=2020-01-01",
            "after=2020-01-01&before=2020-01-02", "after=2020-01-01&status=Failed", "cursor=nonsense", "search=nothing%20has%20this", "level=ERROR",
            "destination=S3", "destination=AwsS3" })
            await SendAsync(client, route, "GET", path + "?" + query, null, answers);
    }

    // Reads go to every object that a list shows; writes to one that lets them be done.
    private static async Task<List<string>> PathsAsync(Client client, string route)
    {
        string method = route.Split(' ')[0];
        string path = route.Split(' ')[1].Replace("{pid}", "101", StringComparison.Ordinal).Replace("{org}", "@current", StringComparison.Ordinal)
            .Replace("{part}", "0", StringComparison.Ordinal);
        if (path == "/api/projects/101/file_download_batch_exports/")
            return [path];
        if (path.EndsWith("/query/{kind}/", StringComparison.Ordinal))
            return [path.Replace("{kind}", "HogQLQuery", StringComparison.Ordinal)];
        if (path.EndsWith("/query/{id}/", StringComparison.Ordinal))
            return await StartQueriesAsync(client, path);
        if (!path.Contains('{'))
            return [path];
        int hole = path.IndexOf('{', StringComparison.Ordinal);
        string list = path[..hole];
        string rest = path[(path.IndexOf('}', hole) + 1)..];
        var ids = new List<string>();
        if (list.EndsWith("/batch_exports/", StringComparison.Ordinal))
        {
            string[] names = method != "GET" || rest.Contains('{')
                ? [rest.Contains("cancel", StringComparison.Ordinal) || rest.Contains("backfills/{", StringComparison.Ordinal) ? "events-to-bigquery"
                : "events-to-s3"] : [];
            ids.AddRange((await client.Get("/api/projects/101/batch_exports/?limit=500")).Results.Where(e =>
                names.Length == 0 || names.Contains(e["name"]!.ToString())).Select(e => e["id"]!.ToString()));
        }
        else if (list.EndsWith("/file_download_batch_exports/", StringComparison.Ordinal))
        {
            ids.Add((await client.Post(list, Download(client))).Json["id"]!.ToString());
            if (!rest.Contains("cancel", StringComparison.Ordinal))
                client.Time.Advance(TimeSpan.FromMinutes(5));
        }
        else if (method == "DELETE" && list.EndsWith("/integrations/", StringComparison.Ordinal))
        {
            // The others are in use.
            ids.Add((await client.Post(list, Databricks())).Json["id"]!.ToString());
        }
        else
        {
            string query = list.EndsWith("/organizations/", StringComparison.Ordinal) || list.EndsWith("/projects/", StringComparison.Ordinal) ? ""
                : "?limit=500";
            ids.AddRange((await client.Get(list + query)).Results.Select(e => e["id"]!.ToString()).Take(method == "GET" ? 20 : 1));
        }

        var paths = new List<string>();
        foreach (string id in ids)
        {
            string next = list + id + rest;
            // Passwords are for dashboards that ask for one, and no list of them exists.
            if (rest.StartsWith("/sharing/passwords/", StringComparison.Ordinal))
            {
                await client.Patch(list + id + "/sharing/", new JsonObject { ["enabled"] = true, ["password_required"] = true });
                if (next.Contains('{'))
                    next = Regex.Replace(next, "{.*}", (await client.Post(list + id + "/sharing/passwords/")).Json["id"]!.ToString());
            }

            paths.AddRange(next.Contains('{') ? await ItemsAsync(client, next) : [next]);
        }

        return paths;
    }

    private static async Task<List<string>> ItemsAsync(Client client, string path)
    {
        int hole = path.IndexOf('{', StringComparison.Ordinal);
        string list = path[..hole];
        string rest = path[(path.IndexOf('}', hole) + 1)..];
        JsonObject[] items = (await client.Get(list + (list.EndsWith("/runs/", StringComparison.Ordinal) ? "?after=2020-01-01" : ""))).Results;
        if (rest.Contains("cancel", StringComparison.Ordinal))
            items = [.. items.Where(i => i["status"]!.ToString() is "Running" or "Starting")
                .Concat(items.Where(i => i["status"]!.ToString() == "Completed")).Take(2)];
        if (rest.Contains("retry", StringComparison.Ordinal))
            items = [.. items.Where(i => i["status"]!.ToString() == "Failed").Take(1)];
        return [.. items.Take(20).Select(i => list + i["id"] + rest)];
    }

    private static async Task<JsonNode?> BodyAsync(Client client, string route, string path)
    {
        (string method, string template) =
            (route.Split(' ')[0], Regex.Replace(route.Split(' ')[1], "^/api/(?:projects|organizations)/{[a-z]+}/", "").Trim('/')
            .Replace("{be}", "{id}", StringComparison.Ordinal));
        if (method == "GET")
            return null;
        if (Bodies.TryGetValue(method + " " + template, out Func<Client, JsonNode>? body))
            return body(client);
        if (method == "DELETE" || !template.StartsWith("dashboards/{id}/", StringComparison.Ordinal))
            return new JsonObject();

        // What is done to a tile needs one that is there; a copy is asked of the dashboard that gets it.
        const string Dashboards = "/api/projects/101/dashboards/";
        long own = long.Parse(path.Split('/')[5], CultureInfo.InvariantCulture);
        long other = (await client.Get(Dashboards)).Results.Select(d => d["id"]!.GetValue<long>()).First(d => d != own);
        long home = template.EndsWith("/copy_tile", StringComparison.Ordinal) ? other : own;
        Answer made = await client.Patch($"{Dashboards}{home}/",
            new JsonObject { ["tiles"] = new JsonArray(new JsonObject { ["text"] = new JsonObject { ["body"] = "Hello" } }) });
        long id = made.Json["tiles"]!.AsArray().Max(t => t!["id"]!.GetValue<long>());
        return new JsonObject
        {
            ["tile_id"] = id, ["tileId"] = id, ["body"] = "Bye", ["toDashboard"] = other, ["to_dashboard"] = other, ["fromDashboardId"] = other,
                ["tile_order"] = new JsonArray(id),
            ["tile"] = new JsonObject { ["id"] = id },
        };
    }

    private static async Task SendAsync(Client client, string route, string method, string path, JsonNode? body, List<WalkAnswer> answers)
    {
        Answer answer = await client.Send(new HttpMethod(method), path, method == "GET" ? null : body?.DeepClone());
        answers.Add(new WalkAnswer(route, method, path.Split('?')[0], answer.Status, answer.Text));
    }

    // One that is done, one that failed, and one that runs.
    private static async Task<List<string>> StartQueriesAsync(Client client, string path)
    {
        var ids = new List<string>();
        foreach (string text in new[] { "select 1", "select nothing from events" })
            ids.Add((await client.Post("/api/projects/101/query/", Query(text, "force_async"))).Json["query_status"]!["id"]!.ToString());
        client.Time.Advance(TimeSpan.FromMinutes(1));
        ids.Add((await client.Post("/api/projects/101/query/", Query("select 2", "force_async"))).Json["query_status"]!["id"]!.ToString());
        return [.. ids.Select(id => path.Replace("{id}", id, StringComparison.Ordinal) + "?show_progress=true")];
    }

    private static JsonObject Query(string text, string refresh = "blocking") => new()
    {
        ["query"] = new JsonObject { ["kind"] = "HogQLQuery", ["query"] = text },
        ["refresh"] = refresh,
    };

    private static JsonObject Databricks() => new()
    {
        ["kind"] = "databricks",
        ["config"] = new JsonObject { ["server_hostname"] = "made.cloud.databricks.com", ["client_id"] = "id", ["client_secret"] = "secret" },
    };

    private static JsonObject Alert() => new()
    {
        ["name"] = "made",
        ["type"] = "internal_destination",
        ["template_id"] = "template-slack",
        ["enabled"] = true,
        ["filters"] = new JsonObject { ["events"] = new JsonArray(new JsonObject { ["id"] = "$batch_export_run_failed", ["type"] = "events" }) },
        ["masking"] = new JsonObject { ["hash"] = "{event.properties.batch_export_id}", ["ttl"] = 3600, ["threshold"] = null },
        ["inputs"] = new JsonObject
        {
            ["slack_workspace"] = new JsonObject { ["value"] = 1009 }, ["channel"] = new JsonObject { ["value"] = "C1" }, ["text"] = new JsonObject { ["value"] = "failed" },
        },
    };

    private static JsonObject Range(Client client) => new() { ["start_at"] = client.Instant(-9), ["end_at"] = client.Instant(-2) };

    private static JsonObject Download(Client client) => new()
    {
        ["model"] = "events",
        ["file"] = new JsonObject { ["format"] = "JSONLines" },
        ["data_interval_start"] = client.Instant(-48),
        ["data_interval_end"] = client.Instant(-24),
    };

    private static JsonObject OldS3(string name) => new()
    {
        ["name"] = name,
        ["interval"] = "hour",
        ["destination"] = new JsonObject { ["type"] = "S3",
            ["config"] = new JsonObject { ["bucket_name"] = "b", ["region"] = "r", ["prefix"] = "p", ["aws_access_key_id"] = "a",
            ["aws_secret_access_key"] = "s" } },
    };
}
