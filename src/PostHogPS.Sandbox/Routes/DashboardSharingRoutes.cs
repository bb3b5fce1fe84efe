using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Routing;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Routes;

/// <summary>Public links: one object for each dashboard, which is stored at the first change.</summary>
internal static class DashboardSharingRoutes
{
    private const string Prefix = "projects/{pid}/dashboards/{id}/sharing";
    private const string Read = "sharing_configuration:read";
    private const string Write = "sharing_configuration:write";
    private const string Shared = "/shared/";

    /// <summary>How long a link works after a refresh has replaced it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    private static readonly string[] Settings = ["detailed", "hideExtraDetails", "legend", "noHeader", "showInspector", "theme", "whitelabel"];

    public static void Map(RouteTable routes)
    {
        routes.Add("GET", Prefix, Read, call => SandboxResponse.Ok(View(call.World, FindOrNew(call))));
        routes.Add("PATCH", Prefix, Write, Update);
        routes.Add("POST", Prefix + "/refresh", Write, Refresh);
        routes.Add("POST", Prefix + "/passwords", Write, AddPassword);
        routes.Add("DELETE", Prefix + "/passwords/{password}", Write, RemovePassword);
    }

    /// <summary>Whether a path is the page of a public link.</summary>
    public static bool IsPage(string path) => path.StartsWith(Shared, StringComparison.Ordinal);

    public static SandboxResponse Page(World world, string path)
    {
        string token = path.Substring(Shared.Length).Trim('/');
        bool open = world.Dashboards.All.Exists(d => !d.Deleted
            && ((d.Sharing is { Enabled: true } share && share.Token == token)
                || (d.ExpiringTokens.TryGetValue(token, out DateTimeOffset until) && until > world.Now)));
        return SandboxResponse.FromText(open ? 200 : 404, "text/html", "<!DOCTYPE html><html><head><title>PostHog</title></head><body>"
            + (open ? "Dashboard" : "Not found") + "</body></html>");
    }

    // Until it is stored, each request gets a new token.
    private static SharingConfiguration FindOrNew(Call call) =>
        DashboardOf(call).Sharing ?? new SharingConfiguration { Token = SharingConfiguration.CreateToken(call.World.NextKey()) };

    private static Dashboard DashboardOf(Call call) =>
        call.World.Dashboards.Find(call.Project.Id, call.GetNumber("id")) is { Deleted: false } found ? found : throw ApiError.NotFound("Dashboard not found.");

    private static void CheckMayShare(Call call, Dashboard dashboard)
    {
        // The server checks this for every route here, not only for the update.
        if (call.Body["enabled"].AsBoolean() == true && !call.World.Options.PublicSharing)
            throw ApiError.Forbidden("Public sharing is disabled for this organization.");
        DashboardRoutes.CheckMayEdit(call, dashboard);
    }

    private static SharingConfiguration Saved(Call call, Dashboard dashboard) => dashboard.Sharing ??= new SharingConfiguration
    {
        CreatedAt = call.Now,
        Token = SharingConfiguration.CreateToken(call.World.NextKey()),
    };

    private static SandboxResponse Update(Call call)
    {
        Dashboard dashboard = DashboardOf(call);
        JsonObject body = call.Body;
        CheckMayShare(call, dashboard);
        if (body["password_required"].AsBoolean() == true && !call.World.Options.SharingPasswords)
            return Rejected(403, "Sharing with password requires the Advanced Permissions feature");
        foreach (string key in new[] { "enabled", "password_required" })
        {
            if (body.ContainsKey(key) && body[key].AsBoolean() is null)
                throw ApiError.Invalid(key, "Must be a valid boolean.");
        }

        if (body["settings"] is JsonValue or JsonArray)
            throw ApiError.Invalid("settings", "Invalid settings format");
        SharingConfiguration share = Saved(call, dashboard);
        share.Enabled = body["enabled"].AsBoolean() ?? share.Enabled;
        share.PasswordRequired = body["password_required"].AsBoolean() ?? share.PasswordRequired;
        // Replaced completely; unknown keys and nulls are ignored.
        if (body.ContainsKey("settings"))
            share.Settings = body["settings"] is JsonObject settings ? Known(settings) : null;
        return SandboxResponse.Ok(View(call.World, share));
    }

