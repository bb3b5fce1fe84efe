using System.Management.Automation;
using System.Security;
using PostHogPS.Binding;

namespace PostHogPS.Commands;

// What several databases have in common.
public sealed partial class NewPHBatchExportDestinationCommand
{
    /// <summary><para>Name of the database.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Snowflake))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(Postgres))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(Redshift))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ConfigKey("database")]
    public string? Database { get; set; }

    /// <summary><para>Name of the schema. Default: public, where it is not mandatory.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Snowflake))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(Databricks))]
    [Parameter(ParameterSetName = nameof(Postgres))]
    [Parameter(ParameterSetName = nameof(Redshift))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ConfigKey("schema")]
    public string? Schema { get; set; }

    /// <summary><para>Name of the table. Default: events, where it is not mandatory.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Databricks))]
    [Parameter(ParameterSetName = nameof(Snowflake))]
    [Parameter(ParameterSetName = nameof(Postgres))]
    [Parameter(ParameterSetName = nameof(Redshift))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ConfigKey("table_name")]
    public string? TableName { get; set; }

    /// <summary><para>Host of the database, where the integration has none.</para></summary>
    [Parameter(ParameterSetName = nameof(Postgres))]
    [Parameter(ParameterSetName = nameof(Redshift))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ConfigKey("host")]
    public string? HostName { get; set; }

    /// <summary><para>Port of the database.</para></summary>
    [Parameter(ParameterSetName = nameof(Postgres))]
    [Parameter(ParameterSetName = nameof(Redshift))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ValidateRange(1, 65535)]
    [ConfigKey("port")]
    public int? Port { get; set; }

    /// <summary><para>User and password, for servers and exports from before integrations.</para></summary>
    [Parameter(ParameterSetName = nameof(Snowflake))]
    [Parameter(ParameterSetName = nameof(Postgres))]
    [Parameter(ParameterSetName = nameof(Redshift))]
    public PSCredential? Credential { get; set; }

    /// <summary><para>Private key, for old servers.</para></summary>
    [Parameter(ParameterSetName = nameof(Snowflake))]
    [Parameter(ParameterSetName = nameof(BigQuery))]
    [SecretTransformation]
    [ConfigKey("private_key")]
    public SecureString? PrivateKey { get; set; }
}
