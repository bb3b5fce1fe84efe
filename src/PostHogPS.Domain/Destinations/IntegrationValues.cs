using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Destinations;

/// <summary>
/// Values of a new integration that PostHog or the service behind it would refuse, or that are clearly a mistake. The server repeats some
/// of them in its errors and stores others unchecked, so a value never stands in a message here: it may be a secret in the wrong place.
/// </summary>
internal sealed class IntegrationValues
{
    private const string AccountName = "AccountName=";

    private const string AwsRole = ":iam::", AwsWorkgroup = ":redshift-serverless:";

    // The server takes no other (docs/server.md#integrations): a signed request for a token goes there.
    private static readonly string[] GoogleTokenUris = ["https://oauth2.googleapis.com/token", "https://accounts.google.com/o/oauth2/token"];

    private static readonly Dictionary<string, string> Parameters = new(StringComparer.Ordinal)
    {
        ["name"] = "-Name", ["aws_access_key_id"] = "-AwsAccessKeyId", ["aws_secret_access_key"] = "-AwsSecretAccessKey", ["aws_role_arn"] = "-RoleArn",
        ["endpoint_url"] = "-EndpointUrl", ["groups"] = "-Group", ["workgroup_arn"] = "-WorkgroupArn", ["host"] = "-HostName",
        ["server_hostname"] = "-HostName", ["user"] = "The user (-Credential or -User)", ["password"] = "The password of -Credential",
        ["ssl_root_cert"] = "The file of -SslRootCertificatePath", ["account"] = "-Account",
        ["private_key"] = "The private key", ["private_key_passphrase"] = "-PrivateKeyPassphrase", ["client_id"] = "-ClientId",
        ["client_secret"] = "-ClientSecret", ["connection_string"] = "-ConnectionString", ["service_account_email"] = "-ServiceAccountEmail",
        ["project_id"] = "-GoogleProjectId", ["private_key_id"] = "The private_key_id of the key file", ["token_uri"] = "The token_uri of the key file",
    };

    private readonly string _kind;
    private readonly IDictionary<string, object?> _config;
    private readonly string? _secrets;

    private IntegrationValues(string kind, IDictionary<string, object?> config, string? secrets)
    {
        _kind = kind;
        _config = config;
        _secrets = secrets;
    }

    /// <param name="kind">The kind.</param>
    /// <param name="config">Its settings.</param>
    /// <param name="stored">The integration whose settings are sent again; null where all of them were given. What PostHog has taken is not judged.</param>
    /// <param name="secrets">The parameter that holds the secrets; null where each has its own.</param>
    internal static void Check(string kind, IDictionary<string, object?> config, Integration? stored = null, string? secrets = null)
    {
        var values = new IntegrationValues(kind, config, secrets);
        foreach (KeyValuePair<string, object?> pair in config)
        {
            if (stored is null || !stored.Config.TryGetValue(pair.Key, out object? known) || !Equals(known, pair.Value))
                values.Check(pair.Key, pair.Value);
        }
    }

    /// <summary>The account that a connection string is about; null for none.</summary>
    internal static string? FindAzureAccount(IDictionary<string, object?> config) =>
        config.TryGetValue("connection_string", out object? value) && value is SecureString secret
            ? Secrets.Reveal(secret).Split(';').Select(static part => part.Trim())
                .Where(static part => part.StartsWith(AccountName, StringComparison.Ordinal) && part.Length > AccountName.Length)
                .Select(static part => part.Substring(AccountName.Length)).FirstOrDefault()
            : null;

    private void Check(string key, object? value)
    {
        if (value is object?[] list)
        {
            if (list.Length == 0 || BlankEntries.Contains(list))
                throw Problems.BlankItem("Group");
            foreach (object? item in list)
                CheckEnds(key, item as string ?? "");
            return;
        }

        if (value is not (null or string or SecureString))
            return;
        string text = value is SecureString secret ? Secrets.Reveal(secret) : value as string ?? "";
        Refuse(string.IsNullOrWhiteSpace(text), key, "is blank", "Look at what the variable holds.");
        if (key is "private_key" or "ssl_root_cert")
            CheckPem(key, text);
        else if (key is "password" or "private_key_passphrase")
            // A blank may be a part of it; nobody types a line break.
            Refuse(text.Any(char.IsControl), key, "has line breaks or other control characters", "Read it without the end of the line: Get-Content.");
        else
            CheckText(key, text);
    }

