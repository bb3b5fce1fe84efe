using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Contracts;
using PostHogPS.Destinations;

namespace PostHogPS.Commands;

/// <summary>
/// Makes the destination that New-PHBatchExport, Set-PHBatchExport and Test-PHBatchExportDestination take. Sends nothing.
/// A parameter's attribute names the setting it fills (docs/server.md#destination-types), so a new setting is one more parameter.
/// Each type has a file of its own.
/// </summary>
[Cmdlet(VerbsCommon.New, "PHBatchExportDestination")]
[OutputType(typeof(BatchExportDestinationDefinition))]
public sealed partial class NewPHBatchExportDestinationCommand : PostHogCmdlet
{
    // The sets are named as the server names the types.
    private const string HttpSet = "HTTP";
    private const string FromIntegration = "Integration";

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

    /// <summary>
    /// <para>The integration that holds the credentials, as Get-PHIntegration and New-PHIntegration give it. Its kind decides the
    /// type.</para>
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FromIntegration)]
    [Parameter(ValueFromPipeline = true, ParameterSetName = nameof(AwsS3))]
    [Parameter(ValueFromPipeline = true, ParameterSetName = nameof(S3Compatible))]
    [Parameter(ValueFromPipeline = true, ParameterSetName = nameof(Snowflake))]
    [Parameter(ValueFromPipeline = true, ParameterSetName = nameof(Postgres))]
    [Parameter(ValueFromPipeline = true, ParameterSetName = nameof(Redshift))]
    [Parameter(ValueFromPipeline = true, ParameterSetName = nameof(BigQuery))]
    [Parameter(ValueFromPipeline = true, ParameterSetName = nameof(Databricks))]
    [Parameter(ValueFromPipeline = true, ParameterSetName = nameof(AzureBlob))]
    [AllowNull]
    public PSObject? Integration { get; set; }

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

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(ShellObject.Unwrap(Integration) ?? ParameterSetName, () =>
    {
        RefuseNothing("Event", "The name of an event", nameof(IncludeEvent), nameof(ExcludeEvent));
        Dictionary<string, object?> config = BoundSettings.Read(this, Given, CopyAccess);
        (string type, long? integration) = Given(nameof(Integration)) ? ReadIntegration() : (ParameterSetName, IntegrationId);
        if (Credential is not null)
        {
            config["user"] = Credential.UserName;
            config["password"] = Credential.Password;
        }

        DestinationRules.AddSignIn(type, config);
        DestinationRules.CheckConfig(type, config);
        if (ParameterSetName == FromIntegration)
        {
            // The shell asks for what a type needs only where the type is a parameter.
            DestinationSchema.Check(type, config);
            DestinationRules.CheckNew(type, config, integration);
        }

        WriteObject(new BatchExportDestinationDefinition(type, integration, config));
    });

    private (string Type, long? Id) ReadIntegration()
    {
        PipedObject piped = PipedObject.Read(Integration);
        string? kind = piped.Kind == PipedKind.Integration ? PipedObject.ReadText(Integration, nameof(PostHogPS.Integration.Kind)) : null;
        if (piped.Number is not { } id || kind is null)
            throw Problems.NotAnIntegration(piped.Input, "Pipe what Get-PHIntegration gives, or name the type and give -IntegrationId.");
        if (IntegrationId is { } other && other != id)
            throw Problems.Validation($"The integration {id} was given, and -IntegrationId {other}. Give one of them.");
        return (DestinationKinds.FindType(id, kind, ParameterSetName == FromIntegration ? null : ParameterSetName), id);
    }
}
