using System;
using System.Collections.Generic;

namespace PostHogPS.Sandbox.Model;

/// <summary>What a destination type accepts.</summary>
internal sealed class DestinationType
{
    public required string Name { get; init; }

    /// <summary>The name in messages.</summary>
    public string? Label { get; init; }

    public string? IntegrationKind { get; init; }

    /// <summary>The name of the integration in messages.</summary>
    public string? IntegrationLabel { get; init; }

    public bool IntegrationRequired { get; init; }

    /// <summary>PATCH without an integration keeps the stored one; otherwise it must be sent again.</summary>
    public bool KeepsIntegration { get; init; }

    public required IReadOnlyDictionary<string, string> Fields { get; init; }

    public IReadOnlyList<string> Required { get; init; } = [];

    public IReadOnlyList<string> Secrets { get; init; } = [];

    public IReadOnlyList<TestStep> TestSteps { get; init; } = [];

    public bool IsFile => Name is "S3" or "AwsS3" or "S3Compatible" or "AzureBlob";

    public bool IsS3 => Name is "S3" or "AwsS3" or "S3Compatible";
}

/// <summary>One step of the test of a destination.</summary>
internal sealed class TestStep
{
    public TestStep(string name, string description)
    {
        Name = name;
        Description = description;
    }

    public string Name { get; }

    public string Description { get; }
}

/// <summary>The destination types of both generations.</summary>
internal static class DestinationTypes
{
    private const string Common =
        "exclude_events:list? include_events:list? interval:str? timezone:str? team_id:int? batch_export_id:str? data_interval_start:str? "
            + "data_interval_end:str? is_backfill:bool? is_earliest_backfill:bool? batch_export_model:dict? batch_export_schema:dict?";

    private static readonly string[] AwsSecrets = ["aws_access_key_id", "aws_secret_access_key"];
    private static readonly string[] UserSecrets = ["user", "password"];

    private static readonly Dictionary<string, DestinationType> Current = Map(
        S3("AwsS3", "aws-s3", "encryption:str? kms_key_id:str?"),
        S3("S3Compatible", "s3-compatible", "use_virtual_style_addressing:bool"),
        new DestinationType
        {
            Name = "Snowflake",
            IntegrationKind = "snowflake",
            IntegrationLabel = "a Snowflake integration",
            IntegrationRequired = true,
            KeepsIntegration = true,
            Fields = Fields("database:str warehouse:str schema:str table_name:str role:str?"),
            Required = ["database", "warehouse", "schema"],
            Secrets = ["user", "password", "private_key", "private_key_passphrase"],
            TestSteps = Steps("Snowflake", "database", "warehouse", "schema"),
        },
        new DestinationType
        {
            Name = "Postgres",
            IntegrationKind = "postgresql",
            IntegrationLabel = "a PostgreSQL integration",
            IntegrationRequired = true,
            KeepsIntegration = true,
            Fields = Fields("database:str schema:str table_name:str host:str? port:int? user:str? password:str? has_self_signed_cert:bool"),
            Required = ["database"],
            Secrets = UserSecrets,
        },
        new DestinationType
        {
            Name = "Redshift",
            IntegrationKind = "aws-redshift",
            IntegrationLabel = "a Redshift integration",
            IntegrationRequired = true,
            Fields = Fields("database:str host:str? port:int schema:str table_name:str properties_data_type:str mode:str copy_inputs:dict? user:str? "
                + "password:str?"),
            Required = ["database"],
            Secrets = ["user", "password", "aws_access_key_id", "aws_secret_access_key"],
        },
        new DestinationType
        {
            Name = "BigQuery",
            IntegrationKind = "google-cloud-service-account",
            IntegrationLabel = "a Google Cloud service account integration",
            IntegrationRequired = true,
            Fields = Fields("dataset_id:str table_id:str use_json_type:bool project_id:str? private_key:str? private_key_id:str? token_uri:str? "
                + "client_email:str?"),
            Required = ["dataset_id"],
            Secrets = ["private_key", "private_key_id", "client_email", "token_uri"],
            TestSteps = Steps("BigQuery", "project", "dataset", "table"),
        },
        Databricks(),
        Azure(),
        new DestinationType { Name = "HTTP", Fields = Fields("url:str token:str"), Required = ["url", "token"], Secrets = ["token"] },
        new DestinationType { Name = "Workflows", Fields = Fields("hog_function_id:str"), Required = ["hog_function_id"] },
        new DestinationType { Name = "NoOp", Fields = Fields("arg:str") },
        new DestinationType { Name = "FileDownload", Fields = Fields("arg:str") });

