using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Contracts;
using PostHogPS.Destinations;
using PostHogPS.Text;

namespace PostHogPS.Commands;

// The kinds, by the type of destination that they are for, and how their parameters become settings.
public sealed partial class NewPHIntegrationCommand
{
    private static readonly Dictionary<string, int> Ports = new() { [nameof(Postgres)] = 5432, [nameof(Redshift)] = 5439 };

    /// <summary><para>For Amazon S3: two keys, or a role.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(AwsS3))]
    public SwitchParameter AwsS3 { get; set; }

    /// <summary><para>For storage that speaks S3.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(S3Compatible))]
    public SwitchParameter S3Compatible { get; set; }

    /// <summary><para>For Snowflake: a password, or a private key.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Snowflake))]
    public SwitchParameter Snowflake { get; set; }

    /// <summary><para>For PostgreSQL.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Postgres))]
    public SwitchParameter Postgres { get; set; }

    /// <summary><para>For Amazon Redshift: user and password, two keys of AWS, or a role.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Redshift))]
    public SwitchParameter Redshift { get; set; }

    /// <summary><para>For Google BigQuery: a service account, with its key or without.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(BigQuery))]
    public SwitchParameter BigQuery { get; set; }

    /// <summary><para>For Databricks: a service principal.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Databricks))]
    public SwitchParameter Databricks { get; set; }

    /// <summary><para>For Azure Blob Storage.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(AzureBlob))]
    public SwitchParameter AzureBlob { get; set; }

    private IntegrationDefinition ReadSettings()
    {
        Dictionary<string, object?> config = BoundSettings.Read(this, Given);
        // Whom a key belongs to: PostHog never returns these either.
        foreach (string name in new[] { "aws_access_key_id", "client_id" })
        {
            if (config.TryGetValue(name, out object? value) && value is string text)
                config[name] = Secrets.Protect(text);
        }

        if (Credential is not null)
        {
            // A user that is given twice may be meant to be either.
            if (User is not null)
                throw Problems.Validation("-User and -Credential both name a user. Nothing was sent.",
                    "Leave -User out: it is for a private key or credentials of AWS.");
            config["user"] = Credential.UserName;
            config["password"] = Credential.Password;
        }

        ReadFiles(config);
        // Only one form has a port: PostHog chooses the form by the settings that are there.
        if (config.ContainsKey("host") && Ports.TryGetValue(ParameterSetName, out int port) && !config.ContainsKey("port"))
            config["port"] = port;
        if (ParameterSetName == nameof(Snowflake))
            config["authentication_type"] = config.ContainsKey("private_key") ? "keypair" : "password";
        if (ParameterSetName == nameof(Databricks) && config.TryGetValue("host", out object? host))
        {
            config.Remove("host");
            config["server_hostname"] = host;
        }

        return new IntegrationDefinition(DestinationKinds.Find(ParameterSetName)!, config);
    }
}
