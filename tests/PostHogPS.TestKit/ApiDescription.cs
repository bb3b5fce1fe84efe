using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using NJsonSchema;
using NJsonSchema.Validation;

namespace PostHogPS.TestKit;

/// <summary>
/// The OpenAPI description of the newest server generation, as a judge: it says what is wrong with a request that a
/// client sends or with an answer that a server gives. An empty list means that nothing is.
/// </summary>
public sealed class ApiDescription
{
    // Real routes that the description leaves out.
    private static readonly Regex Gaps = new(
        "/(integrations|hog_functions|hog_function_templates|sharing|collaborators|insights|cohorts|actions|feature_flags|groups_types|insight_variables|warehouse_tables)/|/file_download_batch_exports/([^/]+/(logs|download/.+)|count_rows)/?$"
        + "|/dashboards/([^/]+/)?(widget_catalog|create_unlisted_dashboard|create_text_tile|update_text_tile|delete_tile|copy_tile|move_tile|reorder_tiles|run_insights|run_widgets|widgets/batch)/$|/dashboard_templates/",
        RegexOptions.CultureInvariant);

    private static readonly Lazy<ApiDescription> Shared = new(() => Load("api.json", edit: null));
    private static readonly Lazy<ApiDescription> SharedOlder = new(() => Load("api.json", OlderServer.Edit));
    private static readonly Lazy<ApiDescription> SharedPublished = new(() => Load("published.json", PublishedSchema.Edit));

    private readonly List<ApiOperation> _operations = [];
    private readonly Dictionary<string, JsonSchema> _schemas = new(StringComparer.Ordinal);

    private ApiDescription()
    {
    }

    /// <summary>The one description, read once.</summary>
    public static ApiDescription Default => Shared.Value;

    /// <summary>What is known of the servers of early 2026, in the same form.</summary>
    public static ApiDescription Older => SharedOlder.Value;

    /// <summary>PostHog's own schema of May 2026. It describes no error answers.</summary>
    public static ApiDescription Published => SharedPublished.Value;

    public IReadOnlyList<ApiOperation> Operations => _operations;

    public bool Describes(string method, string path) => Find(method, path) is not null;

    /// <summary>What the description has for a call; null for nothing.</summary>
    public ApiOperation? Operation(string method, string path) => Find(method, path);

