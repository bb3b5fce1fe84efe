using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Security;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Errors;

namespace PostHogPS.Commands;

/// <summary>
/// Makes the destination that New-PHBatchExport, Set-PHBatchExport and Test-PHBatchExportDestination take. Sends nothing.
/// A parameter's attribute names the setting it fills (API reference 7.5), so a new setting is one more parameter.
/// </summary>
[Cmdlet(VerbsCommon.New, "PHBatchExportDestination")]
[OutputType(typeof(BatchExportDestinationDefinition))]
public sealed class NewPHBatchExportDestinationCommand : PostHogCmdlet
{
    // The sets are named as the server names the types.
    private const string HttpSet = "HTTP";

    /// <summary><para>Amazon S3.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(AwsS3))]
    public SwitchParameter AwsS3 { get; set; }

    /// <summary><para>Storage that speaks S3.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(S3Compatible))]
    public SwitchParameter S3Compatible { get; set; }

    /// <summary><para>Snowflake.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Snowflake))]
    public SwitchParameter Snowflake { get; set; }

    /// <summary><para>PostgreSQL.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Postgres))]
    public SwitchParameter Postgres { get; set; }

    /// <summary><para>Amazon Redshift.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Redshift))]
    public SwitchParameter Redshift { get; set; }

    /// <summary><para>Google BigQuery.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(BigQuery))]
    public SwitchParameter BigQuery { get; set; }

    /// <summary><para>Databricks.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Databricks))]
    public SwitchParameter Databricks { get; set; }

    /// <summary><para>Azure Blob Storage.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(AzureBlob))]
    public SwitchParameter AzureBlob { get; set; }

    /// <summary><para>Another PostHog project, over HTTP.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = HttpSet)]
    public SwitchParameter Http { get; set; }

    /// <summary><para>Amazon S3 with the keys inline: the type of servers before September 2026.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(S3))]
    public SwitchParameter S3 { get; set; }

    /// <summary><para>Id of the integration that holds the credentials (Get-PHIntegration).</para></summary>
    [Parameter(ParameterSetName = nameof(AwsS3))]
    [Parameter(ParameterSetName = nameof(S3Compatible))]
    [Parameter(ParameterSetName = nameof(Snowflake))]
    [Parameter(ParameterSetName = nameof(Postgres))]
    [Parameter(ParameterSetName = nameof(Redshift))]
    [Parameter(ParameterSetName = nameof(BigQuery))]
    [Parameter(ParameterSetName = nameof(Databricks))]
    [Parameter(ParameterSetName = nameof(AzureBlob))]
    [Parameter(ParameterSetName = nameof(S3))]
    [ArgumentCompleter(typeof(IntegrationCompleter))]
    public long? IntegrationId { get; set; }

    /// <summary><para>Name of the bucket.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(AwsS3))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(S3Compatible))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(S3))]
    [ConfigKey("bucket_name")]
    public string? BucketName { get; set; }

    /// <summary><para>Region of the bucket.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(AwsS3))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(S3Compatible))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(S3))]
    [ConfigKey("region")]
    public string? Region { get; set; }

    /// <summary><para>What every file name begins with.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(AwsS3))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(S3Compatible))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(S3))]
    [Parameter(ParameterSetName = nameof(AzureBlob))]
    [AllowEmptyString]
    [ConfigKey("prefix")]
    public string? Prefix { get; set; }

    /// <summary><para>Name of the container.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(AzureBlob))]
    [ConfigKey("container_name")]
    public string? ContainerName { get; set; }

    /// <summary><para>Format of the files. Default: JSONLines.</para></summary>
    [Parameter(ParameterSetName = nameof(AwsS3))]
    [Parameter(ParameterSetName = nameof(S3Compatible))]
    [Parameter(ParameterSetName = nameof(S3))]
    [Parameter(ParameterSetName = nameof(AzureBlob))]
    [ValidateSet("Parquet", "JSONLines")]
    [ConfigKey("file_format")]
    public string? FileFormat { get; set; }