    private void CheckText(string key, string text)
    {
        CheckEnds(key, text);
        switch (key)
        {
            case "host" or "server_hostname":
                CheckHost(key, text);
                break;
            case "endpoint_url":
                CheckEndpoint(key, text);
                break;
            case "aws_role_arn":
                Refuse(!IsArn(text, AwsRole, "role/"), key, "is not the ARN of a role", "Give it as AWS shows it: arn:aws:iam::123456789012:role/name.");
                break;
            case "workgroup_arn":
                Refuse(!IsArn(text, AwsWorkgroup, "workgroup/"), key, "is not the ARN of a workgroup of Redshift Serverless",
                    "Give it as AWS shows it: arn:aws:redshift-serverless:region:123456789012:workgroup/id.");
                break;
            case "aws_access_key_id" when _kind != "s3-compatible":
                Refuse(!text.All(IsAsciiLetterOrDigit), key, "is not the id of an AWS access key",
                    "Give the id, such as AKIAIOSFODNN7EXAMPLE, and no ARN or name.");
                break;
            case "client_id" or "client_secret" or "aws_access_key_id" or "aws_secret_access_key":
                Refuse(text.Any(char.IsWhiteSpace), key, "has blanks", "Give the value alone, as the service shows it.");
                break;
            case "account":
                Refuse(text.IndexOf("snowflakecomputing", StringComparison.OrdinalIgnoreCase) >= 0 || !text.All(static c => IsPlain(c)), key,
                    "is not an account identifier", "Give the identifier alone, such as myorg-account1: no address and no domain.");
                break;
            case "service_account_email":
                Refuse(text.Count(static c => c == '@') != 1 || text[0] == '@' || text.EndsWith("@", StringComparison.Ordinal) || text.Any(char.IsWhiteSpace),
                    key, "is not the address of a service account", "Give the address, such as name@project.iam.gserviceaccount.com.");
                break;
            case "project_id":
                Refuse(!text.All(static c => IsPlain(c) || c == ':'), key, "is not the id of a Google project",
                    "Give the id, such as northwind-prod, and not the name.");
                break;
            case "token_uri":
                Refuse(!GoogleTokenUris.Contains(text), key, "is not a token address of Google, and PostHog takes no other",
                    "Give the key file as Google made it.");
                break;
            case "connection_string":
                CheckConnectionString(key, text);
                break;
        }
    }

    // PostHog keeps names as they are given: one with a blank at its end looks like another one.
    private void CheckEnds(string key, string text) => Refuse(text.Trim() != text || text.Any(char.IsControl), key,
        "has blanks at an end, line breaks or other control characters", "Leave them out: PostHog would keep them.");