    private static readonly Dictionary<string, DestinationType> Old = Map(
        new DestinationType
        {
            Name = "S3",
            Fields = Fields("bucket_name:str region:str prefix:str aws_access_key_id:str? aws_secret_access_key:str? compression:str? file_format:str "
                + "encryption:str? kms_key_id:str? endpoint_url:str? max_file_size_mb:int? use_virtual_style_addressing:bool"),
            Required = ["bucket_name", "region", "prefix", "aws_access_key_id", "aws_secret_access_key"],
            Secrets = AwsSecrets,
            TestSteps = Steps("S3", "bucket", "prefix"),
        },
        new DestinationType
        {
            Name = "Snowflake",
            Fields = Fields("account:str user:str database:str warehouse:str schema:str table_name:str role:str? authentication_type:str password:str? "
                + "private_key:str? private_key_passphrase:str?"),
            Required = ["account", "user", "database", "warehouse", "schema"],
            Secrets = ["user", "password", "private_key", "private_key_passphrase"],
            TestSteps = Steps("Snowflake", "database", "warehouse", "schema"),
        },
        new DestinationType
        {
            Name = "Postgres",
            Fields = Fields("user:str password:str host:str port:int database:str schema:str table_name:str has_self_signed_cert:bool"),
            Required = ["user", "password", "host", "database"],
            Secrets = UserSecrets,
        },
        new DestinationType
        {
            Name = "Redshift",
            Fields = Fields("user:str password:str host:str port:int database:str schema:str table_name:str properties_data_type:str mode:str "
                + "copy_inputs:dict?"),
            Required = ["user", "password", "host", "database"],
            Secrets = ["user", "password", "aws_access_key_id", "aws_secret_access_key"],
        },
        new DestinationType
        {
            Name = "BigQuery",
            Fields = Fields("project_id:str dataset_id:str table_id:str private_key:str private_key_id:str token_uri:str client_email:str use_json_type:bool"),
            Required = ["project_id", "dataset_id", "private_key", "private_key_id", "token_uri", "client_email"],
            Secrets = ["private_key", "private_key_id", "client_email", "token_uri"],
            TestSteps = Steps("BigQuery", "project", "dataset", "table"),
        },
        Databricks(),
        Azure(),
        new DestinationType { Name = "HTTP", Fields = Fields("url:str token:str"), Required = ["url", "token"], Secrets = ["token"] },
        new DestinationType { Name = "Workflows", Fields = Fields("hog_function_id:str"), Required = ["hog_function_id"] },
        new DestinationType { Name = "NoOp", Fields = Fields("arg:str") });

    public static DestinationType? Find(string type, bool old) =>
        (old ? Old : Current).TryGetValue(type, out DestinationType? found) ? found : null;

    private static DestinationType S3(string name, string kind, string more) => new()
    {
        Name = name,
        IntegrationKind = kind,
        IntegrationLabel = "an AWS S3 integration",
        IntegrationRequired = true,
        KeepsIntegration = true,
        Fields = Fields("bucket_name:str region:str prefix:str compression:str? file_format:str max_file_size_mb:int? legacy_parquet_extension:bool " + more),
        Required = ["bucket_name", "region", "prefix"],
        Secrets = AwsSecrets,
        TestSteps = Steps(name, "bucket", "prefix"),
    };

    private static DestinationType Databricks() => new()
    {
        Name = "Databricks",
        IntegrationKind = "databricks",
        IntegrationLabel = "a Databricks integration",
        IntegrationRequired = true,
        Fields = Fields("http_path:str catalog:str schema:str table_name:str use_variant_type:bool use_automatic_schema_evolution:bool"),
        Required = ["http_path", "catalog", "schema", "table_name"],
        TestSteps = Steps("Databricks", "catalog", "schema", "table"),
    };

    private static DestinationType Azure() => new()
    {
        Name = "AzureBlob",
        Label = "Azure Blob",
        IntegrationKind = "azure-blob",
        IntegrationLabel = "an Azure Blob integration",
        IntegrationRequired = true,
        Fields = Fields("container_name:str prefix:str compression:str? file_format:str max_file_size_mb:int? legacy_parquet_extension:bool"),
        Required = ["container_name"],
        TestSteps = Steps("Azure Blob", "container", "prefix"),
    };

    private static TestStep[] Steps(string label, params string[] objects)
    {
        var steps = new List<TestStep> { new("Check credentials", "Connect to " + label + " with the credentials of the integration.") };
        foreach (string thing in objects)
            steps.Add(new TestStep("Check " + thing, "Make sure that the " + thing + " exists and that it can be written to."));
        return [.. steps];
    }

    /// <summary>Parses "name:type", with a question mark where null is allowed.</summary>
    private static Dictionary<string, string> Fields(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string field in (text + " " + Common).Split(' '))
        {
            int at = field.IndexOf(':');
            fields[field.Substring(0, at)] = field.Substring(at + 1);
        }

        return fields;
    }

    private static Dictionary<string, DestinationType> Map(params DestinationType[] types)
    {
        var map = new Dictionary<string, DestinationType>(StringComparer.Ordinal);
        foreach (DestinationType type in types)
            map[type.Name] = type;
        return map;
    }
}
