using System.Collections.Generic;
using System.Linq;
using PostHogPS.Contracts;

namespace PostHogPS.Destinations;

/// <summary>
/// Whether the settings of a new integration are one complete form, found before a request: the server chooses the form by the settings
/// that are there, and stores some that are incomplete.
/// </summary>
internal static class IntegrationRules
{
    /// <summary>The key of a Google service account: all of it, or none. With a part the server stores an account without a key, and gives no error.</summary>
    internal static readonly string[] GoogleKey = ["private_key", "private_key_id", "token_uri"];

    private static readonly string[] AwsOnly = ["name", "groups", "auto_create", "workgroup_arn"];

    internal static void Check(string kind, IDictionary<string, object?> config)
    {
        switch (kind)
        {
            case "aws-s3":
                CheckAws(config, "-AwsAccessKeyId and -AwsSecretAccessKey, or -RoleArn");
                break;
            case "aws-redshift":
                CheckRedshift(config);
                break;
            case "snowflake":
                CheckSnowflake(config);
                break;
            case "google-cloud-service-account":
                CheckGoogle(config);
                break;
            case "postgresql":
                CheckEncryption(config);
                break;
        }
    }

    private static void CheckAws(IDictionary<string, object?> config, string forms)
    {
        bool role = config.ContainsKey("aws_role_arn"), id = config.ContainsKey("aws_access_key_id"), key = config.ContainsKey("aws_secret_access_key");
        Refuse(role ? id || key : !id || !key, $"An integration with AWS needs one form of credentials, complete: {forms}.");
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
            CheckEncryption(config);
            return;
        }

        Refuse(!config.ContainsKey("name") || !config.ContainsKey("user") || config.ContainsKey("password") || config.ContainsKey("host")
            || config.ContainsKey("ssl_mode"),
            $"An integration with Redshift needs one form of credentials, complete: {Forms}. With AWS the host belongs to the destination.");
        CheckAws(config, Forms);
    }

    private static void CheckSnowflake(IDictionary<string, object?> config)
    {
        bool key = config.ContainsKey("private_key"), password = config.ContainsKey("password");
        Refuse(key == password || !config.ContainsKey("user"),
            "An integration with Snowflake needs one form of credentials, complete: -Credential, or -User and a private key.");
        Refuse(config.ContainsKey("private_key_passphrase") && !key, "-PrivateKeyPassphrase belongs to a private key.");
    }

    private static void CheckGoogle(IDictionary<string, object?> config)
    {
        int there = GoogleKey.Count(config.ContainsKey);
        Refuse(there > 0 && there < GoogleKey.Length, $"The key of a Google service account is complete or absent: {string.Join(", ", GoogleKey)}.");
        Refuse(!config.ContainsKey("service_account_email") || !config.ContainsKey("project_id"),
            "An integration with Google needs -KeyPath; or, where PostHog may act as the account without a key, -ServiceAccountEmail and -GoogleProjectId.");
    }

    private static void CheckEncryption(IDictionary<string, object?> config)
    {
        bool verifies = config.TryGetValue("ssl_mode", out object? value) && value is string mode && mode != "require";
        Refuse(verifies && !config.ContainsKey("ssl_root_cert"), "-SslMode verify-ca and verify-full need -SslRootCertificatePath.");
        Refuse(!verifies && config.ContainsKey("ssl_root_cert"), "-SslRootCertificatePath belongs to -SslMode verify-ca or verify-full.");
    }

    private static void Refuse(bool isWrong, string message)
    {
        if (isWrong)
            throw Problems.Validation(message + " Nothing was sent.");
    }
}