    private void CheckHost(string key, string host)
    {
        const string Bare = "Give the name of the host alone, such as db.example.com.";
        Refuse(host.IndexOf("://", StringComparison.Ordinal) >= 0, key, "has a scheme", Bare);
        Refuse(host.IndexOf('@') >= 0, key, "has a user", Bare);
        Refuse(host.IndexOfAny(['/', '\\', '?', '#']) >= 0, key, "has a path", Bare);
        bool isDatabase = key == "host";
        if (isDatabase && IPAddress.TryParse(host, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6)
            return;
        Refuse(host.IndexOf(':') >= 0, key, "has a port", isDatabase ? "Give the port as -Port." : "Leave the port out: PostHog uses 443.");
        string name = host.EndsWith(".", StringComparison.Ordinal) ? host.Substring(0, host.Length - 1) : host;
        Refuse(name.Split('.').Any(static label => label.Length == 0 || !label.All(static c => char.IsLetterOrDigit(c) || c is '-' or '_')), key,
            "is not a host name", Bare);
    }

    private void CheckEndpoint(string key, string url)
    {
        const string Address = "Give the address alone, such as https://s3.example.com.";
        bool isAddress = (url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            && !url.Any(char.IsWhiteSpace) && Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) && parsed.Host.Length > 0;
        Refuse(!isAddress, key, "is not an address that begins with https:// or http://, without blanks", Address);
        Refuse(new Uri(url).UserInfo.Length > 0, key, "has a user or a password, which everybody could read", Address);
        Refuse(url.IndexOfAny(['?', '#']) >= 0, key, "has a query", Address);
    }

    private void CheckPem(string key, string text)
    {
        string pem = text.Trim();
        string first = pem.Split('\r', '\n')[0];
        bool isCertificate = key == "ssl_root_cert";
        string kind = isCertificate ? "CERTIFICATE-----" : "PRIVATE KEY-----";
        Refuse(!first.StartsWith("-----BEGIN ", StringComparison.Ordinal) || !first.EndsWith(kind, StringComparison.Ordinal)
            || pem.IndexOf("-----END ", StringComparison.Ordinal) < 0 || pem.IndexOf('\n') < 0, key,
            $"is not PEM text of a {(isCertificate ? "certificate" : "private key")}, with its lines from -----BEGIN to -----END",
            "Give the file as it is: PostHog would find out at the first run only.");
        // Certificates are shown to everybody who may read integrations.
        Refuse(isCertificate && pem.IndexOf("PRIVATE KEY-----", StringComparison.Ordinal) >= 0, key, "holds a private key, which everybody could read",
            "Give the certificate alone.");
        if (isCertificate || _kind != "snowflake")
            return;
        bool isEncrypted = pem.IndexOf("ENCRYPTED", StringComparison.Ordinal) >= 0, hasPassphrase = _config.ContainsKey("private_key_passphrase");
        Refuse(isEncrypted && !hasPassphrase, key, "is encrypted", "Give its passphrase as well.");
        Refuse(!isEncrypted && hasPassphrase, "private_key_passphrase", "belongs to an encrypted private key, and this one is not",
            "Leave the passphrase out.");
    }

    private void CheckConnectionString(string key, string text)
    {
        const string Portal = "Give the connection string as the storage account shows it under Access keys.";
        string[] parts = text.Split([';'], StringSplitOptions.RemoveEmptyEntries);
        Refuse(Array.Exists(parts, static part => part.IndexOf('=') <= 0 || part.Trim() != part), key,
            "is not a list of parts such as AccountName=name with semicolons between them", Portal);
        Refuse(Array.Exists(parts, static part => part.StartsWith("UseDevelopmentStorage=", StringComparison.OrdinalIgnoreCase)), key,
            "is that of the emulator, which PostHog does not take", Portal);
        string? account = FindAzureAccount(_config);
        Refuse(account is null, key, "names no account: PostHog looks for AccountName=, spelled so", Portal);
        Refuse(account!.Length is < 3 or > 24 || !account.All(static c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9')), key,
            "has an AccountName that is not 3 to 24 small letters and digits", Portal);
        Refuse(!Has("AccountKey=") && !Has("SharedAccessSignature="), key, "has neither an AccountKey nor a SharedAccessSignature", Portal);
        Refuse(Array.Exists(parts, static part => IsOpen(part)), key, "has an endpoint without https", Portal);

        bool Has(string name) => Array.Exists(parts, part => part.StartsWith(name, StringComparison.Ordinal) && part.Length > name.Length);
    }

    private void Refuse(bool isWrong, string key, string why, string advice)
    {
        if (isWrong)
            throw Problems.Validation($"{NameOf(key)} {why}. Nothing was sent.", advice);
    }

    private string NameOf(string key) => _secrets is not null && key != "name" ? $"The setting {key} of -{_secrets}"
        : Parameters.TryGetValue(key, out string? parameter) ? parameter : $"The setting {key}";

    // A part of a connection string that leads to an address without encryption.
    private static bool IsOpen(string part)
    {
        int at = part.IndexOf('=');
        (string name, string value) = (part.Substring(0, at), part.Substring(at + 1));
        return name == "DefaultEndpointsProtocol" ? value != "https"
            : name.EndsWith("Endpoint", StringComparison.Ordinal) && !value.StartsWith("https://", StringComparison.Ordinal);
    }

    private static bool IsArn(string text, string service, string resource)
    {
        string[] parts = text.Split(':');
        return text.StartsWith("arn:aws", StringComparison.Ordinal) && text.IndexOf(service, StringComparison.Ordinal) > 0 && parts.Length == 6
            && parts[4].Length == 12 && parts[4].All(char.IsDigit) && parts[5].StartsWith(resource, StringComparison.Ordinal)
            && parts[5].Length > resource.Length && !text.Any(char.IsWhiteSpace);
    }

    private static bool IsPlain(char c) => IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_';

    private static bool IsAsciiLetterOrDigit(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
}
