using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>
/// A destination as New-PHBatchExport and Set-PHBatchExport take it. What must not be shown is kept where Format-List,
/// ConvertTo-Json and Export-Clixml do not look; only the names of those settings are visible.
/// </summary>
public sealed class BatchExportDestinationDefinition : ServerObject
{
    // A SecureString, or a text that only says who signs in.
    private readonly Dictionary<string, object> _secrets = new(StringComparer.Ordinal);

    internal BatchExportDestinationDefinition(string type, long? integrationId, IDictionary<string, object?> config)
    {
        Type = type;
        IntegrationId = integrationId;
        Config = WithoutSecrets(config, "");
    }

    /// <summary>The type; empty when the definition has only some settings of a stored destination.</summary>
    public string Type { get; }

    /// <summary>Id of the integration that holds the credentials; null for none.</summary>
    public long? IntegrationId { get; internal set; }

    /// <summary>The settings that may be shown.</summary>
    public IDictionary<string, object?> Config { get; }

    /// <summary>Names of the settings that are given but not shown.</summary>
    public ItemList<string> SecretSettings => new(_secrets.Keys.OrderBy(k => k, StringComparer.Ordinal));

    /// <summary>The type.</summary>
    public override string ToString() => Type;

    /// <summary>The secrets that a copy (job, file) has lost.</summary>
    internal string[] LostSecrets { get; set; } = [];

    /// <summary>Read from a server, which knows its settings even where this module does not.</summary>
    internal bool IsStored { get; set; }

    /// <summary>All settings, secrets still protected.</summary>
    internal Dictionary<string, object?> WholeConfig() => WithSecrets(Config, "");

    // A plain text under a secret's name is protected as well: a hashtable from a vault often holds text.
    private Dictionary<string, object?> WithoutSecrets(IDictionary<string, object?> config, string path)
    {
        var shown = new PlainBag();
        foreach (KeyValuePair<string, object?> pair in config)
        {
            object? value = pair.Value;
            if (value is SecureString secret)
                _secrets[path + pair.Key] = secret;
            else if (value is string name && SecretNames.IsIdentity(pair.Key))
                _secrets[path + pair.Key] = name;
            else if (value is string text && SecretNames.IsSecretSetting(pair.Key))
                _secrets[path + pair.Key] = Secrets.Protect(text);
            else
                shown[pair.Key] = value is IDictionary<string, object?> inner ? WithoutSecrets(inner, path + pair.Key + ".") : value;
        }

        return shown;
    }

    private Dictionary<string, object?> WithSecrets(IDictionary<string, object?> config, string path)
    {
        Dictionary<string, object?> whole = config.ToDictionary(
            pair => pair.Key,
            pair => pair.Value is IDictionary<string, object?> inner ? WithSecrets(inner, path + pair.Key + ".") : pair.Value,
            StringComparer.Ordinal);
        foreach (KeyValuePair<string, object> pair in _secrets)
        {
            string rest = pair.Key.StartsWith(path, StringComparison.Ordinal) ? pair.Key.Substring(path.Length) : ".";
            if (rest.IndexOf('.') < 0)
                whole[rest] = pair.Value;
        }

        return whole;
    }
}
