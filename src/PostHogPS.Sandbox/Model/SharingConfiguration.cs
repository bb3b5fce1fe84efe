using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace PostHogPS.Sandbox.Model;

/// <summary>The public link of a dashboard.</summary>
internal sealed class SharingConfiguration
{
    /// <summary>Null until it is saved.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    public bool Enabled { get; set; }

    public required string Token { get; init; }

    public JsonNode? Settings { get; set; }

    public bool PasswordRequired { get; set; }

    public List<SharePassword> Passwords { get; } = [];

    public static string CreateToken(ulong key) => SeededRandom.Uuid(key).ToString("N");
}

/// <summary>A password of a public link. Its text is not stored.</summary>
internal sealed class SharePassword
{
    public required long Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string Note { get; init; } = "";

    public bool IsActive { get; set; } = true;
}
