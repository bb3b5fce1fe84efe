using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Secrets;

/// <summary>Secrets of integrations, typed or in files, go to the server and nowhere else, whatever the server answers.</summary>
[Trait("Speed", "Slow")]
public sealed class IntegrationSecretTests
{
    private const string KeyId = "AKIAPLANTEDPLANTED";

    private static readonly Dictionary<string, string> Integrations = new()
    {
        ["keys"] = "-AwsS3 made -AwsAccessKeyId $id -AwsSecretAccessKey $secret",
        ["S3 compatible"] = "-S3Compatible made -AwsAccessKeyId $id -AwsSecretAccessKey $secret -EndpointUrl https://s3.example.com",
        ["Snowflake password"] = "-Snowflake made -Account a -Credential $login",
        ["Snowflake key"] = "-Snowflake made -Account a -User u -PrivateKey $encrypted -PrivateKeyPassphrase $secret",
        ["Snowflake file"] = "-Snowflake made -Account a -User u -PrivateKeyPath $folder/key.pem",
        ["Postgres"] = "-Postgres -HostName h.example.com -Credential $login",
        ["Redshift password"] = "-Redshift -HostName h.example.com -Credential $login",
        ["Redshift keys"] = "-Redshift made -User u -AwsAccessKeyId $id -AwsSecretAccessKey $secret",
        ["service account"] = "-BigQuery $folder/key.json",
        ["Databricks"] = "-Databricks -HostName h.example.com -ClientId $id -ClientSecret $secret",
        ["Azure"] = "-AzureBlob -ConnectionString $azure",
    };

    public static TheoryData<string> Names => [.. Integrations.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_integrations_secret_is_sent_and_shown_nowhere(string name)
    {
        await using Bench bench = await Bench.StartAsync();
        string folder = Directory.CreateTempSubdirectory("PostHogPS").FullName;
        string pem = "-----BEGIN PRIVATE KEY-----\n" + Bench.PlantedSecret + "\n-----END PRIVATE KEY-----\n";
        File.WriteAllText(Path.Combine(folder, "key.pem"), pem);
        File.WriteAllText(Path.Combine(folder, "key.json"), System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["type"] = "service_account", ["project_id"] = "p", ["private_key_id"] = KeyId, ["private_key"] = pem, ["client_email"] = "e@example.com",
            ["token_uri"] = "https://oauth2.googleapis.com/token",
        }));
        foreach ((string variable, object value) in new (string, object)[]
        {
            ("folder", folder), ("id", KeyId), ("login", new PSCredential("posthog", Bench.Secret(Bench.PlantedSecret))), ("pem", Bench.Secret(pem)),
            ("encrypted", Bench.Secret(pem.Replace("PRIVATE", "ENCRYPTED PRIVATE", StringComparison.Ordinal))),
            ("azure", Bench.Secret("DefaultEndpointsProtocol=https;AccountName=acc;AccountKey=" + Bench.PlantedSecret)),
        })
            bench.Shell.Set(variable, value);
        var found = new List<string>();
        var scan = new LeakScan(bench.Shell, Bench.PlantedKey, Bench.PlantedSecret, KeyId);
        bench.Run("$VerbosePreference = $DebugPreference = 'Continue'");
        string line = "New-PHIntegration " + Integrations[name];

        Look("what if", bench.Run(line + " -WhatIf"));
        // A server at its worst: it repeats what it was sent, parts of it too, in its words and as settings.
        string echo = "bad " + Bench.PlantedSecret
            + (line.Contains("$id", StringComparison.Ordinal) || line.Contains("json", StringComparison.Ordinal) ? " or " + KeyId : "") + " or "
            + pem.Replace("\n", "\\n", StringComparison.Ordinal);
        foreach ((string ending, Fault fault) in new[]
        {
            ("refused", new Fault { Kind = FaultKind.Status, Status = 400,
                Body = "{\"type\":\"validation_error\",\"code\":\"invalid_input\",\"attr\":null,\"detail\":\"" + echo + "\"}" }),
            ("repeated", new Fault { Kind = FaultKind.Status, Status = 201,
                Body = "{\"id\":77,\"kind\":\"aws-s3\",\"display_name\":\"" + echo + "\",\"errors\":\"" + echo + "\",\"config\":{\"name\":\"" + echo
                + "\",\"note\":[\"" + echo + "\"]}}" }),
            ("500", new Fault { Kind = FaultKind.Status, Status = 500, Body = echo }),
            ("dropped", new Fault { Kind = FaultKind.Drop }),
        })
        {
            bench.Faults.Clear();
            (fault.Method, fault.Times) = ("POST", 0);
            bench.Faults.Add(fault);
            Look(ending, bench.Run(line + " -Force"));
        }

        bench.Faults.Clear();
        bench.Requests.Clear();
        Look("made", bench.Run("$made = " + line + " -Force; $made").Clean());
        Assert.Contains(bench.Writes(), static r => r.Body.Contains(Bench.PlantedSecret, StringComparison.Ordinal));
        Look("shown", bench.Shell.Show("$made | Format-List; $made"));
        Look("again", bench.Run(line));
        Look("removed", bench.Run("$made | Remove-PHIntegration -Confirm:$false"));
        // The shell's own error of a line that cannot be bound keeps what was bound already; its text must not show it.
        found.AddRange(scan.FindInTexts(bench.Run(line + " -NoSuchParameter 1")));
        Assert.True(found.Count == 0, string.Join("\n", found));

        void Look(string ending, ShellResult result) => found.AddRange(scan.Find(result).Select(f => ending + ": " + f));
    }
}
