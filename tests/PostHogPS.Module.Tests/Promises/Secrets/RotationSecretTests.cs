using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Secrets;

/// <summary>The old and the new secrets of a rotation go to the server and nowhere else, whatever the server answers.</summary>
[Trait("Speed", "Slow")]
public sealed class RotationSecretTests
{
    private const string OldSecret = "PlantedOld-0ddba11-1147";

    private static readonly Dictionary<string, (string Generation, string Line)> Rotations = new()
    {
        ["named"] = ("C", "events-to-minio -Secret $keys -Name next"),
        ["replaced, with a test"] = ("C", "persons-to-azure -Secret $azure -OldSecret $oldAzure"),
        ["replaced, without a test"] = ("C", "sessions-to-redshift -Secret $secret -OldSecret $old"),
        ["inline"] = ("A", "events-to-minio -Secret $keys -OldSecret $oldKeys"),
    };

    public static TheoryData<string> Names => [.. Rotations.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_rotations_secrets_are_sent_and_shown_nowhere(string name)
    {
        (string generation, string rest) = Rotations[name];
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Server = new() { Sandbox = new() { Generation = generation } } });
        bench.Shell.Set("old", Bench.Secret(OldSecret));
        bench.Shell.Set("azure", Bench.Secret("DefaultEndpointsProtocol=https;AccountName=northwindexports;AccountKey=" + Bench.PlantedSecret));
        bench.Shell.Set("oldAzure", Bench.Secret("DefaultEndpointsProtocol=https;AccountName=northwindexports;AccountKey=" + OldSecret));
        bench.Run("$keys = @{ aws_access_key_id = $secret; aws_secret_access_key = $secret }; $oldKeys = @{ aws_access_key_id = $old; aws_secret_access_key = $old }").Clean();
        var found = new List<string>();
        var scan = new LeakScan(bench.Shell, Bench.PlantedKey, Bench.PlantedSecret, OldSecret);
        bench.Run("$VerbosePreference = $DebugPreference = 'Continue'");
        string line = "Update-PHBatchExportCredential " + rest;

        Look("what if", bench.Run(line + " -WhatIf"));
        // A server at its worst: it repeats what it was sent.
        foreach ((string ending, string method, string path, Fault fault) in new[]
        {
            ("refused", "POST", "*/integrations/*", new Fault { Kind = FaultKind.Status, Status = 400, Body = Refusal(Bench.PlantedSecret) }),
            ("500", "POST", "*/integrations/*", new Fault { Kind = FaultKind.Status, Status = 500, Body = Bench.PlantedSecret }),
            ("patch refused", "PATCH", "*/batch_exports/*", new Fault { Kind = FaultKind.Status, Status = 400, Body = Refusal(Bench.PlantedSecret) }),
            ("test failed", "POST", "*/run_test_step/*", new Fault { Kind = FaultKind.Status, Status = 200, Body =
                "{\"name\":\"Check\",\"description\":\"\",\"result\":{\"status\":\"Failed\",\"message\":\"" + Bench.PlantedSecret + "\"}}" }),
            ("dropped", "POST", "*/integrations/*", new Fault { Kind = FaultKind.Drop }),
        })
        {
            bench.Faults.Clear();
            (fault.Method, fault.Path, fault.Times) = (method, path, 0);
            bench.Faults.Add(fault);
            Look(ending, bench.Run(line + " -Force"));
            bench.Faults.Clear();
            bench.Run("Get-PHIntegration -Kind s3-compatible | Where-Object { $_.Config.name -eq 'next' } | Remove-PHIntegration -Confirm:$false");
        }

        bench.Requests.Clear();
        Look("rotated", bench.Run("$done = " + line + " -Force; $done"));
        Assert.Contains(bench.Writes(), static r => r.Body.Contains(Bench.PlantedSecret, System.StringComparison.Ordinal));
        Look("shown", bench.Shell.Show("$done | Format-List *; $done"));
        Look("again", bench.Run(line + " -Force"));
        Assert.True(found.Count == 0, string.Join("\n", found));

        void Look(string ending, ShellResult result) => found.AddRange(scan.Find(result).Select(f => ending + ": " + f));
    }

    private static string Refusal(string secret) => "{\"type\":\"validation_error\",\"code\":\"invalid_input\",\"attr\":null,\"detail\":\"bad " + secret + "\"}";
}
