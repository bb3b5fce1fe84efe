using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Secrets;

/// <summary>Secrets of destinations go to the server and nowhere else.</summary>
[Trait("Speed", "Slow")]
public sealed class DestinationSecretTests
{
    private static readonly Dictionary<string, string> Destinations = new()
    {
        ["S3"] = "-S3 -BucketName b -Region us-east-1 -Prefix p/ -AwsAccessKeyId AKIAPLANTEDPLANTED -AwsSecretAccessKey $secret",
        ["Snowflake password"] = "-Snowflake -Account a -Database d -Warehouse w -Schema s -Credential $login",
        ["Snowflake key"] = "-Snowflake -Account a -Database d -Warehouse w -Schema s -User u -PrivateKey $secret -PrivateKeyPassphrase $secret",
        ["Postgres"] = "-Postgres -Database d -HostName h.example.com -Credential $login",
        ["Redshift"] = "-Redshift -Database d -HostName h.example.com -Credential $login",
        ["BigQuery"] = "-BigQuery -DatasetId d -GoogleProjectId g -ClientEmail e@example.com -TokenUri https://t.example.com -PrivateKey $secret -PrivateKeyId $secret",
        ["HTTP"] = "-Http -Url https://us.i.posthog.com/batch/ -Token $secret",
    };

    public static TheoryData<string> Names => [.. Destinations.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_destinations_secret_is_sent_and_shown_nowhere(string name)
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Server = new() { Sandbox = new() { Generation = "A" } } });
        bench.Shell.Set("login", new PSCredential("PlantedUser", Bench.Secret(Bench.PlantedSecret)));
        var found = new List<string>();
        var scan = new LeakScan(bench.Shell, Bench.PlantedKey, Bench.PlantedSecret, "AKIAPLANTEDPLANTED");
        bench.Run("$VerbosePreference = $DebugPreference = 'Continue'");
        string make = "New-PHBatchExportDestination " + Destinations[name];
        string typed = make.Replace("AKIAPLANTEDPLANTED", "$id", StringComparison.Ordinal);
        bench.Shell.Set("id", "AKIAPLANTEDPLANTED");

        Look("made", bench.Run("$d = " + typed + "; $d").Clean());
        Look("shown", bench.Shell.Show("$d | Format-List"));
        Look("what if", bench.Run("New-PHBatchExport 'with a secret' $d -WhatIf"));
        Look("what if, changed", bench.Run("$before = New-PHBatchExport 'changed' $d -Paused; $before; Set-PHBatchExport $before -Destination $d -WhatIf"));
        foreach ((string ending, Fault fault) in new[]
        {
            ("refused", new Fault { Kind = FaultKind.Status, Status = 400, Times = 0,
                Body = "{\"detail\":\"bad\",\"extra\":{\"password\":\"" + Bench.PlantedSecret + "\",\"private_key\":\"" + Bench.PlantedSecret + "\"}}" }),
            ("500", new Fault { Kind = FaultKind.Status, Status = 500, Times = 0 }),
            ("dropped", new Fault { Kind = FaultKind.Drop, Times = 0 }),
        })
        {
            bench.Faults.Clear();
            fault.Method = "POST";
            bench.Faults.Add(fault);
            Look(ending, bench.Run("New-PHBatchExport 'with a secret' $d"));
            fault.Method = "PATCH";
            Look(ending + ", changed", bench.Run("Set-PHBatchExport $before -Destination $d"));
            fault.Method = "POST";
            Look(ending + ", tested", bench.Run("Test-PHBatchExportDestination $d"));
        }

        bench.Faults.Clear();
        bench.Requests.Clear();
        ShellResult made = bench.Run("New-PHBatchExport 'with a secret' $d");
        Assert.Contains(bench.Writes(), r => r.Body.Contains(Bench.PlantedSecret, StringComparison.Ordinal));
        Look("created", made.Clean());
        Look("changed", bench.Run("Set-PHBatchExport $before -Destination $d -PassThru"));
        Look("as a hashtable", bench.Run("New-PHBatchExport 'as a hashtable' @{ type = 'HTTP'; config = @{ url = 'https://us.i.posthog.com/batch/'; token = $secret } }").Clean());
        // The shell's own error of a line that cannot be bound keeps what was bound already; its text must not show it.
        found.AddRange(scan.FindInTexts(bench.Run(typed + " -NoSuchParameter 1")));
        Look("a wrong type", bench.Run("New-PHBatchExportDestination -Http -Url https://us.i.posthog.com/batch/ -Token $plain"));
        Assert.True(found.Count == 0, string.Join("\n", found));

        void Look(string ending, ShellResult result) => found.AddRange(scan.Find(result).Select(f => ending + ": " + f));
    }

    [Fact]
    public async Task A_secret_in_the_body_of_any_other_call_is_not_shown()
    {
        await using Bench bench = await Bench.StartAsync();
        var scan = new LeakScan(bench.Shell, Bench.PlantedSecret);
        bench.Run("$VerbosePreference = $DebugPreference = 'Continue'");
        ShellResult result = bench.Run("Invoke-PHRestMethod api/projects/101/batch_exports/ -Method POST -Body @{ name = 'x'; destination = @{ type = 'HTTP'; config = @{ token = $secret } } }");
        Assert.Contains(bench.Writes(), r => r.Body.Contains(Bench.PlantedSecret, StringComparison.Ordinal));
        Assert.Empty(scan.Find(result));
    }
}
