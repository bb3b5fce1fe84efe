using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Destinations;

namespace PostHogPS.Commands;

/// <summary>
/// Makes the destination that New-PHBatchExport, Set-PHBatchExport and Test-PHBatchExportDestination take. Sends nothing.
/// A parameter's attribute names the setting it fills (docs/server.md#destination-types), so a new setting is one more parameter. Each type has a file of its own.
/// </summary>
[Cmdlet(VerbsCommon.New, "PHBatchExportDestination")]
[OutputType(typeof(BatchExportDestinationDefinition))]
public sealed partial class NewPHBatchExportDestinationCommand : PostHogCmdlet
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

    /// <inheritdoc/>
    protected override void EndProcessing() => Try(ParameterSetName, () =>
    {
        RefuseNothing("Event", "The name of an event", nameof(IncludeEvent), nameof(ExcludeEvent));
        var config = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (PropertyInfo property in GetType().GetProperties())
        {
            if (property.GetCustomAttribute<ConfigKeyAttribute>() is { } key && Given(property.Name))
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
        object? value = PlainValue.CreateFrom(property.GetValue(this));
        return value is string text && property.GetCustomAttribute<ValidateSetAttribute>() is { } set
            ? set.ValidValues.First(v => v.Equals(text, StringComparison.OrdinalIgnoreCase))
            : property.PropertyType == typeof(object) ? CopyAccess(property.Name, property.GetValue(this)) : value;
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
