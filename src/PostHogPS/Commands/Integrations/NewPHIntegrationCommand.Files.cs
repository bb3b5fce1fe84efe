using System.Collections.Generic;
using System.Management.Automation;
using System.Text;
using PostHogPS.Binding;
using PostHogPS.Contracts;
using PostHogPS.Files;
using PostHogPS.Hosting;
using PostHogPS.Text;

namespace PostHogPS.Commands;

// Credentials that are files. Their content goes field by field, and is in no message.
public sealed partial class NewPHIntegrationCommand
{
    /// <summary><para>The JSON file of the service account's key.</para></summary>
    [Parameter(Position = 0, ParameterSetName = nameof(BigQuery))]
    [ValidateNotNullOrEmpty]
    public string? KeyPath { get; set; }

    /// <summary><para>Address of a service account without a key, as which PostHog may act.</para></summary>
    [Parameter(ParameterSetName = nameof(BigQuery))]
    [ConfigKey("service_account_email")]
    public string? ServiceAccountEmail { get; set; }

    /// <summary><para>Google project of a service account without a key.</para></summary>
    [Parameter(ParameterSetName = nameof(BigQuery))]
    [ConfigKey("project_id")]
    public string? GoogleProjectId { get; set; }

    private void ReadFiles(Dictionary<string, object?> config)
    {
        if (PrivateKey is not null && PrivateKeyPath is not null)
            throw Problems.Validation("-PrivateKey and -PrivateKeyPath are two ways to give the same key. Nothing was sent.", "Leave one of the two out.");
        if (PrivateKeyPath is not null)
            config["private_key"] = Secrets.Protect(ReadText(PrivateKeyPath));
        if (SslRootCertificatePath is not null)
            config["ssl_root_cert"] = ReadText(SslRootCertificatePath);
        if (KeyPath is null)
            return;
        if (config.Count > 0)
            throw Problems.Validation("-KeyPath holds the address and the project of the service account: "
                + "-ServiceAccountEmail and -GoogleProjectId are for one without a key. Nothing was sent.", "Leave them out.");
        ReadServiceAccount(config, FilePath.Resolve(this, KeyPath));
    }

    private string ReadText(string path) => Encoding.UTF8.GetString(FileFolder.ReadBytes(FilePath.Resolve(this, path)));

    private static void ReadServiceAccount(Dictionary<string, object?> config, string path)
    {
        FileValue file;
        try
        {
            file = EngineHost.FileReader.Read(FileFolder.ReadBytes(path));
        }
        catch (FileSyntaxException e)
        {
            // Its own message may quote the file.
            throw Problems.BadFile(path, $"it is no JSON (line {e.Line}, column {e.Column}). Nothing was sent.", "Give the key file as Google made it.");
        }

        if (file.Kind != FileValueKind.Object || file.FindText("type") != "service_account")
            throw Problems.BadFile(path, "its type is not service_account. Nothing was sent.", "Give the JSON key file of a service account.");
        foreach ((string field, string setting) in new[]
        {
            ("client_email", "service_account_email"), ("project_id", "project_id"), ("private_key", "private_key"),
            ("private_key_id", "private_key_id"), ("token_uri", "token_uri"),
        })
        {
            if (string.IsNullOrWhiteSpace(file.FindText(field)))
                throw Problems.BadFile(path, $"it has no {field}. PostHog would store the account without its key. Nothing was sent.",
                    "Give the key file as Google made it.");
            string text = file.FindText(field)!;
            config[setting] = setting is "private_key" or "private_key_id" ? Secrets.Protect(text) : text;
        }
    }
}