    /// <summary><para>Compression: Parquet takes all, JSONLines gzip and brotli. Default: none.</para></summary>
    [Parameter(ParameterSetName = nameof(AwsS3))]
    [Parameter(ParameterSetName = nameof(S3Compatible))]
    [Parameter(ParameterSetName = nameof(S3))]
    [Parameter(ParameterSetName = nameof(AzureBlob))]
    [ValidateSet("zstd", "lz4", "snappy", "gzip", "brotli")]
    [ConfigKey("compression")]
    public string? Compression { get; set; }

    /// <summary><para>Begins a new file at this size. Default: one file for a run.</para></summary>
    [Parameter(ParameterSetName = nameof(AwsS3))]
    [Parameter(ParameterSetName = nameof(S3Compatible))]
    [Parameter(ParameterSetName = nameof(S3))]
    [Parameter(ParameterSetName = nameof(AzureBlob))]
    [ValidateRange(1, int.MaxValue)]
    [ConfigKey("max_file_size_mb")]
    public int? MaxFileSizeMB { get; set; }

    /// <summary><para>Server-side encryption.</para></summary>
    [Parameter(ParameterSetName = nameof(AwsS3))]
    [Parameter(ParameterSetName = nameof(S3))]
    [ValidateSet("AES256", "aws:kms")]
    [ConfigKey("encryption")]
    public string? Encryption { get; set; }

    /// <summary><para>The key for aws:kms.</para></summary>
    [Parameter(ParameterSetName = nameof(AwsS3))]
    [Parameter(ParameterSetName = nameof(S3))]
    [ConfigKey("kms_key_id")]
    public string? KmsKeyId { get; set; }

    /// <summary><para>The bucket is part of the host name.</para></summary>
    [Parameter(ParameterSetName = nameof(S3Compatible))]
    [Parameter(ParameterSetName = nameof(S3))]
    [ConfigKey("use_virtual_style_addressing")]
    public SwitchParameter VirtualStyleAddressing { get; set; }

    /// <summary><para>Address of the storage, for old servers; newer ones take it from the integration.</para></summary>
    [Parameter(ParameterSetName = nameof(S3))]
    [ConfigKey("endpoint_url")]
    public string? EndpointUrl { get; set; }

    /// <summary><para>Access key, for old servers; newer ones take it from the integration.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(S3))]
    [ConfigKey("aws_access_key_id")]
    public string? AwsAccessKeyId { get; set; }

    /// <summary><para>Secret key, for old servers.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(S3))]
    [SecretTransformation]
    [ConfigKey("aws_secret_access_key")]
    public SecureString? AwsSecretAccessKey { get; set; }

    /// <summary><para>Name of the database.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Snowflake))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(Postgres))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(Redshift))]
    [ConfigKey("database")]
    public string? Database { get; set; }

    /// <summary><para>Name of the warehouse.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Snowflake))]
    [ConfigKey("warehouse")]
    public string? Warehouse { get; set; }

    /// <summary><para>Name of the schema. Default: public, where it is not mandatory.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Snowflake))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(Databricks))]
    [Parameter(ParameterSetName = nameof(Postgres))]
    [Parameter(ParameterSetName = nameof(Redshift))]
    [ConfigKey("schema")]
    public string? Schema { get; set; }

    /// <summary><para>Name of the table. Default: events, where it is not mandatory.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Databricks))]
    [Parameter(ParameterSetName = nameof(Snowflake))]
    [Parameter(ParameterSetName = nameof(Postgres))]
    [Parameter(ParameterSetName = nameof(Redshift))]
    [ConfigKey("table_name")]
    public string? TableName { get; set; }

    /// <summary><para>Role to use.</para></summary>
    [Parameter(ParameterSetName = nameof(Snowflake))]
    [ConfigKey("role")]
    public string? Role { get; set; }

    /// <summary><para>Host of the database, where the integration has none.</para></summary>
    [Parameter(ParameterSetName = nameof(Postgres))]
    [Parameter(ParameterSetName = nameof(Redshift))]
    [ConfigKey("host")]
    public string? HostName { get; set; }

    /// <summary><para>Port of the database.</para></summary>
    [Parameter(ParameterSetName = nameof(Postgres))]
    [Parameter(ParameterSetName = nameof(Redshift))]
    [ValidateRange(1, 65535)]
    [ConfigKey("port")]
    public int? Port { get; set; }

