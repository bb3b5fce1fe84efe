using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
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
        var layout = new TileLayout(X, Y, Width, Height, PlainValue.CopyGiven(Layouts));
        layout.Check();
        TileRules.CheckKind(tile, Given);
        var update = new TileUpdate(Tiles, target, tile);
        if (MoveTo is not null)
            update.MoveTo(_destination ??= Dashboards.ResolveSingle(MoveTo, nameof(MoveTo)));
        update.Patch.SetText(Text);
        update.Patch.SetButton(ButtonText, Url, Placement, Style);
        update.Patch.SetWidget(PlainValue.CopyGiven(Config), Name, Description);
        update.Patch.SetColor(Color);
        update.Patch.SetFilters(PlainValue.CopyGiven(FiltersOverrides));
        update.Patch.SetSwitches(_switches.Find(nameof(ShowDescription)), _switches.Find(nameof(TransparentBackground)));
        Await(call => update.SetLayoutAsync(layout, call));
        DashboardTile? after = Command.Change(update.What, tile, update.Changes, update.RunAsync, "the ");
        if (PassThru && after is not null)
            WriteObject(after);
    }
}
