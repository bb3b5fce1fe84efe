using System.Management.Automation;
using System.Security;
using PostHogPS.Binding;

namespace PostHogPS.Commands;

// Snowflake.
public sealed partial class NewPHBatchExportDestinationCommand
{
    /// <summary><para>Name of the warehouse.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Snowflake))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ConfigKey("warehouse")]
    public string? Warehouse { get; set; }

    /// <summary><para>Role to use.</para></summary>
    [Parameter(ParameterSetName = nameof(Snowflake))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ConfigKey("role")]
    public string? Role { get; set; }

    /// <summary><para>Account, for old servers.</para></summary>
    [Parameter(ParameterSetName = nameof(Snowflake))]
    [ConfigKey("account")]
    public string? Account { get; set; }

    /// <summary><para>User for a key pair, for old servers.</para></summary>
    [Parameter(ParameterSetName = nameof(Snowflake))]
    [ConfigKey("user")]
    public string? User { get; set; }

    /// <summary><para>Passphrase of the private key, for old servers.</para></summary>
    [Parameter(ParameterSetName = nameof(Snowflake))]
    [SecretTransformation]
    [ConfigKey("private_key_passphrase")]
    public SecureString? PrivateKeyPassphrase { get; set; }
}
