using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Dashboards;

namespace PostHogPS.Commands;

/// <summary>Changes tiles of dashboards (PATCH), or moves them to another dashboard (PATCH move_tile).</summary>
[Cmdlet(VerbsCommon.Set, "PHDashboardTile", SupportsShouldProcess = true)]
[OutputType(typeof(DashboardTile))]
public sealed class SetPHDashboardTileCommand : TileCmdlet
{
    private Dictionary<string, bool> _switches = [];
    private DashboardTarget? _destination;

    /// <summary><para>The new text, in Markdown; 1 to 4000 characters. For text tiles.</para></summary>
    [Parameter]
    [ValidateLength(1, 4000)]
    public string? Text { get; set; }

    /// <summary><para>What the button says. For buttons.</para></summary>
    [Parameter]
    [ValidateLength(1, 200)]
    public string? ButtonText { get; set; }

    /// <summary><para>Where the button leads. For buttons.</para></summary>
    [Parameter]
    [ValidateLength(1, 2000)]
    public string? Url { get; set; }

    /// <summary><para>Side of the button. For buttons.</para></summary>
    [Parameter]
    [ValidateSet("left", "right")]
    public string? Placement { get; set; }

    /// <summary><para>Look of the button. For buttons.</para></summary>
    [Parameter]
    [ValidateSet("primary", "secondary")]
    public string? Style { get; set; }

    /// <summary><para>Settings of the widget, instead of those there are. For widgets.</para></summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Config { get; set; }

    /// <summary><para>Name of the widget; '' for PostHog's own. For widgets.</para></summary>
    [Parameter]
    [AllowEmptyString]
    public string? Name { get; set; }

