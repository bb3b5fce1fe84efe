using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

public sealed class DashboardSharingTests
{
    private const string Path = "/api/projects/101/dashboards/4101/sharing/";

    [Fact]
    public async Task Before_it_is_saved_every_look_shows_another_token_and_none_opens_anything()
    {
        var client = new Client();
        string first = Token(await client.Get(Path)), second = Token(await client.Get(Path));
        Assert.NotEqual(first, second);
        Assert.Equal(404, (await client.Get("/shared/" + first)).Status);
        string saved = Token(await client.Patch(Path, new JsonObject { ["enabled"] = true }));
        Assert.Equal(saved, Token(await client.Get(Path)));
        Assert.Equal(200, (await client.Get("/shared/" + saved)).Status);
        await client.Patch(Path, new JsonObject { ["enabled"] = false });
        Assert.Equal(404, (await client.Get("/shared/" + saved)).Status);
        Assert.Equal(saved, Token(await client.Get(Path)));
    }

    [Fact]
    public async Task Settings_are_replaced_as_a_whole_and_unknown_ones_dropped()
    {
        var client = new Client();
        await client.Patch(Path, new JsonObject { ["settings"] = new JsonObject { ["noHeader"] = true, ["legend"] = true } });
        JsonNode after = (await client.Patch(Path, new JsonObject { ["settings"] = new JsonObject { ["whitelabel"] = true, ["nosuch"] = 1 } })).Json;
        Assert.Equal("""{"whitelabel":true}""", after["settings"]!.ToJsonString());
        Assert.Equal(("settings", "Invalid settings format"), await Refusal(client.Patch(Path, new JsonObject { ["settings"] = "x" })));
    }

    [Fact]
    public async Task Enabling_can_be_forbidden_by_the_organization()
    {
        var client = new Client(o => o.PublicSharing = false);
        Answer refused = await client.Patch(Path, new JsonObject { ["enabled"] = true });
        Assert.Equal((403, "Public sharing is disabled for this organization."), (refused.Status, refused.Detail));
        Assert.Equal(200, (await client.Patch(Path, new JsonObject { ["enabled"] = false })).Status);
    }

    [Fact]
    public async Task A_refresh_gives_another_link_and_the_old_one_opens_for_some_minutes_unless_sharing_was_ended_before()
    {
        var client = new Client();
        string old = Token(await client.Patch(Path, new JsonObject { ["enabled"] = true, ["settings"] = new JsonObject { ["legend"] = true } }));
        JsonNode fresh = (await client.Post(Path + "refresh/")).Json;
        Assert.True(fresh["enabled"]!.GetValue<bool>());
        Assert.Equal("""{"legend":true}""", fresh["settings"]!.ToJsonString());
        Assert.NotEqual(old, fresh["access_token"]!.GetValue<string>());
        Assert.Equal(200, (await client.Get("/shared/" + old)).Status);
        client.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(404, (await client.Get("/shared/" + old)).Status);
        Assert.Equal(200, (await client.Get("/shared/" + fresh["access_token"])).Status);

        await client.Patch(Path, new JsonObject { ["enabled"] = false });
        await client.Post(Path + "refresh/");
        Assert.Equal(404, (await client.Get("/shared/" + fresh["access_token"])).Status);
    }

    [Fact]
    public async Task A_password_is_shown_once_and_listed_without_it()
    {
        var client = new Client();
        Assert.Equal("""{"error":"Password protection must be enabled before creating passwords"}""", (await client.Post(Path + "passwords/")).Text);
        await client.Patch(Path, new JsonObject { ["enabled"] = true, ["password_required"] = true });
        Answer made = await client.Post(Path + "passwords/", new JsonObject { ["raw_password"] = "long enough", ["note"] = "Board" });
        Assert.Equal((201, "long enough"), (made.Status, made.Json["password"]!.GetValue<string>()));
        Assert.Equal(16, (await client.Post(Path + "passwords/")).Json["password"]!.GetValue<string>().Length);
        Assert.Equal(("raw_password", "Password must be at least 8 characters long."),
            await Refusal(client.Post(Path + "passwords/", new JsonObject { ["raw_password"] = "short" })));

        JsonArray listed = (await client.Get(Path)).Json["share_passwords"]!.AsArray();
        Assert.Equal(2, listed.Count);
        Assert.Equal(["created_at", "created_by_email", "id", "is_active", "note"], listed[0]!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal));
        string password = Path + "passwords/" + listed[0]!["id"] + "/";
        Assert.Equal(204, (await client.Delete(password)).Status);
        Assert.Equal((404, "Password not found"), ((await client.Delete(password)).Status, (await client.Delete(password)).Detail));
        JsonArray moved = (await client.Post(Path + "refresh/")).Json["share_passwords"]!.AsArray();
        Assert.NotEqual(listed[1]!["id"]!.ToString(), Assert.Single(moved)!["id"]!.ToString());
    }

    [Fact]
    public async Task Passwords_need_a_feature_of_the_organization()
    {
        var client = new Client(o => o.SharingPasswords = false);
        Answer refused = await client.Patch(Path, new JsonObject { ["password_required"] = true });
        Assert.Equal((403, """{"error":"Sharing with password requires the Advanced Permissions feature"}"""), (refused.Status, refused.Text));
        Assert.Equal(403, (await client.Delete(Path + "passwords/1/")).Status);
    }

    private static string Token(Answer answer) => answer.Json["access_token"]!.GetValue<string>();

    private static async Task<(string?, string?)> Refusal(Task<Answer> call)
    {
        Answer answer = await call;
        Assert.Equal(400, answer.Status);
        return (answer.Attr, answer.Detail);
    }
}
