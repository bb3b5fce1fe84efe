using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Changes;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Dashboards;

/// <summary>A tile to add: a text, a button or a widget.</summary>
internal sealed class NewTile
{
    private const int LongestText = 4000;

    private readonly Dictionary<string, object?> _body;
    private readonly int _height;

    /// <param name="what">What questions call it.</param>
    /// <param name="kind">The field of the content in a body.</param>
    /// <param name="height">Rows that PostHog's own page gives a new tile of the kind.</param>
    /// <param name="content">What the tile shows; a null is not sent.</param>
    private NewTile(string what, string kind, int height, params (string Key, object? Value)[] content)
    {
        What = what;
        _height = height;
        var bag = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach ((string key, object? value) in content)
            bag.AddGiven(key, value);
        _body = new(StringComparer.Ordinal) { [kind] = bag };
    }

    /// <summary>What questions call it.</summary>
    internal string What { get; }

    internal static NewTile CreateText(string text) => !string.IsNullOrWhiteSpace(text) && text.Length <= LongestText
        ? new("a text", "text", 2, ("body", text))
        : throw Problems.Validation($"-Text takes 1 to {LongestText} characters; there are {text.Trim().Length}.");

    internal static NewTile CreateButton(string text, string url, string? placement, string? style) => new("a button", "button_tile", 1,
        ("url", url), ("text", text), ("placement", placement?.ToLowerInvariant() ?? "left"), ("style", style?.ToLowerInvariant() ?? "primary"));

    internal static NewTile CreateWidget(string type, Dictionary<string, object?> config, string? name, string? description) =>
        new($"a widget of the type {type}", "widget", 5, ("widget_type", type), ("config", config), ("name", name), ("description", description));

    /// <summary>How it is drawn; a null leaves that to PostHog.</summary>
    internal void SetLook(string? color, bool? showsDescription, bool? isTransparent)
    {
        _body.AddGiven("color", color);
        _body.AddGiven("show_description", showsDescription);
        _body.AddGiven("transparent_background", isTransparent);
    }

    /// <summary>Adds it to a dashboard.</summary>
    internal async Task<DashboardTile> AddAsync(DashboardTarget target, TileLayout layout, CallContext call)
    {
        var body = new Dictionary<string, object?>(_body, StringComparer.Ordinal);
        body.AddGiven("layouts", await layout.CreateFromAsync(null, _height, () => target.ReadAsync(call)).ConfigureAwait(false));
        return await SendAsync(target, body, call).ConfigureAwait(false);
    }

    /// <summary>Adds a tile that is given as a body holds it.</summary>
    internal static async Task<DashboardTile> SendAsync(DashboardTarget target, Dictionary<string, object?> body, CallContext call) =>
        target.Scope.Stamp(await target.Scope.Session.DashboardTiles.AddAsync(target.Scope.Project, target.Id, body, call).ConfigureAwait(false));
}
