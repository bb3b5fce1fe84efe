using System.Management.Automation;
using System.Security;
using PostHogPS.Binding;

namespace PostHogPS.Commands;

// Databases, and Azure.
public sealed partial class NewPHIntegrationCommand
{
    /// <summary><para>Host of the database or of the workspace.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Postgres))]
    [Parameter(ParameterSetName = nameof(Redshift))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(Databricks))]
    [ConfigKey("host")]
    public string? HostName { get; set; }

    /// <summary><para>Port of the database. Default: 5432, of Redshift 5439.</para></summary>
    [Parameter(ParameterSetName = nameof(Postgres))]
    [Parameter(ParameterSetName = nameof(Redshift))]
    [ValidateRange(1, 65535)]
    [ConfigKey("port")]
    public int? Port { get; set; }

    /// <summary><para>User and password.</para></summary>
    [Parameter(ParameterSetName = nameof(Snowflake))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(Postgres))]
    [Parameter(ParameterSetName = nameof(Redshift))]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary><para>User of the database, beside a private key or credentials of AWS.</para></summary>
    [Parameter(ParameterSetName = nameof(Snowflake))]
    [Parameter(ParameterSetName = nameof(Redshift))]
    [ConfigKey("user")]
    public string? User { get; set; }

    /// <summary><para>How the connection is encrypted. Default: require. The other two also check the certificate of the server.</para></summary>
    [Parameter(ParameterSetName = nameof(Postgres))]
    [Parameter(ParameterSetName = nameof(Redshift))]
    [ValidateSet("require", "verify-ca", "verify-full")]
    [ConfigKey("ssl_mode")]
    public string? SslMode { get; set; }

    /// <summary><para>PEM file of the root certificate that the server's one is checked against.</para></summary>
    [Parameter(ParameterSetName = nameof(Postgres))]
    [Parameter(ParameterSetName = nameof(Redshift))]
    [ValidateNotNullOrEmpty]
    public string? SslRootCertificatePath { get; set; }

    /// <summary><para>Account identifier, such as myorg-account1.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Snowflake))]
    [ConfigKey("account")]
    public string? Account { get; set; }

    /// <summary><para>Private key as PEM text, instead of a password.</para></summary>
    [Parameter(ParameterSetName = nameof(Snowflake))]
    [SecretTransformation]
    [ConfigKey("private_key")]
    public SecureString? PrivateKey { get; set; }

    /// <summary><para>PEM file of the private key, instead of -PrivateKey.</para></summary>
    [Parameter(ParameterSetName = nameof(Snowflake))]
    [ValidateNotNullOrEmpty]
    public string? PrivateKeyPath { get; set; }

    /// <summary><para>Passphrase of the private key.</para></summary>
    [Parameter(ParameterSetName = nameof(Snowflake))]
    [SecretTransformation]
    [ConfigKey("private_key_passphrase")]
    public SecureString? PrivateKeyPassphrase { get; set; }

    /// <summary><para>Client id of the service principal.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Databricks))]
    [ConfigKey("client_id")]
    public string? ClientId { get; set; }

    /// <summary><para>Client secret of the service principal.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Databricks))]
    [SecretTransformation]
    [ConfigKey("client_secret")]
    public SecureString? ClientSecret { get; set; }

    /// <summary><para>Connection string of the storage account.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(AzureBlob))]
    [SecretTransformation]
    [ConfigKey("connection_string")]
    public SecureString? ConnectionString { get; set; }
}
