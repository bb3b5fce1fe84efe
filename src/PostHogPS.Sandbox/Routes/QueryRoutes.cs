using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.HogQL;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Queries;
using PostHogPS.Sandbox.Routing;
using PostHogPS.Sandbox.Worlds;
using Call = PostHogPS.Sandbox.Routing.Call;

namespace PostHogPS.Sandbox.Routes;

/// <summary><c>query/</c>: HogQL, at once or asynchronously.</summary>
internal static class QueryRoutes
{
    private const string Prefix = "projects/{pid}/query";
    private const string Scope = "query:read";

    private static readonly string[] Modes = ["async", "async_except_on_cache_miss", "blocking", "force_async", "force_blocking", "force_cache", "lazy_async"];

    public static void Map(RouteTable routes)
    {
        routes.Add("POST", Prefix, Scope, Create);
        routes.Add("POST", Prefix + "/{kind}", Scope, Create);
        routes.Add("GET", Prefix + "/{id}", Scope, Poll);
        routes.Add("DELETE", Prefix + "/{id}", Scope, Cancel);
    }

    private static SandboxResponse Create(Call call)
    {
        if (!call.Body.ContainsKey("query"))
            throw ApiError.Required("query");
        if (call.Body["query"] is not JsonObject query)
            throw ApiError.Invalid("query", "Input should be a valid dictionary");
        string kind = query["kind"].AsText() ?? throw ApiError.Required("query");
        if (call.Arguments.TryGetValue("kind", out string? path) && path != kind)
            throw ApiError.Invalid("kind", "The kind in the path and in the query differ.");
        // The server knows dozens of others.
        if (kind != "HogQLQuery")
            throw ApiError.Invalid("query", "The sandbox does not know queries of kind '" + kind + "'.");
        if (string.IsNullOrWhiteSpace(query["query"].AsText()))
            throw ApiError.Required("query");
        string mode = Mode(call.Body);
        if (call.World.Options.QueryUnpaid)
            throw ApiError.Quota("Your organization reached its limit for API queries.");

        var text = new QueryText(call.World, call.Project, query);
        string key = call.Project.Id.ToString(CultureInfo.InvariantCulture) + "/" + query.ToJsonString();
        bool forced = mode.StartsWith("force_", StringComparison.Ordinal) && mode != "force_cache";
        if (!forced && call.World.Queries.Cached(key) is { } cached)
            return SandboxResponse.Ok(Stored(call, cached.Answer, cached.At, key, isCached: true));

        CheckConcurrency(call);
        if (mode is "async" or "force_async" or "lazy_async")
            return Start(call, text, key);
        try
        {
            JsonObject answer = text.Run(text.Read(MayOffset(call)));
            call.World.Queries.Keep(key, answer);
            return SandboxResponse.Ok(Stored(call, answer, call.Now, key, isCached: false));
        }
        catch (QueryProblem problem)
        {
            throw ApiError.Query(problem.Status, problem.Code, problem.Message);
        }
    }

    /// <summary>The answer is computed now and shown when its time has come: what it says is what the start saw.</summary>
    private static SandboxResponse Start(Call call, QueryText text, string key)
    {
        JsonObject? result = null;
        string? error = null;
        bool users = false;
        try
        {
            result = Stored(call, text.Run(text.Read(MayOffset(call))), call.Now, key, isCached: false);
            call.World.Queries.Keep(key, (JsonObject)result.DeepClone());
        }
        catch (QueryProblem problem)
        {
            (error, users) = (problem.Message, problem.Status == 400);
        }

        var job = new QueryJob
        {
            Id = call.Body["client_query_id"].AsText() is { Length: > 0 } chosen ? chosen : SeededRandom.UuidAt(call.Now, call.World.NextKey()).ToString("N"),
            ProjectId = call.Project.Id,
            Started = call.Now,
            Ends = call.Now + call.World.Options.QueryTime,
            Rows = (result?["results"] as JsonArray)?.Count ?? 0,
            Result = result,
            Error = error,
            IsUsersFault = users,
        };
        call.World.Queries.Add(job);
        return SandboxResponse.Json(202, new JsonObject { ["query_status"] = Status(call, job, progress: false) });
    }

