using System.Management.Automation;
using System.Security;
using PostHogPS.Binding;

namespace PostHogPS.Commands;

// Google BigQuery.
public sealed partial class NewPHBatchExportDestinationCommand
{
    /// <summary><para>Id of the dataset.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(BigQuery))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ConfigKey("dataset_id")]
    public string? DatasetId { get; set; }

    /// <summary><para>Id of the table. Default: events.</para></summary>
    [Parameter(ParameterSetName = nameof(BigQuery))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ConfigKey("table_id")]
    public string? TableId { get; set; }

    /// <summary><para>Properties go to columns of the type JSON.</para></summary>
    [Parameter(ParameterSetName = nameof(BigQuery))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ConfigKey("use_json_type")]
    public SwitchParameter JsonType { get; set; }

    /// <summary><para>Google project, for old servers.</para></summary>
    [Parameter(ParameterSetName = nameof(BigQuery))]
    [ConfigKey("project_id")]
    public string? GoogleProjectId { get; set; }

    /// <summary><para>Id of the service account's key, for old servers.</para></summary>
    [Parameter(ParameterSetName = nameof(BigQuery))]
    [SecretTransformation]
    [ConfigKey("private_key_id")]
    public SecureString? PrivateKeyId { get; set; }

    /// <summary><para>Address of the service account, for old servers.</para></summary>
    [Parameter(ParameterSetName = nameof(BigQuery))]
    [ConfigKey("client_email")]
    public string? ClientEmail { get; set; }

    /// <summary><para>Token address of the service account, for old servers.</para></summary>
    [Parameter(ParameterSetName = nameof(BigQuery))]
    [ConfigKey("token_uri")]
    public string? TokenUri { get; set; }
}