    private static JsonObject Known(JsonObject settings)
    {
        var known = new JsonObject();
        foreach (KeyValuePair<string, JsonNode?> pair in settings.Where(p => Settings.Contains(p.Key) && p.Value is not null))
            known[pair.Key] = pair.Value.DeepCopy();
        return known;
    }

    private static SandboxResponse Refresh(Call call)
    {
        Dashboard dashboard = DashboardOf(call);
        CheckMayShare(call, dashboard);
        SharingConfiguration? old = dashboard.Sharing;
        if (old is { Enabled: true })
            dashboard.ExpiringTokens[old.Token] = call.Now + Grace;
        dashboard.Sharing = new SharingConfiguration
        {
            CreatedAt = call.Now,
            Token = SharingConfiguration.CreateToken(call.World.NextKey()),
            Enabled = old?.Enabled == true,
            Settings = old?.Settings.DeepCopy(),
            PasswordRequired = old?.PasswordRequired == true,
        };
        // The passwords are copied as new rows.
        if (dashboard.Sharing.PasswordRequired)
            dashboard.Sharing.Passwords.AddRange(old!.Passwords.Where(p => p.IsActive).Select(p =>
                new SharePassword { Id = call.World.Dashboards.NextPassword(), CreatedAt = call.Now, Note = p.Note }));
        return SandboxResponse.Ok(View(call.World, dashboard.Sharing));
    }

    private static SandboxResponse AddPassword(Call call)
    {
        Dashboard dashboard = DashboardOf(call);
        CheckMayShare(call, dashboard);
        if (dashboard.Sharing?.PasswordRequired != true)
            return Rejected(400, "Password protection must be enabled before creating passwords");
        if (!call.World.Options.SharingPasswords)
            return Rejected(403, "Password management requires the Advanced Permissions feature");
        string? raw = call.Body["raw_password"].AsText();
        if (raw?.Length is > 0 and < 8)
            throw ApiError.Invalid("raw_password", "Password must be at least 8 characters long.", "invalid");
        string note = call.Body["note"].AsText() ?? "";
        if (note.Length > 100)
            throw ApiError.Invalid("note", "Ensure this field has no more than 100 characters.", "max_length");
        var password = new SharePassword { Id = call.World.Dashboards.NextPassword(), CreatedAt = call.Now, Note = note };
        dashboard.Sharing.Passwords.Add(password);
        return SandboxResponse.Json(201, new JsonObject
        {
            ["id"] = password.Id,
            // Returned only once.
            ["password"] = string.IsNullOrEmpty(raw) ? SeededRandom.Uuid(call.World.NextKey()).ToString("N").Substring(0, 16) : raw,
            ["note"] = password.Note,
            ["created_at"] = JsonText.FormatTime(password.CreatedAt),
            ["created_by_email"] = IdentityRoutes.User(call.World)["email"].DeepCopy(),
        });
    }

    private static SandboxResponse RemovePassword(Call call)
    {
        Dashboard dashboard = DashboardOf(call);
        DashboardRoutes.CheckMayEdit(call, dashboard);
        if (!call.World.Options.SharingPasswords)
            return Rejected(403, "Password management requires the Advanced Permissions feature");
        SharePassword password = dashboard.Sharing?.Passwords.Find(p => p.IsActive && p.Id == call.GetNumber("password"))
            ?? throw ApiError.NotFound("Password not found");
        password.IsActive = false;
        return SandboxResponse.Empty(204);
    }

    /// <summary>Errors that are older than the error envelope.</summary>
    private static SandboxResponse Rejected(int status, string text) => SandboxResponse.Json(status, new JsonObject { ["error"] = text });

    private static JsonObject View(World world, SharingConfiguration share) => new()
    {
        ["created_at"] = JsonText.FormatTime(share.CreatedAt),
        ["enabled"] = share.Enabled,
        ["access_token"] = share.Token,
        ["settings"] = share.Settings.DeepCopy(),
        ["password_required"] = share.PasswordRequired,
        ["share_passwords"] = JsonText.CreateArray(share.Passwords.Where(p => p.IsActive).Select(p => (JsonNode?)new JsonObject
        {
            ["id"] = p.Id,
            ["created_at"] = JsonText.FormatTime(p.CreatedAt),
            ["note"] = p.Note,
            ["created_by_email"] = IdentityRoutes.User(world)["email"].DeepCopy(),
            ["is_active"] = p.IsActive,
        })),
    };
}
