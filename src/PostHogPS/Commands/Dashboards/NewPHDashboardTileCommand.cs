using System.Collections;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Dashboards;

namespace PostHogPS.Commands;

/// <summary>Adds a text, a button or a widget to dashboards, or a copy of a tile of another one.</summary>
[Cmdlet(VerbsCommon.New, "PHDashboardTile", SupportsShouldProcess = true, DefaultParameterSetName = TextSet)]
[OutputType(typeof(DashboardTile))]
public sealed class NewPHDashboardTileCommand : DashboardTargetCmdlet
{
    private const string TextSet = "Text";
    private const string ButtonSet = "Button";
    private const string WidgetSet = "Widget";
    private const string CopySet = "Copy";

    /// <summary><para>The text, in Markdown; 1 to 4000 characters.</para></summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = TextSet)]
    public string Text { get; set; } = "";

    /// <summary><para>What the button says; up to 200 characters.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = ButtonSet)]
    [ValidateLength(1, 200)]
    public string ButtonText { get; set; } = "";

    /// <summary><para>Where the button leads: an address of http or https, or a path of PostHog that begins with a slash.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = ButtonSet)]
    [ValidateLength(1, 2000)]
    public string Url { get; set; } = "";

    /// <summary><para>Side of the button. Default: left.</para></summary>
    [Parameter(ParameterSetName = ButtonSet)]
    [ValidateSet("left", "right")]
    public string? Placement { get; set; }

    /// <summary><para>Look of the button. Default: primary.</para></summary>
    [Parameter(ParameterSetName = ButtonSet)]
    [ValidateSet("primary", "secondary")]
    public string? Style { get; set; }

    /// <summary><para>Type of the widget, such as error_tracking_list or session_replay_list (newer servers).</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = WidgetSet)]
    [ArgumentCompleter(typeof(WidgetTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string WidgetType { get; set; } = "";

    /// <summary><para>Settings of the widget; what they are depends on its type.</para></summary>
    [Parameter(ParameterSetName = WidgetSet)]
    [ValidateNotNull]
    public IDictionary? Config { get; set; }

    /// <summary><para>Name of the widget. Default: PostHog's name for the type.</para></summary>
    [Parameter(ParameterSetName = WidgetSet)]
    public string? Name { get; set; }

    /// <summary><para>Description of the widget.</para></summary>
    [Parameter(ParameterSetName = WidgetSet)]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary><para>Shows the description on the dashboard.</para></summary>
    [Parameter(ParameterSetName = WidgetSet)]
    public SwitchParameter ShowDescription { get; set; }

    /// <summary>
    /// <para>The tile to copy, of a dashboard of the same project. An insight or a text is shared with it, a widget or a button
    /// copied.</para>
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = CopySet)]
    [DashboardPartReferences]
    public DashboardPartReference[] CopyFrom { get; set; } = [];

    /// <summary><para>Colour, such as blue, green, purple or black.</para></summary>
    [Parameter(ParameterSetName = TextSet)]
    [Parameter(ParameterSetName = ButtonSet)]
    [Parameter(ParameterSetName = WidgetSet)]
    [ArgumentCompleter(typeof(TileColorCompleter))]
    [ValidateLength(1, 400)]
    public string? Color { get; set; }

    /// <summary><para>Draws the tile without a background.</para></summary>
    [Parameter(ParameterSetName = TextSet)]
    [Parameter(ParameterSetName = ButtonSet)]
    public SwitchParameter TransparentBackground { get; set; }

    /// <summary><para>First column, 0 to 11. Default: 0.</para></summary>
    [Parameter(ParameterSetName = TextSet)]
    [Parameter(ParameterSetName = ButtonSet)]
    [Parameter(ParameterSetName = WidgetSet)]
    [ValidateRange(0, TileLayout.Columns - 1)]
    public int? X { get; set; }

    /// <summary><para>First row, from 0. Default: below all other tiles.</para></summary>
    [Parameter(ParameterSetName = TextSet)]
    [Parameter(ParameterSetName = ButtonSet)]
    [Parameter(ParameterSetName = WidgetSet)]
    [ValidateRange(0, 100000)]
    public int? Y { get; set; }

    /// <summary><para>Columns, 1 to 12.</para></summary>
    [Parameter(ParameterSetName = TextSet)]
    [Parameter(ParameterSetName = ButtonSet)]
    [Parameter(ParameterSetName = WidgetSet)]
    [ValidateRange(1, TileLayout.Columns)]
    public int? Width { get; set; }

    /// <summary><para>Rows.</para></summary>
    [Parameter(ParameterSetName = TextSet)]
    [Parameter(ParameterSetName = ButtonSet)]
    [Parameter(ParameterSetName = WidgetSet)]
    [ValidateRange(1, 1000)]
    public int? Height { get; set; }

    /// <summary><para>Places for each breakpoint, sm (12 columns) and xs (1), as Get-PHDashboardTile shows them.</para></summary>
    [Parameter(ParameterSetName = TextSet)]
    [Parameter(ParameterSetName = ButtonSet)]
    [Parameter(ParameterSetName = WidgetSet)]
    [ValidateNotNull]
    public IDictionary? Layouts { get; set; }

    private protected override void Process(DashboardTarget target)
    {
        if (ParameterSetName == CopySet)
        {
            foreach (DashboardPartReference reference in CopyFrom)
                Copy(reference, target);
            return;
        }

        NewTile tile = ParameterSetName switch
        {
            ButtonSet => NewTile.CreateButton(ButtonText, Url, Placement, Style),
            WidgetSet => NewTile.CreateWidget(WidgetType, PlainValue.CopyBag(Config ?? new Hashtable()), Name, Description),
            _ => NewTile.CreateText(Text),
        };
        tile.SetLook(Color, ShowDescription ? true : null, TransparentBackground ? true : null);
        var layout = new TileLayout(X, Y, Width, Height, PlainValue.CopyGiven(Layouts));
        layout.Check();
        if (ShouldProcess(target.Description, "Add " + tile.What))
            WriteObject(Await(call => tile.AddAsync(target, layout, call)));
    }

    private protected override string? Advice(PostHogApiException e) => e.Kind == PostHogErrorKind.FateUnknown
        ? "Look before you try again: Get-PHDashboardTile <dashboard> shows whether the tile was added." : null;

    private void Copy(DashboardPartReference reference, DashboardTarget target)
    {
        PipedObject piped = reference.Piped;
        if (piped.Kind != PipedKind.DashboardTile || piped.DashboardId is not { } from || reference.Id is not { } id)
            throw Problems.Invalid("DashboardTile", $"A tile of a dashboard was expected, but the input is '{piped.Input}'.",
                "Give the tile itself: -CopyFrom (Get-PHDashboardTile Revenue -Kind Text).");
        var source = new DashboardPartTarget(new DashboardTarget(Scopes.Resolve(piped), from, piped.Input, null), id, piped.Input);
        var copy = new TileCopy(source, target);
        copy.Check();
        if (ShouldProcess(target.Description, copy.Action) && Await(copy.RunAsync) is { } made)
            WriteObject(made);
    }
}