    /// <summary><para>The database shows a self-signed certificate.</para></summary>
    [Parameter(ParameterSetName = nameof(Postgres))]
    [ConfigKey("has_self_signed_cert")]
    public SwitchParameter SelfSignedCertificate { get; set; }

    /// <summary><para>User and password, for servers and exports from before integrations.</para></summary>
    [Parameter(ParameterSetName = nameof(Snowflake))]
    [Parameter(ParameterSetName = nameof(Postgres))]
    [Parameter(ParameterSetName = nameof(Redshift))]
    public PSCredential? Credential { get; set; }

    /// <summary><para>Account, for old servers.</para></summary>
    [Parameter(ParameterSetName = nameof(Snowflake))]
    [ConfigKey("account")]
    public string? Account { get; set; }

    /// <summary><para>User for a key pair, for old servers.</para></summary>
    [Parameter(ParameterSetName = nameof(Snowflake))]
    [ConfigKey("user")]
    public string? User { get; set; }

    /// <summary><para>Private key, for old servers.</para></summary>
    [Parameter(ParameterSetName = nameof(Snowflake))]
    [Parameter(ParameterSetName = nameof(BigQuery))]
    [SecretTransformation]
    [ConfigKey("private_key")]
    public SecureString? PrivateKey { get; set; }

    /// <summary><para>Passphrase of the private key, for old servers.</para></summary>
    [Parameter(ParameterSetName = nameof(Snowflake))]
    [SecretTransformation]
    [ConfigKey("private_key_passphrase")]
    public SecureString? PrivateKeyPassphrase { get; set; }

    /// <summary><para>Type of the properties column. Default: varchar.</para></summary>
    [Parameter(ParameterSetName = nameof(Redshift))]
    [ValidateSet("varchar", "super")]
    [ConfigKey("properties_data_type")]
    public string? PropertiesDataType { get; set; }

    /// <summary><para>INSERT, or COPY by way of a bucket. Default: INSERT.</para></summary>
    [Parameter(ParameterSetName = nameof(Redshift))]
    [ValidateSet("INSERT", "COPY")]
    [ConfigKey("mode")]
    public string? Mode { get; set; }

    /// <summary><para>COPY: the bucket in between.</para></summary>
    [Parameter(ParameterSetName = nameof(Redshift))]
    [ConfigKey("copy_inputs.s3_bucket")]
    public string? CopyBucket { get; set; }

    /// <summary><para>COPY: region of the bucket.</para></summary>
    [Parameter(ParameterSetName = nameof(Redshift))]
    [ConfigKey("copy_inputs.region_name")]
    public string? CopyRegion { get; set; }

    /// <summary><para>COPY: what every file name begins with.</para></summary>
    [Parameter(ParameterSetName = nameof(Redshift))]
    [ConfigKey("copy_inputs.s3_key_prefix")]
    public string? CopyPrefix { get; set; }

    /// <summary><para>COPY: how Redshift reads the bucket: ARN of a role, id of an aws-s3 integration, or a credential of access key and secret key.</para></summary>
    [Parameter(ParameterSetName = nameof(Redshift))]
    [ConfigKey("copy_inputs.authorization")]
    public object? CopyAuthorization { get; set; }

    /// <summary><para>COPY: how PostHog writes to the bucket: id of an aws-s3 integration, or a credential of access key and secret key.</para></summary>
    [Parameter(ParameterSetName = nameof(Redshift))]
    [ConfigKey("copy_inputs.bucket_credentials")]
    public object? CopyBucketCredential { get; set; }

    /// <summary><para>Id of the dataset.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(BigQuery))]
    [ConfigKey("dataset_id")]
    public string? DatasetId { get; set; }

    /// <summary><para>Id of the table. Default: events.</para></summary>
    [Parameter(ParameterSetName = nameof(BigQuery))]
    [ConfigKey("table_id")]
    public string? TableId { get; set; }

    /// <summary><para>Properties go to columns of the type JSON.</para></summary>
    [Parameter(ParameterSetName = nameof(BigQuery))]
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

    /// <summary><para>HTTP path of the SQL warehouse.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Databricks))]
    [ConfigKey("http_path")]
    public string? HttpPath { get; set; }

