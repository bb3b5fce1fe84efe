using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Json;

namespace PostHogPS.Sandbox.Routing;

/// <summary>The user and the limits of a key, which its text tells. SandboxFactory lists the texts.</summary>
internal sealed class Caller
{
    private static readonly string[] ReadOnlyScopes =
    [
        "batch_export:read", "dashboard:read", "user:read", "project:read", "organization:read", "integration:read", "query:read", "sharing_configuration:read",
        "hog_function:read",
    ];

    private Caller(string key) => Key = key;

    public string Key { get; }

    public bool IsOAuth => Key.StartsWith("pha_", StringComparison.Ordinal);

    public bool IsKind(string kind) => Key.StartsWith("phx_" + kind, StringComparison.Ordinal);

    /// <summary>Null means everything.</summary>
    public IReadOnlyCollection<string>? Scopes { get; private set; }

    public static Caller FromRequest(SandboxRequest request)
    {
        string key = Find(request) ?? throw ApiError.NoCredentials();
        if (key.StartsWith("phs_", StringComparison.Ordinal))
            throw ApiError.Forbidden("This action does not support project secret API key access");
        bool known = key.StartsWith("phx_", StringComparison.Ordinal) || key.StartsWith("pha_", StringComparison.Ordinal);
        if (!known || key.Length <= 4 || key.StartsWith("phx_invalid", StringComparison.Ordinal))
            throw ApiError.BadKey();

        var caller = new Caller(key);
        if (caller.IsKind("readonly"))
            caller.Scopes = ReadOnlyScopes;
        else if (caller.IsKind("scopes="))
            caller.Scopes = key.Substring("phx_scopes=".Length).Split(',');
        return caller;
    }

    public bool Has(string scope) =>
        Scopes is null
        || Scopes.Contains("*")
        || Scopes.Contains(scope)
        || (scope.EndsWith(":read", StringComparison.Ordinal) && Scopes.Contains(scope.Substring(0, scope.Length - 5) + ":write"));

    private static string? Find(SandboxRequest request)
    {
        if (request.Header("Authorization") is { } header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return header.Substring(7).Trim();
        return BodyReader.TryRead(request)?["personal_api_key"].AsText() ?? request.Get("personal_api_key");
    }
}