    private static SandboxResponse Poll(Call call)
    {
        QueryJob job = call.World.Queries.Find(call.Project.Id, call.Arguments["id"])
            ?? throw ApiError.NotFound("Query " + call.Arguments["id"] + " not found for team " + call.Project.Id.ToString(CultureInfo.InvariantCulture));
        bool complete = call.Now >= job.Ends;
        int status = !complete ? 202 : job.Error is null ? 200 : job.IsUsersFault ? 400 : 500;
        return SandboxResponse.Json(status, new JsonObject { ["query_status"] = Status(call, job, call.Request.Get("show_progress") == "true") });
    }

    private static SandboxResponse Cancel(Call call)
    {
        call.World.Queries.Remove(call.Project.Id, call.Arguments["id"]);
        return SandboxResponse.Ok(new JsonObject { ["message"] = "Query cancelled" });
    }

    private static JsonObject Status(Call call, QueryJob job, bool progress)
    {
        bool complete = call.Now >= job.Ends;
        var status = new JsonObject
        {
            ["id"] = job.Id,
            ["team_id"] = job.ProjectId,
            ["complete"] = complete,
            ["error"] = complete && job.Error is not null,
            // A failure that is not the user's has no text for a user.
            ["error_message"] = complete && job.IsUsersFault ? job.Error : null,
            ["query_async"] = true,
            ["start_time"] = JsonText.FormatTime(job.Started),
            ["pickup_time"] = JsonText.FormatTime(job.Started),
            ["end_time"] = complete ? JsonText.FormatTime(job.Ends) : null,
            ["expiration_time"] = complete ? JsonText.FormatTime(job.Started.AddMinutes(10)) : null,
            ["task_id"] = null,
            ["insight_id"] = null,
            ["dashboard_id"] = null,
            ["labels"] = null,
            ["results"] = complete && job.Error is null ? job.Result!.DeepClone() : null,
        };
        if (progress && !complete)
        {
            double share = (call.Now - job.Started).Ticks / (double)(job.Ends - job.Started).Ticks;
            const long Rows = 1_000_000;
            status["query_progress"] = new JsonObject
            {
                ["active_cpu_time"] = (long)(share * 1000),
                ["bytes_read"] = (long)(share * Rows) * 100,
                ["estimated_rows_total"] = Rows,
                ["rows_read"] = (long)(share * Rows),
                ["time_elapsed"] = (long)(call.Now - job.Started).TotalSeconds,
            };
        }

        return status;
    }

    private static JsonObject Stored(Call call, JsonObject answer, DateTimeOffset at, string key, bool isCached)
    {
        var stored = (JsonObject)answer.DeepClone();
        stored["cache_key"] = "cache_" + SeededRandom.Uuid(SeededRandom.Key(1, key)).ToString("N");
        stored["cache_target_age"] = JsonText.FormatTime(QueryJobs.FreshUntil(at));
        stored["is_cached"] = isCached;
        stored["last_refresh"] = JsonText.FormatTime(at);
        stored["next_allowed_client_refresh"] = JsonText.FormatTime(at.AddMinutes(3));
        stored["timezone"] = call.Project.Timezone;
        return stored;
    }

    private static void CheckConcurrency(Call call)
    {
        if (call.World.Queries.CountRunning(call.Project.Id) < call.World.Options.QueryConcurrency)
            return;
        throw ApiError.TooManyQueries(call.World.Old
            ? "Exceeded maximum concurrency limit: " + call.World.Options.QueryConcurrency.ToString(CultureInfo.InvariantCulture)
                + " for key: api:query:per-org:"
                + call.Project.Organization.Id + " and task: " + SeededRandom.Uuid(call.World.NextKey())
            : "Too many queries are running right now — please try again in a moment.");
    }

    // The rule is newer than early 2026, and for keys only.
    private static bool MayOffset(Call call) => call.World.Old || call.World.Options.QueryOffset || call.Caller.IsOAuth;

    private static string Mode(JsonObject body)
    {
        if (body["refresh"] is not { } refresh)
            return body["async"].AsBoolean() == true ? "async" : "blocking";
        if (refresh.AsBoolean() is { } flag && refresh.AsText() is null)
            return flag ? "force_blocking" : "blocking";
        return refresh.AsText() is { } text && Modes.Contains(text) ? text : throw ApiError.Choice("refresh", refresh.AsText() ?? refresh.ToJsonString());
    }
}
