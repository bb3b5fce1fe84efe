using System.Management.Automation;
using PostHogPS.Binding;

namespace PostHogPS.Commands;

// What goes to any destination.
public sealed partial class NewPHBatchExportDestinationCommand
{
    /// <summary><para>Only these events.</para></summary>
    [Parameter]
    [ConfigKey("include_events")]
    public string[]? IncludeEvent { get; set; }

    /// <summary><para>All but these events.</para></summary>
    [Parameter]
    [ConfigKey("exclude_events")]
    public string[]? ExcludeEvent { get; set; }
}
