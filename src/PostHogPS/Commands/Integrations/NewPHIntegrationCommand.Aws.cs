using System.Management.Automation;
using System.Security;
using PostHogPS.Binding;

namespace PostHogPS.Commands;

// AWS, and what speaks S3.
public sealed partial class NewPHIntegrationCommand
{
    /// <summary><para>The name of the integration. PostHog refuses one that its kind has already in the project.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = nameof(AwsS3))]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = nameof(S3Compatible))]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = nameof(Snowflake))]
    [Parameter(Position = 0, ParameterSetName = nameof(Redshift))]
    [ConfigKey("name")]
    public string? Name { get; set; }

    /// <summary><para>Id of the access key.</para></summary>
    [Parameter(ParameterSetName = nameof(AwsS3))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(S3Compatible))]
    [Parameter(ParameterSetName = nameof(Redshift))]
    [ConfigKey("aws_access_key_id")]
    public string? AwsAccessKeyId { get; set; }

    /// <summary><para>The secret access key.</para></summary>
    [Parameter(ParameterSetName = nameof(AwsS3))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(S3Compatible))]
    [Parameter(ParameterSetName = nameof(Redshift))]
    [SecretTransformation]
    [ConfigKey("aws_secret_access_key")]
    public SecureString? AwsSecretAccessKey { get; set; }

    /// <summary><para>ARN of a role that PostHog may assume, instead of keys.</para></summary>
    [Parameter(ParameterSetName = nameof(AwsS3))]
    [Parameter(ParameterSetName = nameof(Redshift))]
    [ConfigKey("aws_role_arn")]
    public string? RoleArn { get; set; }

    /// <summary><para>Address of the storage.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(S3Compatible))]
    [ConfigKey("endpoint_url")]
    public string? EndpointUrl { get; set; }

    /// <summary><para>With AWS: groups of the database that the user joins.</para></summary>
    [Parameter(ParameterSetName = nameof(Redshift))]
    [ConfigKey("groups")]
    public string[]? Group { get; set; }

    /// <summary><para>With AWS: creates the user of the database if it does not exist.</para></summary>
    [Parameter(ParameterSetName = nameof(Redshift))]
    [ConfigKey("auto_create")]
    public SwitchParameter AutoCreate { get; set; }

    /// <summary><para>With AWS: ARN of the workgroup of Redshift Serverless.</para></summary>
    [Parameter(ParameterSetName = nameof(Redshift))]
    [ConfigKey("workgroup_arn")]
    public string? WorkgroupArn { get; set; }
}
