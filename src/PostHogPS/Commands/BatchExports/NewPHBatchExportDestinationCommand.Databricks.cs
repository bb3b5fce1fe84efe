using System.Management.Automation;
using PostHogPS.Binding;

namespace PostHogPS.Commands;

// Databricks.
public sealed partial class NewPHBatchExportDestinationCommand
{
    /// <summary><para>HTTP path of the SQL warehouse.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Databricks))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ConfigKey("http_path")]
    public string? HttpPath { get; set; }

    /// <summary><para>Name of the catalog.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Databricks))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ConfigKey("catalog")]
    public string? Catalog { get; set; }

    /// <summary><para>Properties go to columns of the type VARIANT. PostHog's default; -VariantType:$false turns it off.</para></summary>
    [Parameter(ParameterSetName = nameof(Databricks))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ConfigKey("use_variant_type")]
    [NotNullSwitch]
    public SwitchParameter VariantType { get; set; }

    /// <summary><para>New columns are added to the table. PostHog's default; -AutomaticSchemaEvolution:$false turns it off.</para></summary>
    [Parameter(ParameterSetName = nameof(Databricks))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ConfigKey("use_automatic_schema_evolution")]
    [NotNullSwitch]
    public SwitchParameter AutomaticSchemaEvolution { get; set; }
}
