using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>The public link of a dashboard.</summary>
internal sealed class Share
{
    /// <summary>Null while it is not saved.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    public bool Enabled { get; set; }

    public required string Token { get; init; }

    public JsonNode? Settings { get; set; }

    public bool PasswordRequired { get; set; }

    public List<SharePassword> Passwords { get; } = [];

    public static string MakeToken(ulong key) => Dice.Uuid(key).ToString("N");
}

/// <summary>A password of such a link. The text itself is kept by nobody.</summary>
internal sealed class SharePassword
{
    public required long Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string Note { get; init; } = "";

    public bool IsActive { get; set; } = true;
}