    /// <summary><para>Description of the widget. For widgets.</para></summary>
    [Parameter]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary><para>Colour; '' for none.</para></summary>
    [Parameter]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(TileColorCompleter))]
    public string? Color { get; set; }

    /// <summary><para>Shows the description on the dashboard; -ShowDescription:$false hides it.</para></summary>
    [Parameter]
    [NotNullSwitch]
    public SwitchParameter ShowDescription { get; set; }

    /// <summary><para>Draws the tile without a background; -TransparentBackground:$false with one.</para></summary>
    [Parameter]
    [NotNullSwitch]
    public SwitchParameter TransparentBackground { get; set; }

    /// <summary><para>Filters of this tile, which take precedence over those of the dashboard; replaces the present ones; @{} for none.</para></summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? FiltersOverrides { get; set; }

    /// <summary><para>First column, 0 to 11.</para></summary>
    [Parameter]
    [ValidateRange(0, TileLayout.Columns - 1)]
    public int? X { get; set; }

    /// <summary><para>First row, from 0.</para></summary>
    [Parameter]
    [ValidateRange(0, 100000)]
    public int? Y { get; set; }

    /// <summary><para>Columns, 1 to 12.</para></summary>
    [Parameter]
    [ValidateRange(1, TileLayout.Columns)]
    public int? Width { get; set; }

    /// <summary><para>Rows.</para></summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int? Height { get; set; }

    /// <summary><para>Places for each breakpoint, instead of those there are.</para></summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Layouts { get; set; }

    /// <summary><para>The dashboard of the same project to move the tile to.</para></summary>
    [Parameter]
    [DashboardReferences]
    [ArgumentCompleter(typeof(DashboardCompleter))]
    public DashboardReference[]? MoveTo { get; set; }

    /// <summary><para>Gives the tiles back as they are afterwards.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary><para>The value of a switch that was written without a colon.</para></summary>
    [Parameter(ValueFromRemainingArguments = true, DontShow = true)]
    public object?[]? Value { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        RequireChange(nameof(Tile), nameof(Dashboard), nameof(PassThru));
        CheckOnce(null, () =>
        {
            _switches = SettingSwitch.Read(MyInvocation.BoundParameters, Value, nameof(ShowDescription), nameof(TransparentBackground));
            if (Array.Find(MoveTo ?? [], reference => reference.Problem is not null)?.Problem is { } problem)
                throw problem;
        });
    }

    private protected override void Process(DashboardPartTarget target, DashboardTile tile)
    {
        var layout = new TileLayout { X = X, Y = Y, Width = Width, Height = Height, Layouts = Layouts };
        layout.Check();
        TileContent.CheckKind(tile, Given);
        DashboardTarget? destination = DestinationOf(target, tile);
        TilePatch patch = Compare(target, tile, layout);
        string what = Tiles.Describe(target, tile);
        if (patch.IsEmpty && destination is null)
        {
            WriteVerbose($"Nothing changes on the {what}, so nothing was sent.");
            if (PassThru)
                WriteObject(tile);
            return;
        }

        var changes = new List<string>(patch.Changes);
        if (destination is not null)
            changes.Add($"dashboard: {tile.DashboardId} -> {destination.Description}");
        if (patch.OtherDashboards is { Length: > 0 } others)
            changes.Add($"The same text is on dashboard {string.Join(", ", others)}, where it changes too.");
        if (!ShouldProcess($"Change {what}:", $"Change {what}?", "Set-PHDashboardTile", changes, out _))
            return;
        if (!patch.IsEmpty)
            tile = Send(target, patch, what) ?? tile;
        if (destination is not null)
            tile = Move(target, destination, tile);
        if (PassThru)
            WriteObject(tile);
    }

    private TilePatch Compare(DashboardPartTarget target, DashboardTile tile, TileLayout layout)
    {
        var patch = new TilePatch(tile);
        patch.SetContent("body", Text);
        patch.SetContent("text", ButtonText);
        patch.SetContent("url", Url);
        patch.SetContent("placement", Placement?.ToLowerInvariant());
        patch.SetContent("style", Style?.ToLowerInvariant());
        patch.SetContent("config", Config is null ? null : PlainValue.CopyBag(Config));
        patch.SetContent("name", Name);
        patch.SetContent("description", Description);
        if (Color is not null)
            patch.Set("color", Color.Length == 0 ? null : Color, t => string.IsNullOrEmpty(t.Color) ? null : t.Color);
        if (FiltersOverrides is not null)
            patch.Set("filters_overrides", PlainValue.CopyBag(FiltersOverrides), t => t.FiltersOverrides);
        if (_switches.TryGetValue(nameof(ShowDescription), out bool shows))
            patch.Set("show_description", shows, t => t.ShowDescription);
        if (_switches.TryGetValue(nameof(TransparentBackground), out bool isTransparent))
            patch.Set("transparent_background", isTransparent, t => t.TransparentBackground);
        if (layout.CreateFrom(tile.Layouts, 5, () => TileLayout.FindBottom(Dashboards.Read(target.Scope, target.Dashboard.Id))) is { } layouts)
            patch.Set("layouts", layouts, t => t.Layouts);
        return patch;
    }

    private DashboardTarget? DestinationOf(DashboardPartTarget target, DashboardTile tile)
    {
        if (MoveTo is null)
            return null;
        _destination ??= Dashboards.ResolveSingle(MoveTo, nameof(MoveTo));
        TileContent.CheckProject(tile.Id, target.Scope, _destination.Scope, _destination.Description, "moves");
        return _destination.Id == tile.DashboardId ? null : _destination;
    }

    private DashboardTile? Send(DashboardPartTarget target, TilePatch patch, string what)
    {
        Dashboard after = Await(call => target.Scope.Session.DashboardTiles.UpdateAsync(target.Scope.Project, target.Dashboard.Id, patch.Element(), call));
        Tiles.Keep(target, after);
        DashboardTile? tile = after.Tiles.FirstOrDefault(t => t.Id == target.Id);
        if (tile is null)
            WriteWarning($"The server answered without an error, but the {what} is gone: somebody removed it in between.");
        else
            Command.Messages.WarnNotTaken("the " + what, patch.NotTaken(tile));
        return tile;
    }

    private DashboardTile Move(DashboardPartTarget target, DashboardTarget destination, DashboardTile tile)
    {
        Await(call => target.Scope.Session.DashboardTiles.MoveAsync(target.Scope.Project, target.Dashboard.Id, target.Id, destination.Id, call));
        Tiles.Forget(target);
        tile.DashboardId = destination.Id;
        return tile;
    }
}
