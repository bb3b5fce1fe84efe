using System.Management.Automation;
using System.Security;
using PostHogPS.Binding;

namespace PostHogPS.Commands;

// Destinations that are files: Amazon S3, what speaks S3, Azure Blob Storage.
public sealed partial class NewPHBatchExportDestinationCommand
{
    /// <summary><para>Name of the bucket.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(AwsS3))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(S3Compatible))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(S3))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ConfigKey("bucket_name")]
    public string? BucketName { get; set; }

    /// <summary><para>Region of the bucket.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(AwsS3))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(S3Compatible))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(S3))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ConfigKey("region")]
    public string? Region { get; set; }

    /// <summary><para>What every file name begins with.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(AwsS3))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(S3Compatible))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(S3))]
    [Parameter(ParameterSetName = nameof(AzureBlob))]
    [Parameter(ParameterSetName = FromIntegration)]
    [AllowEmptyString]
    [ConfigKey("prefix")]
    public string? Prefix { get; set; }

    /// <summary><para>Name of the container.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(AzureBlob))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ConfigKey("container_name")]
    public string? ContainerName { get; set; }

    /// <summary><para>Format of the files. Default: JSONLines.</para></summary>
    [Parameter(ParameterSetName = nameof(AwsS3))]
    [Parameter(ParameterSetName = nameof(S3Compatible))]
    [Parameter(ParameterSetName = nameof(S3))]
    [Parameter(ParameterSetName = nameof(AzureBlob))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ValidateSet("Parquet", "JSONLines")]
    [ConfigKey("file_format")]
    public string? FileFormat { get; set; }

    /// <summary><para>Compression: Parquet takes all, JSONLines gzip and brotli. Default: none.</para></summary>
    [Parameter(ParameterSetName = nameof(AwsS3))]
    [Parameter(ParameterSetName = nameof(S3Compatible))]
    [Parameter(ParameterSetName = nameof(S3))]
    [Parameter(ParameterSetName = nameof(AzureBlob))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ValidateSet("zstd", "lz4", "snappy", "gzip", "brotli")]
    [ConfigKey("compression")]
    public string? Compression { get; set; }

    /// <summary><para>Begins a new file at this size. Default: one file for a run.</para></summary>
    [Parameter(ParameterSetName = nameof(AwsS3))]
    [Parameter(ParameterSetName = nameof(S3Compatible))]
    [Parameter(ParameterSetName = nameof(S3))]
    [Parameter(ParameterSetName = nameof(AzureBlob))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ValidateRange(1, int.MaxValue)]
    [ConfigKey("max_file_size_mb")]
    public int? MaxFileSizeMB { get; set; }

    /// <summary><para>Server-side encryption.</para></summary>
    [Parameter(ParameterSetName = nameof(AwsS3))]
    [Parameter(ParameterSetName = nameof(S3))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ValidateSet("AES256", "aws:kms")]
    [ConfigKey("encryption")]
    public string? Encryption { get; set; }

    /// <summary><para>The key for aws:kms.</para></summary>
    [Parameter(ParameterSetName = nameof(AwsS3))]
    [Parameter(ParameterSetName = nameof(S3))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ConfigKey("kms_key_id")]
    public string? KmsKeyId { get; set; }

    /// <summary><para>The bucket is part of the host name.</para></summary>
    [Parameter(ParameterSetName = nameof(S3Compatible))]
    [Parameter(ParameterSetName = nameof(S3))]
    [Parameter(ParameterSetName = FromIntegration)]
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
}
