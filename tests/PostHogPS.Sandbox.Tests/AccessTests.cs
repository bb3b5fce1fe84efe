using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

/// <summary>Authentication, scopes, key limits, methods and bodies, in the server's order.</summary>
public sealed class AccessTests
{
    [Theory]
    [InlineData(null, 401, "not_authenticated")]
    [InlineData("phx_invalid", 401, "authentication_failed")]
    [InlineData("phc_public", 401, "authentication_failed")]
    [InlineData("whatever", 401, "authentication_failed")]
    [InlineData("phs_secret", 403, "permission_denied")]
    [InlineData("phx_stranger", 403, "permission_denied")]
    [InlineData("phx_forbidden", 403, "permission_denied")]
    [InlineData("phx_scopes=user:read", 403, "permission_denied")]
    [InlineData("phx_scopes=batch_export:write", 200, null)]
    [InlineData("phx_scopes=*", 200, null)]
    [InlineData("phx_readonly", 200, null)]
    [InlineData("pha_oauth", 200, null)]
    public async Task Keys_are_told_apart_by_their_text(string? key, int status, string? code)
    {
        var client = new Client(key: key!);
        Answer answer = await client.Get(Client.Web);
        Assert.Equal(status, answer.Status);
        if (code is null)
            return;
        Assert.Equal(code, answer.Code);
        Assert.Equal("authentication_error", answer.Json["type"]!.GetValue<string>());
        Assert.Null(answer.Attr);
        if (status == 401)
            Assert.Equal("Bearer resource_metadata=\"https://us.posthog.com/.well-known/oauth-protected-resource\"", answer.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task A_missing_scope_is_named()
    {
        var client = new Client(key: "phx_readonly");
        string path = await client.Path("events-to-s3");
        Assert.Equal("API key missing required scope 'batch_export:write'", (await client.Post(path + "pause/")).Detail);
        Assert.Equal("API key missing required scope 'dashboard:write'", (await client.Post("/api/projects/101/dashboards/")).Detail);
        Assert.Equal("API key missing required scope 'sharing_configuration:write'",
            (await client.Patch("/api/projects/101/dashboards/4101/sharing/", new JsonObject())).Detail);
        client.Key = "phx_viewer";
        Assert.Equal("You do not have editor access to this resource.", (await client.Post(path + "pause/")).Detail);
    }

    [Fact]
    public async Task A_key_limited_to_a_project_works_there_and_for_the_user_only()
    {
        var client = new Client(key: "phx_project2");
        Assert.Equal(200, (await client.Get("/api/projects/102/batch_exports/")).Status);
        Assert.Equal(200, (await client.Get("/api/projects/@current/batch_exports/")).Status);
        Assert.Equal(200, (await client.Get("/api/users/@me/")).Status);
        Assert.Equal("API key does not have access to the requested project: ID 101.", (await client.Get(Client.Web)).Detail);
        Assert.Equal("API keys with scoped projects are only supported on project-based endpoints.", (await client.Get("/api/organizations/")).Detail);
        client.Key = "phx_org2";
        Assert.StartsWith("API key does not have access to the requested organization: ID ", (await client.Get(Client.Web)).Detail,
            System.StringComparison.Ordinal);
        Assert.Equal(200, (await client.Get("/api/projects/203/batch_exports/")).Status);
    }

    [Theory]
    [InlineData("/api/projects/999/batch_exports/", "Project not found.")]
    [InlineData("/api/projects/abc/batch_exports/", "Project not found.")]
    [InlineData("/api/organizations/abc/projects/", "Organization not found.")]
    [InlineData("/api/nothing/", "Endpoint not found.")]
    [InlineData("/api/projects/101/batch_exports/not-a-uuid/", "Not found.")]
    [InlineData("/api/projects/101/batch_exports/00000000-0000-0000-0000-000000000001/", "Not found.")]
    [InlineData("/api/projects/101/dashboards/99999999/", "Not found.")]
    public async Task Unknown_things_are_404(string path, string detail)
    {
        Answer answer = await new Client().Get(path);
        Assert.Equal((404, "not_found", detail), (answer.Status, answer.Code, answer.Detail));
    }

    [Fact]
    public async Task A_resource_of_another_project_is_404_and_not_403()
    {
        var client = new Client();
        string id = await client.Id("events-to-s3");
        Assert.Equal(404, (await client.Get($"/api/projects/102/batch_exports/{id}/")).Status);
    }

    [Fact]
    public async Task The_trailing_slash_is_optional_and_methods_are_checked()
    {
        var client = new Client();
        string path = await client.Path("events-to-s3");
        Assert.Equal(200, (await client.Get(path.TrimEnd('/'))).Status);
        Assert.Equal(200, (await client.Post(path + "pause")).Status);
        Answer wrong = await client.Get(path + "pause/");
        Assert.Equal((405, "method_not_allowed", "Method \"GET\" not allowed."), (wrong.Status, wrong.Code, wrong.Detail));
    }

    [Fact]
    public async Task Bodies_that_cannot_be_read_are_refused_where_a_body_matters()
    {
        var client = new Client();
        Answer broken = await client.Send(HttpMethod.Post, Client.Web, raw: "{\"name\":");
        Assert.Equal((400, "parse_error"), (broken.Status, broken.Code));
        Answer text = await client.Send(HttpMethod.Post, Client.Web, change: r => r.Content = new StringContent("hello", Encoding.UTF8, "text/plain"));
        Assert.Equal((415, "unsupported_media_type"), (text.Status, text.Code));
        Answer list = await client.Send(HttpMethod.Post, Client.Web, raw: "[1]");
        Assert.Equal((400, "invalid_input"), (list.Status, list.Code));
        Assert.Equal(200, (await client.Send(HttpMethod.Post, await client.Path("events-to-s3") + "pause/", raw: "{\"name\":")).Status);
    }

    [Fact]
    public async Task A_key_is_also_read_from_the_query_and_the_header_wins()
    {
        var client = new Client { Key = null };
        Assert.Equal(200, (await client.Get(Client.Web + "?personal_api_key=phx_q")).Status);
        Answer answer = await client.Send(HttpMethod.Get, Client.Web + "?personal_api_key=phx_q",
            change: r => r.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "phx_invalid"));
        Assert.Equal(401, answer.Status);
    }

    [Fact]
    public async Task The_deprecated_prefix_is_an_alias_that_says_so()
    {
        var client = new Client();
        Answer answer = await client.Get("/api/environments/101/batch_exports/?limit=2");
        Assert.Equal(200, answer.Status);
        Assert.Equal("true", answer.Header("Deprecation"));
        Assert.Equal("</api/projects/101/batch_exports/?limit=2>; rel=\"successor-version\"", answer.Header("Link"));
        Assert.Equal("Fri, 31 Jul 2026 00:00:00 GMT", answer.Header("Sunset"));
        Assert.StartsWith("https://us.posthog.com/api/projects/101/", answer.Json["next"]!.GetValue<string>(), System.StringComparison.Ordinal);
        Assert.Null((await client.Get(Client.Web)).Header("Deprecation"));
        Answer unknown = await client.Get("/api/environments/101/nothing/");
        Assert.Equal(404, unknown.Status);
        Assert.Null(unknown.Header("Deprecation"));
    }

    [Fact]
    public async Task A_path_before_api_is_kept()
    {
        Answer answer = await new Client().Get("/posthog/api/projects/101/batch_exports/?limit=2");
        Assert.StartsWith("https://us.posthog.com/posthog/api/projects/101/", answer.Json["next"]!.GetValue<string>(), System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_a_current_project_cannot_unpause()
    {
        var client = new Client();
        string path = await client.Path("persons-to-azure");
        client.Key = "phx_nocurrent";
        Assert.Equal(404, (await client.Get("/api/projects/@current/batch_exports/")).Status);
        Assert.Equal((401, "not_authenticated"), ((await client.Post(path + "unpause/")).Status, (await client.Post(path + "unpause/")).Code));
    }
}
