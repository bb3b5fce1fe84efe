using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Secrets;

/// <summary>The address of a webhook is a password in the form of an address: it goes to the server and nowhere else, whatever the server answers.</summary>
[Trait("Speed", "Slow")]
public sealed class AlertSecretTests
{
    private const string Path = "PlantedPathOfTheWebhook47";
    private const string Address = "https://hooks.northwind.example/services/" + Path;

    public static TheoryData<string> Lines =>
    [
        "New-PHBatchExportAlert -Webhook -Uri $uri -Header @{ Authorization = $secret } -Force", "New-PHBatchExportAlert -Teams -Uri $uri", "New-PHBatchExportAlert -Discord -Uri $uri",
        "$stored | Set-PHBatchExportAlert -Uri $uri -PassThru", "$hook | Set-PHBatchExportAlert -On Completed -PassThru", "$hook | Test-PHBatchExportAlert", "$hook | Test-PHBatchExportAlert -Send -Confirm:$false",
        "$hook | Remove-PHBatchExportAlert -Confirm:$false", "Get-PHBatchExportAlert", "Get-PHBatchExportAlert -AllProjects",
    ];

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task The_address_is_sent_and_shown_nowhere(string line)
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Shell.Set("uri", Bench.Secret(Address));
        bench.Prepare("$stored = New-PHBatchExportAlert -Webhook -Uri (ConvertTo-SecureString https://other.example/x -AsPlainText -Force) -Name stored -On Paused; "
            + "$hook = New-PHBatchExportAlert -Webhook -Uri $uri -Header @{ Authorization = $secret } -Force -Name hook -On Failed");
        var found = new List<string>();
        var scan = new LeakScan(bench.Shell, Bench.PlantedKey, Bench.PlantedSecret, Path);
        bench.Run("$VerbosePreference = $DebugPreference = 'Continue'");
        if (!line.StartsWith("Get-", StringComparison.Ordinal))
            Look("what if", bench.Run(line + " -WhatIf"));
        string body = "{\"type\":\"validation_error\",\"code\":\"invalid_input\",\"attr\":\"inputs__url\",\"detail\":\"Invalid URL: " + Address + " or " + Path + "\"}";
        // A server at its worst: it repeats what it was sent in its words, and in every field.
        string repeated = $$$"""{"id":"0199aaaa-0000-7000-8000-00000000dead","type":"internal_destination","name":"{{{Address}}}","description":"{{{Address}}}","enabled":true,"status_text":"{{{Address}}}","template":{"id":"{{{Address}}}"},"inputs":{"url":{"value":"{{{Address}}}","bytecode":["_H","{{{Address}}}"]}},"filters":{"events":[{"id":"$batch_export_run_failed"},{"id":"{{{Address}}}"}]}}""";
        bool reads = line.StartsWith("Get-", StringComparison.Ordinal) || line.Contains("Remove-", StringComparison.Ordinal);
        string method = line.StartsWith("Get-", StringComparison.Ordinal) ? "GET"
            : line.Contains("New-", StringComparison.Ordinal) || line.Contains("Test-", StringComparison.Ordinal) ? "POST" : "PATCH";
        foreach ((string ending, Fault fault) in new[]
        {
            ("refused", new Fault { Kind = FaultKind.Status, Status = 400, Body = body }),
            ("repeated", new Fault { Kind = FaultKind.Status, Status = 201, Body = line.Contains("Test-", StringComparison.Ordinal)
                ? $$"""{"status":"error","errors":["{{Address}}"],"logs":[{"message":"fetch('{{Address}}')"}]}""" : repeated }),
            ("no JSON", new Fault { Kind = FaultKind.Status, Status = 200, Body = repeated[..^1] }),
            ("500", new Fault { Kind = FaultKind.Status, Status = 500, Body = Address }),
            ("dropped", new Fault { Kind = FaultKind.Drop }),
        })
        {
            // What a read or a removal is answered with was not sent by it: there only what is stored can be protected.
            if (reads && ending is not "no JSON")
                continue;
            (fault.Method, fault.Path, fault.Times) = (method, "*/hog_functions/*", 0);
            bench.Faults.Add(fault);
            Look(ending, bench.Run(line));
            bench.Faults.Clear();
        }

        ShellResult good = bench.Run("$made = " + line + "; $made");
        Assert.Empty(good.Errors);
        Look("good", good);
        Look("shown", bench.Shell.Show("$made | Format-List *; $made | ConvertTo-Json -Depth 5; $made | ConvertTo-Csv; Get-PHBatchExportAlert | Format-List"));
        string file = System.IO.Path.Combine(Directory.CreateTempSubdirectory("PostHogPS").FullName, "made.xml");
        bench.Run($"Get-PHBatchExportAlert | Export-Clixml '{file}'");
        string written = File.ReadAllText(file);
        Directory.Delete(System.IO.Path.GetDirectoryName(file)!, recursive: true);
        Assert.DoesNotContain(Path, written, StringComparison.Ordinal);
        Assert.DoesNotContain(Bench.PlantedSecret, written, StringComparison.Ordinal);
        found.AddRange(scan.FindInTexts(bench.Run(line + " -NoSuchParameter 1")));
        Assert.True(found.Count == 0, string.Join("\n", found));

        void Look(string ending, ShellResult result) => found.AddRange(scan.Find(result).Select(f => ending + ": " + f));
    }
}
