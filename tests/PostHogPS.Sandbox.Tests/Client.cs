using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.Extensions.Time.Testing;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestKit;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

/// <summary>One answer, parsed.</summary>
internal sealed record Answer(int Status, string Text, HttpResponseMessage Message)
{
    public JsonNode Json => JsonNode.Parse(Text) ?? throw new InvalidOperationException("No JSON");

    public string? Code => Json["code"]?.GetValue<string>();

    public string? Detail => Json["detail"]?.GetValue<string>();

    public string? Attr => Json["attr"]?.GetValue<string>();

    public JsonObject[] Results => Json["results"]!.AsArray().Select(n => (JsonObject)n!).ToArray();

    public string? Header(string name) =>
        Message.Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(",", values) : null;
}

/// <summary>A sandbox with a clock that stands still until it is moved, and a client that checks every answer.</summary>
internal sealed class Client
{
    public const string Base = "https://us.posthog.com";
    public const string Web = "/api/projects/101/batch_exports/";

    public static readonly DateTimeOffset Start = new(2026, 10, 14, 9, 20, 0, TimeSpan.Zero);

    private readonly HttpClient _http;
    private bool _judged;

    public Client(Action<SandboxOptions>? change = null, string key = "phx_test")
    {
        Time = new FakeTimeProvider(Start);
        var options = new SandboxOptions { Time = Time };
        change?.Invoke(options);
        Host = new FaultySandbox(options);
        _judged = options.Generation == "C";
        _http = new HttpClient(new FaultyHandler(Host)) { BaseAddress = new Uri(Base) };
        Key = key;
    }

    public FakeTimeProvider Time { get; }

    public FaultySandbox Host { get; }

    public string? Key { get; set; }

    public DateTimeOffset Now => Host.Clock.GetUtcNow();

    /// <summary>A client of any generation whose answers a test judges itself.</summary>
    public static Client Of(string generation, string key = "phx_test") => new(o => o.Generation = generation, key) { _judged = false };

    public static Client Old() => new(o => o.Generation = "A");

    /// <summary>For answers that are wrong on purpose.</summary>
    public static Client Unjudged() => new() { _judged = false };

    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path);

    public Task<Answer> Post(string path, JsonNode? body = null) => Send(HttpMethod.Post, path, body ?? new JsonObject());

    public Task<Answer> Patch(string path, JsonNode body) => Send(HttpMethod.Patch, path, body);

    public Task<Answer> Put(string path, JsonNode body) => Send(HttpMethod.Put, path, body);

    public Task<Answer> Delete(string path) => Send(HttpMethod.Delete, path);

    public async Task<Answer> Send(HttpMethod method, string path, JsonNode? body = null, string? raw = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (Key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        if ((raw ?? body?.ToJsonString()) is { } text)
            request.Content = new StringContent(text, Encoding.UTF8, "application/json");
        change?.Invoke(request);
        HttpResponseMessage response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        string answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        int status = (int)response.StatusCode;
        if (_judged)
            Judge(method.Method, request.RequestUri!.OriginalString, status, answer);
        return new Answer(status, answer, response);
    }

    /// <summary>The id of the first export with this name.</summary>
    public async Task<string> Id(string name, long project = 101)
    {
        Answer list = await Get($"/api/projects/{project}/batch_exports/?limit=500");
        return list.Results.First(e => e["name"]!.GetValue<string>() == name)["id"]!.GetValue<string>();
    }

    public async Task<string> Path(string name) => Web + await Id(name) + "/";

    public async Task<JsonObject> Export(string name) => (JsonObject)(await Get(await Path(name))).Json;

    public string Instant(double hours) => Now.AddHours(hours).ToString("yyyy-MM-dd'T'HH':00:00Z'", CultureInfo.InvariantCulture);

    public static JsonObject NoOp(string name) => new()
    {
        ["name"] = name,
        ["interval"] = "hour",
        ["destination"] = new JsonObject { ["type"] = "NoOp", ["config"] = new JsonObject() },
    };

    public static JsonObject S3(string name, long integration = 1001) => new()
    {
        ["name"] = name,
        ["interval"] = "hour",
        ["destination"] = new JsonObject
        {
            ["type"] = "AwsS3",
            ["integration"] = integration,
            ["config"] = new JsonObject { ["bucket_name"] = "b", ["region"] = "eu-central-1", ["prefix"] = "p" },
        },
    };

    private static void Judge(string method, string path, int status, string body)
    {
        string bare = path.Split('?')[0];
        if (!bare.EndsWith('/'))
            bare += "/";
        if (ApiDescription.Default.Describes(method, bare))
            Assert.Empty(ApiDescription.Default.ValidateResponse(method, bare, status, body));
    }
}
