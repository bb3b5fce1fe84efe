using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PostHogPS.Destinations;

/// <summary>
/// An integration to make. The server tells them apart by kind and by what this class compares: by a name, which it refuses a second
/// time, or by the account, whose credentials it then replaces without saying so (docs/server.md#integrations).
/// </summary>
internal sealed class IntegrationDefinition
{
    /// <param name="kind">The kind.</param>
    /// <param name="config">The settings of one form, secrets protected.</param>
    /// <param name="stored">The one whose settings they are; null where all of them were given.</param>
    /// <param name="secrets">The parameter that holds the secrets; null where each has its own.</param>
    internal IntegrationDefinition(string kind, Dictionary<string, object?> config, Integration? stored = null, string? secrets = null)
    {
        Kind = kind;
        Config = config;
        IntegrationRules.Check(kind, config);
        IntegrationValues.Check(kind, config, stored, secrets);
    }

    internal string Kind { get; }

    internal Dictionary<string, object?> Config { get; }

    /// <summary>The name of a kind that has one; null for the kinds that replace.</summary>
    internal string? Name => Text("name");

    /// <summary>What it is about, without a secret.</summary>
    internal string Account => Name
        ?? (Kind switch
        {
            "google-cloud-service-account" => Text("service_account_email"),
            "databricks" => Text("server_hostname"),
            "azure-blob" => AzureAccount,
            _ => $"{Text("user")}@{Text("host")}:{Text("port")}",
        }) ?? "";

    private string AzureAccount => IntegrationValues.FindAzureAccount(Config) ?? "";

    /// <summary>The one that the server would refuse or replace; null for a new one.</summary>
    /// <param name="all">The integrations of the project.</param>
    internal Integration? FindStored(IEnumerable<Integration> all) => all.FirstOrDefault(one => one.Kind == Kind && IsSame(one));

    // By the settings, since some names hold the number of the project; by the name where an answer lacks them.
    private bool IsSame(Integration stored)
    {
        string name = stored.DisplayName;
        if (Name is { } own)
            return Stored("name") == own;
        switch (Kind)
        {
            case "google-cloud-service-account":
                // With and without a key are two.
                string other = Config.ContainsKey("private_key") ? "-impersonated" : "-key-file";
                return (Stored("service_account_email") ?? name) is { } email
                    && (email == Account || name.StartsWith($"ID: {Account}-", StringComparison.Ordinal))
                    && !name.EndsWith(other, StringComparison.Ordinal);
            case "databricks":
                return (Stored("server_hostname") ?? name) == Account;
            case "azure-blob":
                return name == "ID: " + Account;
            default:
                string identity = $"-{Text("host")}-{Text("port")}-{Text("user")}";
                return (Stored("host") == Text("host") && Stored("port") == Text("port") && Stored("user") == Text("user"))
                    || name.EndsWith(identity, StringComparison.Ordinal) || name.IndexOf(identity + " (", StringComparison.Ordinal) > 0;
        }

        string? Stored(string key) => Format(stored.Config, key);
    }

    private string? Text(string key) => Format(Config, key);

    private static string? Format(IDictionary<string, object?> bag, string key) =>
        bag.TryGetValue(key, out object? value) && value is string or int or long ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;
}
