using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using PostHogPS.Sandbox;
using PostHogPS.Sandbox.Options;
using Xunit;

namespace PostHogPS.Engine.Tests.Json;

/// <summary>Every key of an answer, at every depth and also one that nobody knows yet, can be reached from the object made of it.</summary>
public sealed class EveryFieldTests : IDisposable
{
    private const string NewKey = "zz_new";
    private const string Project = "/api/projects/101/";

    private static readonly MethodInfo[] Readers =
    [
        typeof(ModelReader).GetMethod(nameof(ModelReader.Read), BindingFlags.Static | BindingFlags.NonPublic)!,
        typeof(ModelReader).GetMethod(nameof(ModelReader.ReadLeniently), BindingFlags.Static | BindingFlags.NonPublic)!,
    ];

    private readonly Dictionary<string, HttpClient> _servers = [];

    public static TheoryData<string, string, Type> Answers
    {
        get
        {
            var data = new TheoryData<string, string, Type>();
            foreach (string generation in new[] { "A", "C" })
            {
                data.Add(generation, Project + "batch_exports/", typeof(PageBody<BatchExport>));
                data.Add(generation, Project + "batch_exports/{export}/runs/?limit=20", typeof(PageBody<BatchExportRun>));
                data.Add(generation, Project + "batch_exports/{export}/backfills/", typeof(PageBody<BatchExportBackfill>));
                data.Add(generation, Project + "dashboards/", typeof(PageBody<Dashboard>));
                data.Add(generation, Project + "dashboards/4101/", typeof(Dashboard));
                data.Add(generation, Project + "dashboards/4101/sharing/", typeof(DashboardSharing));
                data.Add(generation, Project + "dashboard_templates/", typeof(PageBody<DashboardTemplate>));
                data.Add(generation, Project + "insights/", typeof(PageBody<Insight>));
                data.Add(generation, Project + "integrations/", typeof(PageBody<Integration>));
                data.Add(generation, "/api/users/@me/", typeof(PostHogUser));
                data.Add(generation, "/api/projects/", typeof(PageBody<Project>));
                data.Add(generation, "/api/organizations/", typeof(PageBody<Organization>));
            }

            // The older server lets no key read logs, and has no downloads.
            data.Add("C", Project + "batch_exports/{export}/logs/?limit=20", typeof(PageBody<BatchExportLogEntry>));
            data.Add("C", Project + "file_download_batch_exports/", typeof(PageBody<FileDownload>));
            return data;
        }
    }

    public void Dispose()
    {
        foreach (HttpClient client in _servers.Values)
            client.Dispose();
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task No_key_of_an_answer_is_lost(string generation, string path, Type type)
    {
        HttpClient server = Server(generation);
        await Send(server, HttpMethod.Patch, Project + "dashboards/4101/sharing/",
            new JsonObject { ["enabled"] = true, ["password_required"] = true, ["settings"] = new JsonObject { ["legend"] = true } });
        await Send(server, HttpMethod.Post, Project + "dashboards/4101/sharing/passwords/", new JsonObject { ["note"] = "Board" });
        if (path.Contains("file_download", StringComparison.Ordinal))
            await Send(server, HttpMethod.Post, path,
                new JsonObject { ["data_interval_start"] = "2026-10-13T00:00:00Z", ["data_interval_end"] = "2026-10-13T04:00:00Z", ["model"] = "events",
                ["file"] = new JsonObject() });
        JsonNode exports = await Send(server, HttpMethod.Get, Project + "batch_exports/?limit=100");
        string export = exports["results"]!.AsArray().First(e => e!["name"]!.ToString() == "events-to-bigquery")!["id"]!.ToString();
        JsonNode answer = await Send(server, HttpMethod.Get, path.Replace("{export}", export, StringComparison.Ordinal));
        AddKeys(answer);

        foreach (MethodInfo reader in Readers)
        {
            var bytes = new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(answer.ToJsonString()));
            object read = reader.MakeGenericMethod(type).Invoke(null, [bytes])!;
            var lost = new List<string>();
            if (answer["results"] is JsonArray results)
            {
                Assert.NotEmpty(results);
                Check(results, ((IEnumerable)type.GetProperty("Results")!.GetValue(read)!).Cast<object?>().ToArray(), "", lost);
            }
            else
            {
                Check(answer, read, "", lost);
            }

            Assert.Empty(lost.Distinct());
        }
    }

    private static void Check(JsonNode? json, object? value, string path, List<string> lost)
    {
        switch (json)
        {
            case null:
                return;
            case JsonObject fields:
                foreach ((string key, JsonNode? field) in fields)
                {
                    // What looks like a secret is taken out on purpose.
                    bool secret = field is not null && field.GetValueKind() is not (System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False)
                        && PostHogPS.Text.SecretNames.LooksSecret(key) && key is not ("access_token" or "share_passwords");
                    if (!secret)
                        Check(field, Find(value, key), path + "/" + key, lost);
                }

                return;
            case JsonArray list:
                object?[] items = value is IEnumerable found and not string ? [.. found.Cast<object?>()] : [];
                if (items.Length != list.Count)
                    lost.Add($"{path}: {list.Count} items, {items.Length} read");
                for (int i = 0; i < Math.Min(items.Length, list.Count); i++)
                    Check(list[i], items[i], path + "/[]", lost);
                return;
            default:
                bool differs = value is string text && json.GetValueKind() == System.Text.Json.JsonValueKind.String && text != json.ToString();
                if (value is null || differs)
                    lost.Add(path);
                return;
        }
    }

    // Under the name that the module gives it, or with what the module does not know.
    private static object? Find(object? owner, string key)
    {
        switch (owner)
        {
            case null:
                return null;
            case IDictionary<string, object?> bag:
                return bag.TryGetValue(key, out object? inner) ? inner : null;
            default:
                if (ModelReader.Lenient.Options.GetTypeInfo(owner.GetType()).Properties.FirstOrDefault(p =>
                    p.Name == key && !p.IsExtensionData) is { Get: { } get })
                    return get(owner);
                object? extras = owner.GetType()
                    .GetProperty("AdditionalProperties", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)?.GetValue(owner);
                return extras is null ? null : Find(extras, key);
        }
    }

    private static void AddKeys(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach ((string _, JsonNode? field) in fields.ToList())
                    AddKeys(field);
                fields[NewKey] = "new";
                break;
            case JsonArray list:
                foreach (JsonNode? item in list)
                    AddKeys(item);
                break;
        }
    }

    private HttpClient Server(string generation)
    {
        if (_servers.TryGetValue(generation, out HttpClient? known))
            return known;
        var options = new SandboxOptions { Generation = generation,
            Time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 10, 14, 9, 20, 0, TimeSpan.Zero)) };
        var client = new HttpClient(new SandboxHandler(new SandboxHost(options))) { BaseAddress = new Uri("https://us.posthog.com") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "phx_test");
        return _servers[generation] = client;
    }

    private static async Task<JsonNode> Send(HttpClient server, HttpMethod method, string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await server.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, string.Create(CultureInfo.InvariantCulture, $"{path}: {(int)response.StatusCode} {text}"));
        return JsonNode.Parse(text)!;
    }
}
