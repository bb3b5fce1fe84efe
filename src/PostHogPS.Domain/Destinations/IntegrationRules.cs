using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Destinations;

/// <summary>
/// What is wrong with the settings of a new integration, found before a request. The server repeats some of them in its errors and
/// stores others unchecked, so no message here repeats a value: it may be a secret in the wrong place.
/// </summary>
internal static class IntegrationRules
{
    /// <summary>The key of a Google service account: all of it, or none. With a part the server stores an account without a key, and gives no error.</summary>
    internal static readonly string[] GoogleKey = ["private_key", "private_key_id", "token_uri"];

    private static readonly string[] AwsOnly = ["name", "groups", "auto_create", "workgroup_arn"];

    private const string AccountName = "AccountName=";

    internal static void Check(string kind, IDictionary<string, object?> config)
    {
        foreach (KeyValuePair<string, object?> pair in config)
        {
            if (pair.Value is null or SecureString { Length: 0 } || (pair.Value is string text && string.IsNullOrWhiteSpace(text)))
                throw Problems.Validation($"The setting {pair.Key} of a new integration is blank. Nothing was sent.", "Look at what the variable holds.");
        }

        if (BlankEntries.Contains(Value(config, "groups")))
            throw Problems.BlankItem("Group");
        switch (kind)
        {
            case "aws-s3":
                CheckAws(config, "-AwsAccessKeyId and -AwsSecretAccessKey, or -RoleArn");
                break;
            case "aws-redshift":
                CheckRedshift(config);
                break;
            case "s3-compatible":
                Refuse(!IsEndpoint(Value(config, "endpoint_url") as string),
                    "-EndpointUrl takes an address that begins with https:// or http://, without user and password.");
                break;
            case "snowflake":
                CheckSnowflake(config);
                break;
            case "google-cloud-service-account":
                CheckGoogle(config);
                break;
            case "azure-blob":
                Refuse(FindAzureAccount(config) is null,
                    "-ConnectionString takes the connection string of the storage account, with AccountName= spelled so.");
                break;
            case "postgresql":
            case "databricks":
                CheckHost(config);
                break;
        }
    }

    /// <summary>The account that a connection string is about; null for none.</summary>
    internal static string? FindAzureAccount(IDictionary<string, object?> config) =>
        Value(config, "connection_string") is SecureString secret
            ? Secrets.Reveal(secret).Split(';').Select(static part => part.Trim())
                .Where(static part => part.StartsWith(AccountName, StringComparison.Ordinal) && part.Length > AccountName.Length)
                .Select(static part => part.Substring(AccountName.Length)).FirstOrDefault()
            : null;

    private static void CheckAws(IDictionary<string, object?> config, string forms)
    {
        bool role = config.ContainsKey("aws_role_arn"), id = config.ContainsKey("aws_access_key_id"), key = config.ContainsKey("aws_secret_access_key");
        Refuse(role ? id || key : !id || !key, $"An integration with AWS needs one form of credentials, complete: {forms}.");
        Refuse(role && !IsArn(Value(config, "aws_role_arn")), "-RoleArn takes the ARN of a role, which begins with arn:aws.");
    }

    private static void CheckRedshift(IDictionary<string, object?> config)
    {
        const string Forms = "-HostName and -Credential; or -Name, -User, -AwsAccessKeyId and -AwsSecretAccessKey; or -Name, -User and -RoleArn";
        bool aws = KnownDestination.AwsKeys.Any(key => config.ContainsKey(key.Name)) || config.ContainsKey("aws_role_arn");
        if (!aws)
        {
            Refuse(!config.ContainsKey("host") || !config.ContainsKey("password"),
                $"An integration with Redshift needs one form of credentials, complete: {Forms}.");
            Refuse(AwsOnly.Any(config.ContainsKey),
                "-Name, -Group, -AutoCreate and -WorkgroupArn belong to an integration with Redshift that signs in by AWS; one with a password is known by "
                    + "its host, port and user.");
            CheckHost(config);
            return;
        }

        Refuse(!config.ContainsKey("name") || !config.ContainsKey("user") || config.ContainsKey("password") || config.ContainsKey("host")
            || config.ContainsKey("ssl_mode"),
            $"An integration with Redshift needs one form of credentials, complete: {Forms}. With AWS the host belongs to the destination.");
        CheckAws(config, Forms);
        Refuse(config.ContainsKey("workgroup_arn") && !IsArn(Value(config, "workgroup_arn")),
            "-WorkgroupArn takes the ARN of a workgroup of Redshift Serverless.");
    }

