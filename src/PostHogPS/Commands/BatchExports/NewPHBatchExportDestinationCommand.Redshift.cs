using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Contracts;

namespace PostHogPS.Commands;

// Amazon Redshift, by INSERT or by COPY through a bucket.
public sealed partial class NewPHBatchExportDestinationCommand
{
    /// <summary><para>Type of the properties column. Default: varchar.</para></summary>
    [Parameter(ParameterSetName = nameof(Redshift))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ValidateSet("varchar", "super")]
    [ConfigKey("properties_data_type")]
    public string? PropertiesDataType { get; set; }

    /// <summary><para>INSERT, or COPY by way of a bucket. Default: INSERT.</para></summary>
    [Parameter(ParameterSetName = nameof(Redshift))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ValidateSet("INSERT", "COPY")]
    [ConfigKey("mode")]
    public string? Mode { get; set; }

    /// <summary><para>COPY: the bucket in between.</para></summary>
    [Parameter(ParameterSetName = nameof(Redshift))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ConfigKey("copy_inputs.s3_bucket")]
    public string? CopyBucket { get; set; }

    /// <summary><para>COPY: region of the bucket.</para></summary>
    [Parameter(ParameterSetName = nameof(Redshift))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ConfigKey("copy_inputs.region_name")]
    public string? CopyRegion { get; set; }

    /// <summary><para>COPY: what every file name begins with.</para></summary>
    [Parameter(ParameterSetName = nameof(Redshift))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ConfigKey("copy_inputs.s3_key_prefix")]
    public string? CopyPrefix { get; set; }

    /// <summary>
    /// <para>COPY: how Redshift reads the bucket: ARN of a role, id of an aws-s3 integration, or a credential of access key and
    /// secret key.</para>
    /// </summary>
    [Parameter(ParameterSetName = nameof(Redshift))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ConfigKey("copy_inputs.authorization")]
    public object? CopyAuthorization { get; set; }

    /// <summary><para>COPY: how PostHog writes to the bucket: id of an aws-s3 integration, or a credential of access key and secret key.</para></summary>
    [Parameter(ParameterSetName = nameof(Redshift))]
    [Parameter(ParameterSetName = FromIntegration)]
    [ConfigKey("copy_inputs.bucket_credentials")]
    public object? CopyBucketCredential { get; set; }

    // An integration id, the ARN of a role, or a pair of keys in a credential.
    private static object CopyAccess(string parameter, object? given)
    {
        object? value = ShellObject.Unwrap(given);
        switch (value)
        {
            case PSCredential pair:
                return new Dictionary<string, object?>(StringComparer.Ordinal) { ["aws_access_key_id"] = pair.UserName,
                    ["aws_secret_access_key"] = pair.Password };
            case Integration integration:
                return integration.Id;
            case int or long:
                return Convert.ToInt64(value, CultureInfo.InvariantCulture);
            case string text when text.Length > 0 && text.All(char.IsDigit):
                return long.Parse(text, CultureInfo.InvariantCulture);
            case string arn when parameter == nameof(CopyAuthorization) && arn.StartsWith("arn:", StringComparison.Ordinal):
                return arn;
            default:
                throw Problems.Validation($"-{parameter} takes the id of an aws-s3 integration, a credential of access key and secret "
                    + $"key{(parameter == nameof(CopyAuthorization) ? ", or the ARN of a role" : "")}.", "Get-PHIntegration -Kind aws-s3");
        }
    }
}
