using System.Text.Json.Nodes;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>Typical configurations of destinations.</summary>
internal static class SampleConfigs
{
    public static JsonObject S3(string bucket, string prefix, string format, string? compression) => new()
    {
        ["bucket_name"] = bucket,
        ["region"] = "eu-central-1",
        ["prefix"] = prefix,
        ["file_format"] = format,
        ["compression"] = compression,
        ["max_file_size_mb"] = 512,
    };

    public static JsonObject BigQuery(string dataset, string table) => new()
    {
        ["dataset_id"] = dataset,
        ["table_id"] = table,
        ["use_json_type"] = true,
    };

    public static JsonObject Snowflake(string schema, string table) => new()
    {
        ["database"] = "POSTHOG",
        ["warehouse"] = "LOADING",
        ["schema"] = schema,
        ["table_name"] = table,
        ["role"] = "POSTHOG_LOADER",
    };

    public static JsonObject Postgres(string database) => new()
    {
        ["database"] = database,
        ["schema"] = "public",
        ["table_name"] = "posthog_events",
        ["port"] = 5432,
        ["has_self_signed_cert"] = false,
    };

    public static JsonObject Redshift(string database) => new()
    {
        ["database"] = database,
        ["host"] = "analytics.abc123.eu-central-1.redshift.amazonaws.com",
        ["port"] = 5439,
        ["schema"] = "posthog",
        ["table_name"] = "sessions",
        ["properties_data_type"] = "super",
        ["mode"] = "INSERT",
    };

    public static JsonObject Azure(string container, string prefix) => new()
    {
        ["container_name"] = container,
        ["prefix"] = prefix,
        ["file_format"] = "Parquet",
        ["compression"] = "zstd",
    };

    public static JsonObject Databricks() => new()
    {
        ["http_path"] = "/sql/1.0/warehouses/0123456789abcdef",
        ["catalog"] = "main",
        ["schema"] = "posthog",
        ["table_name"] = "events",
        ["use_variant_type"] = true,
    };

    /// <summary>The stored columns of older exports of events.</summary>
    public static JsonObject Columns(params string[] names)
    {
        var fields = new JsonArray();
        foreach (string name in names)
            fields.Add(new JsonObject { ["expression"] = name, ["alias"] = name });
        return new JsonObject { ["fields"] = fields, ["values"] = new JsonObject(), ["hogql_query"] = "SELECT " + string.Join(", ", names) + " FROM events" };
    }

    /// <summary>Before integrations the credentials were in the configuration, and scalars were returned as text.</summary>
    public static JsonObject AddInlineCredentials(string type, JsonObject config)
    {
        switch (type)
        {
            case "S3":
                config["aws_access_key_id"] = "AKIAEXAMPLE";
                config["aws_secret_access_key"] = "secret";
                break;
            case "Snowflake":
                config["account"] = "NW12345.eu-central-1";
                config["user"] = "POSTHOG";
                config["password"] = "secret";
                config["authentication_type"] = "password";
                break;
            case "Postgres":
                config["host"] = "warehouse.northwind.example";
                config["user"] = "posthog";
                config["password"] = "secret";
                break;
            case "Redshift":
                config["user"] = "posthog";
                config["password"] = "secret";
                break;
            case "BigQuery":
                config["project_id"] = "northwind";
                config["private_key"] = "secret";
                config["private_key_id"] = "0123";
                config["client_email"] = "exports@northwind.iam.gserviceaccount.com";
                config["token_uri"] = "https://oauth2.googleapis.com/token";
                break;
        }

        return config;
    }
}