    private static void CheckSnowflake(IDictionary<string, object?> config)
    {
        bool key = config.ContainsKey("private_key"), password = config.ContainsKey("password");
        Refuse(key == password || !config.ContainsKey("user"),
            "An integration with Snowflake needs one form of credentials, complete: -Credential, or -User and a private key.");
        Refuse(config.ContainsKey("private_key_passphrase") && !key, "-PrivateKeyPassphrase belongs to a private key.");
        Refuse(Value(config, "account") is string account && !account.All(static c => IsPlain(c)),
            "-Account takes the account identifier, such as myorg-account1, not an address.");
        Refuse(key && !IsPem(Value(config, "private_key")),
            "The private key has to be PEM text, which begins with -----BEGIN. PostHog would find out at the first run only.");
    }

    private static void CheckGoogle(IDictionary<string, object?> config)
    {
        int there = GoogleKey.Count(config.ContainsKey);
        Refuse(there > 0 && there < GoogleKey.Length, $"The key of a Google service account is complete or absent: {string.Join(", ", GoogleKey)}.");
        Refuse(!config.ContainsKey("service_account_email") || !config.ContainsKey("project_id"),
            "An integration with Google needs -KeyPath; or, where PostHog may act as the account without a key, -ServiceAccountEmail and -GoogleProjectId.");
        Refuse(there > 0 && !IsPem(Value(config, "private_key")), "The private_key of the file has to be PEM text, which begins with -----BEGIN.");
    }

    // The server repeats a host that it refuses, and with it what a pasted connection string holds.
    private static void CheckHost(IDictionary<string, object?> config)
    {
        string host = (Value(config, "host") ?? Value(config, "server_hostname")) as string ?? "";
        Refuse(!host.All(static c => IsPlain(c) || c == ':'), "-HostName takes the bare name of a host, without https://, user, password or path.");
        bool verifies = Value(config, "ssl_mode") is string mode && mode != "require";
        Refuse(verifies && !config.ContainsKey("ssl_root_cert"), "-SslMode verify-ca and verify-full need -SslRootCertificatePath.");
        Refuse(!verifies && config.ContainsKey("ssl_root_cert"), "-SslRootCertificatePath belongs to -SslMode verify-ca or verify-full.");
        Refuse(verifies && !IsPem(Value(config, "ssl_root_cert")), "The root certificate has to be PEM text, which begins with -----BEGIN.");
    }

    private static void Refuse(bool isWrong, string message)
    {
        if (isWrong)
            throw Problems.Validation(message + " Nothing was sent.");
    }

    private static object? Value(IDictionary<string, object?> config, string key) => config.TryGetValue(key, out object? value) ? value : null;

    private static bool IsPlain(char c) => char.IsLetterOrDigit(c) || c is '.' or '-' or '_';

    private static bool IsArn(object? value) => value is string text && text.StartsWith("arn:aws", StringComparison.Ordinal);

    private static bool IsPem(object? value) =>
        (value is SecureString secret ? Secrets.StartsWith(secret, "-----BEGIN ")
            : value is string text && text.TrimStart().StartsWith("-----BEGIN ", StringComparison.Ordinal));

    private static bool IsEndpoint(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Scheme is "https" or "http" && address.UserInfo.Length == 0;
}