    /// <summary>Is this a call the server knows, with parameters and a body it knows?</summary>
    public IReadOnlyList<string> ValidateRequest(string method, string path, string? query, string? body)
    {
        if (Find(method, path) is not { } operation)
            return IsGap(path) ? [] : [$"{method} {path}: no such operation (is the trailing slash there?)"];

        var problems = new List<string>();
        foreach (string pair in (query ?? "").TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            string name = WebUtility.UrlDecode(parts[0]);
            if (!operation.Query.TryGetValue(name, out JsonObject? schema))
                problems.Add($"{operation}: unknown query parameter '{name}'");
            else if (IsInteger(schema) && !long.TryParse(parts.ElementAtOrDefault(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                problems.Add($"{operation}: query parameter '{name}' is not an integer");
        }

        if (operation.Request is { } request)
        {
            if (string.IsNullOrEmpty(body))
                problems.Add($"{operation}: the body is missing");
            else
                problems.AddRange(Judge(request, body, operation.ToString()));
            if (Tree(body) is JsonObject sent)
            {
                problems.AddRange(UnknownKeys(request, sent, operation));
                problems.AddRange(JudgeConfig(sent,
                    operation.IsPartial || !sent.ContainsKey("name") || operation.Template.EndsWith("/run_test_step/", StringComparison.Ordinal)
                    ? "partial" : "write", operation.ToString()));
            }
        }
        else if (Tree(body) is not (null or JsonObject { Count: 0 }))
        {
            problems.Add($"{operation}: takes no body");
        }

        return problems;
    }

    /// <summary>Is this an answer the server may give?</summary>
    public IReadOnlyList<string> ValidateResponse(string method, string path, int status, string? body)
    {
        if (Find(method, path) is not { } operation)
        {
            if (status >= 400)
                return JudgeError(body, $"{method} {path} {status}");
            return IsGap(path) ? [] : [$"{method} {path}: no such operation"];
        }

        string where = operation + " " + status.ToString(CultureInfo.InvariantCulture);
        if (!operation.Responses.TryGetValue(status, out JsonSchema? schema))
            return status >= 400 ? JudgeError(body, where) : [where + ": this status is not described"];
        if (string.IsNullOrEmpty(body))
        {
            // Some refusals come without a body although the framework promises one.
            bool bare = operation.Template.EndsWith("/test/", StringComparison.Ordinal) && status is 400 or 404;
            return schema is null || bare ? [] : [where + ": the body is missing"];
        }

        if (schema is null)
            return [where + ": there should be no body"];
        List<string> problems = Judge(schema, body, where);
        if (status < 300)
            problems.AddRange(Exports(Tree(body)).SelectMany(e => JudgeConfig(e, "read", where)));
        return problems;
    }

    private static bool IsGap(string path) => Gaps.IsMatch(path);

    private static bool IsInteger(JsonObject schema) => schema["type"]?.ToString() == "integer";

    private static IEnumerable<JsonObject> Exports(JsonNode? tree)
    {
        if (tree is not JsonObject whole)
            return [];
        if (whole["results"] is JsonArray list)
            return list.OfType<JsonObject>().Where(o => o.ContainsKey("destination"));
        return whole.ContainsKey("destination") ? [whole] : [];
    }

    private static JsonNode? Tree(string? body)
    {
        if (string.IsNullOrWhiteSpace(body))
            return null;
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<string> Judge(JsonSchema schema, string body, string where)
    {
        try
        {
            return schema.Validate(body).SelectMany(e => Leaves(e, where)).ToList();
        }
        catch (Exception e) when (e is Newtonsoft.Json.JsonException)
        {
            return [where + ": not JSON: " + e.Message];
        }
    }

    private static IEnumerable<string> Leaves(ValidationError error, string where)
    {
        if (error is ChildSchemaValidationError nested && nested.Errors.SelectMany(e => e.Value).Any())
            return nested.Errors.SelectMany(e => e.Value).SelectMany(e => Leaves(e, where));
        return [where + ": " + error.Kind + " at " + error.Path];
    }

    private static IEnumerable<string> UnknownKeys(JsonSchema schema, JsonObject body, ApiOperation operation) => body
        .Select(p => p.Key)
        .Where(k => !schema.ActualSchema.ActualProperties.ContainsKey(k))
        .Select(k => $"{operation}: the body has the unknown key '{k}'");

    /// <summary>The shape of a configuration depends on the type beside it, which the description says in words only.</summary>
    private List<string> JudgeConfig(JsonObject export, string variant, string where)
    {
        if (export["destination"] is not JsonObject destination || destination["config"] is not JsonObject config)
            return [];
        string name = destination["type"] + "DestinationConfig." + variant;
        return _schemas.TryGetValue(name, out JsonSchema? schema) ? Judge(schema, config.ToJsonString(), where + " config") : [];
    }

    private List<string> JudgeError(string? body, string where) => string.IsNullOrEmpty(body)
        ? [where + ": an error without a body"]
        : _schemas.TryGetValue("Error", out JsonSchema? schema) ? Judge(schema, body, where) : [];

    private ApiOperation? Find(string method, string path) => _operations
        .Where(o => o.Matches(method.ToUpperInvariant(), path))
        .MinBy(o => o.Holes);

    /// <summary>Any schema, for many files.</summary>
    public static Task<JsonSchema> ReadSchemaAsync(string text)
    {
        KeepPatterns();
        return JsonSchema.FromJsonAsync(text);
    }

    // The library asks by the text of a pattern. A process keeps fifteen of those: the others would be compiled for every value.
    private static void KeepPatterns() => Regex.CacheSize = Math.Max(Regex.CacheSize, 1000);

    private static ApiDescription Load(string resource, Action<JsonObject>? edit)
    {
        using Stream stream = typeof(ApiDescription).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException("The API description is not embedded.");
        var document = (JsonObject)JsonNode.Parse(stream)!;
        KeepPatterns();
        edit?.Invoke(document);
        return new ApiDescriptionReader(document).Read(new ApiDescription(), d => (d._operations, d._schemas));
    }
}