    /// <summary><para>Name of the catalog.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Databricks))]
    [ConfigKey("catalog")]
    public string? Catalog { get; set; }

    /// <summary><para>Properties go to columns of the type VARIANT. Default: $true.</para></summary>
    [Parameter(ParameterSetName = nameof(Databricks))]
    [ConfigKey("use_variant_type")]
    public bool? VariantType { get; set; }

    /// <summary><para>New columns are added to the table. Default: $true.</para></summary>
    [Parameter(ParameterSetName = nameof(Databricks))]
    [ConfigKey("use_automatic_schema_evolution")]
    public bool? AutomaticSchemaEvolution { get; set; }

    /// <summary><para>https://us.i.posthog.com/batch/ or its eu twin.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = HttpSet)]
    [ConfigKey("url")]
    public string? Url { get; set; }

    /// <summary><para>Project token of the receiving project.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = HttpSet)]
    [SecretTransformation]
    [ConfigKey("token")]
    public SecureString? Token { get; set; }

    /// <summary><para>Only these events.</para></summary>
    [Parameter]
    [ConfigKey("include_events")]
    public string[]? IncludeEvent { get; set; }

    /// <summary><para>All but these events.</para></summary>
    [Parameter]
    [ConfigKey("exclude_events")]
    public string[]? ExcludeEvent { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => Try(ParameterSetName, () =>
    {
        var config = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (PropertyInfo property in GetType().GetProperties())
        {
            if (property.GetCustomAttribute<ConfigKeyAttribute>() is { } key && MyInvocation.BoundParameters.ContainsKey(property.Name))
                Put(config, key.Key, Value(property));
        }

        if (Credential is not null)
        {
            config["user"] = Credential.UserName;
            config["password"] = Credential.Password;
        }

        if (ParameterSetName == nameof(Snowflake) && (Credential is not null || PrivateKey is not null))
            config["authentication_type"] = PrivateKey is not null ? "keypair" : "password";
        DestinationRules.CheckConfig(ParameterSetName, config);
        WriteObject(new BatchExportDestinationDefinition(ParameterSetName, IntegrationId, config));
    });

    // The server knows its words in one spelling only; a person may use any.
    private object? Value(PropertyInfo property)
    {
        object? value = PlainValue.From(property.GetValue(this));
        return value is string text && property.GetCustomAttribute<ValidateSetAttribute>() is { } set
            ? set.ValidValues.First(v => v.Equals(text, StringComparison.OrdinalIgnoreCase))
            : property.PropertyType == typeof(object) ? CopyAccess(property.Name, property.GetValue(this)) : value;
    }

    // An integration id, the ARN of a role, or a pair of keys in a credential.
    private static object CopyAccess(string parameter, object? given)
    {
        object? value = given is PSObject wrapped ? wrapped.BaseObject : given;
        switch (value)
        {
            case PSCredential pair:
                return new Dictionary<string, object?>(StringComparer.Ordinal) { ["aws_access_key_id"] = pair.UserName, ["aws_secret_access_key"] = pair.Password };
            case Integration integration:
                return integration.Id;
            case int or long:
                return Convert.ToInt64(value, CultureInfo.InvariantCulture);
            case string text when text.Length > 0 && text.All(char.IsDigit):
                return long.Parse(text, CultureInfo.InvariantCulture);
            case string arn when parameter == nameof(CopyAuthorization) && arn.StartsWith("arn:", StringComparison.Ordinal):
                return arn;
            default:
                throw Fault.Validation($"-{parameter} takes the id of an aws-s3 integration, a credential of access key and secret key{(parameter == nameof(CopyAuthorization) ? ", or the ARN of a role" : "")}.", "Get-PHIntegration -Kind aws-s3");
        }
    }

    private static void Put(Dictionary<string, object?> config, string key, object? value)
    {
        int dot = key.IndexOf('.');
        if (dot < 0)
        {
            config[key] = value;
            return;
        }

        string outer = key.Substring(0, dot);
        if (!config.TryGetValue(outer, out object? inner))
            config[outer] = inner = new Dictionary<string, object?>(StringComparer.Ordinal);
        Put((Dictionary<string, object?>)inner!, key.Substring(dot + 1), value);
    }
}
