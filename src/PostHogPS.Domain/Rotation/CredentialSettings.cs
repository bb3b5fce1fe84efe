using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using PostHogPS.Contracts;
using PostHogPS.Destinations;
using PostHogPS.Text;

namespace PostHogPS.Rotation;

/// <summary>
/// Which secrets make up the credentials of an integration or of an inline destination, and the new integration that has the settings
/// of a stored one and other secrets. PostHog replaces one completely, so every setting is sent again.
/// </summary>
internal static class CredentialSettings
{
    private const string GoogleTokenUri = "https://oauth2.googleapis.com/token";

    // Set by the server, and not a setting.
    private const string AwsAccount = "aws_account_id";

    private static readonly string[] AwsKeys = [.. KnownDestination.AwsKeys.Select(static key => key.Name)];

    /// <summary>The integration to make: as the stored one, with these secrets.</summary>
    /// <param name="stored">The integration as PostHog shows it.</param>
    /// <param name="given">The secrets.</param>
    /// <param name="name">The name, of a kind that has one; null to keep it.</param>
    /// <param name="parameter">Where the secrets come from, for errors.</param>
    internal static IntegrationDefinition CreateFrom(Integration stored, IReadOnlyDictionary<string, SecureString> given, string? name, string parameter)
    {
        if (stored.Config.ContainsKey("aws_role_arn"))
            throw Problems.Validation($"The integration {stored.Id} ('{MessageText.Name(stored.DisplayName)}') signs in by a role and holds no secret. "
                + "Nothing was sent.",
                "To use another role: New-PHIntegration <name> -AwsS3 -RoleArn <arn>, and then -Integration with its id.");
        bool isKeyPair = stored.Kind == "snowflake" && (given.ContainsKey("private_key")
            || (!given.ContainsKey("password") && Text(stored, "authentication_type") == "keypair"));
        string[] optional = isKeyPair ? ["private_key_passphrase"] : stored.Kind == "google-cloud-service-account" ? ["token_uri"] : [];
        string[] needed = stored.Kind switch
        {
            "aws-s3" or "s3-compatible" => AwsKeys,
            "aws-redshift" when !stored.Config.ContainsKey("host") => AwsKeys,
            "snowflake" when isKeyPair => ["private_key"],
            "snowflake" or "postgresql" or "aws-redshift" => ["password"],
            "google-cloud-service-account" => ["private_key", "private_key_id"],
            "databricks" => ["client_id", "client_secret"],
            "azure-blob" => ["connection_string"],
            _ => throw Problems.Validation($"The integration {stored.Id} is of the kind {MessageText.Name(stored.Kind)}, whose secrets this command does "
                + "not know. Nothing was sent.",
                "Make a new one with New-PHIntegration or on PostHog's own page, and give it: -Integration <id>."),
        };

        var config = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, object?> setting in stored.Config.Where(static setting => setting.Value is not null && setting.Key != AwsAccount))
            config[setting.Key] = setting.Value;
        if (name is not null)
            config["name"] = name;
        if (stored.Kind == "snowflake")
            config["authentication_type"] = isKeyPair ? "keypair" : "password";
        if (stored.Kind == "google-cloud-service-account")
            config["token_uri"] = GoogleTokenUri;
        foreach (KeyValuePair<string, SecureString> secret in Complete(given, needed, optional, $"an integration of the kind {stored.Kind}", parameter))
            config[secret.Key] = secret.Value;
        return new IntegrationDefinition(stored.Kind, config, stored, parameter);
    }

    /// <summary>The secrets of an inline destination that are sent anew.</summary>
    internal static Dictionary<string, object?> CreateInline(BatchExport export, IReadOnlyDictionary<string, SecureString> given, string parameter)
    {
        BatchExportDestination destination = export.Destination;
        string[] known = [.. FindInline(export)];
        string[] needed = known.Contains(AwsKeys[0]) ? AwsKeys : known.Contains("private_key_id") ? ["private_key", "private_key_id"]
            : [known.FirstOrDefault(static name => name is "password" or "private_key") ?? known[0]];
        return Complete(given, needed, [.. known.Except(needed)], $"a destination of type {destination.Type}", parameter)
            .ToDictionary(static pair => pair.Key, static pair => (object?)pair.Value, StringComparer.Ordinal);
    }

    /// <summary>The secrets that stand in the destination itself, as on servers before integrations; none where an integration holds them.</summary>
    internal static IEnumerable<string> FindInline(BatchExport export) => export.Destination.IntegrationId is not null ? []
        : KnownDestination.Find(export.Destination.Type)?.InlineSecrets(export.Destination.Config) ?? [];

    private static Dictionary<string, SecureString> Complete(IReadOnlyDictionary<string, SecureString> given, string[] needed, string[] optional,
        string what, string parameter)
    {
        var secrets = given.ToDictionary(pair => pair.Key.Length == 0 && needed.Length == 1 ? needed[0] : pair.Key, static pair => pair.Value,
            StringComparer.Ordinal);
        string[] wrong = [.. secrets.Keys.Except(needed).Except(optional)];
        string[] missing = [.. needed.Except(secrets.Keys)];
        if (wrong.Length == 0 && missing.Length == 0)
            return secrets;
        string problem = wrong.Contains("") ? "one secret without a name is not enough"
            : missing.Length > 0 ? $"{string.Join(", ", missing)} {(missing.Length == 1 ? "is" : "are")} missing"
            : $"{string.Join(", ", wrong.Select(MessageText.Name))} {(wrong.Length == 1 ? "is" : "are")} not among its secrets";
        throw Problems.Validation($"-{parameter} for {what}: {problem}. Nothing was sent.",
            $"-{parameter} @{{ {string.Join("; ", needed.Select(static name => name + " = (Read-Host -AsSecureString)"))} }}"
                + (optional.Length > 0 ? $"; it also takes {string.Join(", ", optional)}." : ""));
    }

    private static string? Text(Integration integration, string key) => integration.Config.TryGetValue(key, out object? value) ? value as string : null;
}
