using System;
using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Json;

namespace PostHogPS.Sandbox.Model;

/// <summary>The kinds of integrations, and the names that the server makes for them.</summary>
internal static class IntegrationKinds
{
    /// <summary>Newer than the published schema of May 2026.</summary>
    private static readonly string[] New = ["aws-s3", "s3-compatible", "snowflake", "aws-redshift"];

    private static readonly string[] Creatable = ["postgresql", "google-cloud-service-account", "databricks", "azure-blob"];

    /// <summary>Some of those that a person connects in a browser.</summary>
    private static readonly string[] OAuth = ["slack", "hubspot", "salesforce", "google-ads", "linear"];

    public static bool IsKnown(string kind, bool old) => IsCreatable(kind, old) || OAuth.Contains(kind);

    /// <summary>Whether credentials in a request make one.</summary>
    public static bool IsCreatable(string kind, bool old) => Creatable.Contains(kind) || (!old && New.Contains(kind));

    public static string DisplayName(Integration integration)
    {
        string name = Text("name"), host = Text("host");
        return integration.Kind switch
        {
            "aws-s3" when Has("aws_role_arn") => name + " (AWS role '" + Text("aws_role_arn") + "')",
            "aws-s3" when Has("aws_account_id") => name + " (AWS account " + Text("aws_account_id") + ")",
            "aws-s3" => name + " (access key)",
            "s3-compatible" => name + " (access key, " + Text("endpoint_url") + ")",
            "snowflake" => name + " (account: " + Text("account") + ", " + (Text("authentication_type") == "keypair" ? "keypair" : "password") + " auth)",
            "aws-redshift" when Has("aws_role_arn") => name + " (AWS role '" + Text("aws_role_arn") + "')",
            "aws-redshift" when Has("aws_account_id") => name + " (AWS account " + Text("aws_account_id") + ")",
            "aws-redshift" => integration.Identity + " (" + Text("user") + "@" + host + ")",
            "databricks" => integration.Identity,
            "slack" => name,
            _ => "ID: " + integration.Identity,
        };

        bool Has(string key) => integration.Config.ContainsKey(key);

        string Text(string key) => integration.Config[key].AsText() ?? "";
    }

    /// <summary>The identity of databases: their user belongs to it, their password does not.</summary>
    public static string DatabaseIdentity(long project, JsonObject config) =>
        FormattableString.Invariant($"{project}-{config["host"].AsText()}-{config["port"].AsInteger()}-{config["user"].AsText()}");

    /// <summary>The identity of a Google account; with and without a key are two.</summary>
    public static string GoogleIdentity(long project, string account, bool hasKey) =>
        FormattableString.Invariant($"{account}-{project}-{(hasKey ? "key-file" : "impersonated")}");
}
