using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using PostHogPS.Engine.Tests;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;
using Bench = PostHogPS.Module.Tests.Support.Bench;

namespace PostHogPS.Module.Tests.Promises.Hosts;

/// <summary>
/// Somebody else listens beside the server, and the server's answers name that address in every way there is. Over real
/// sockets: paging and redirects never lead there; a download may, and then without the key.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class ForeignAddressTests
{
    /// <summary>HOME and EVIL stand for host and port of the server and of the other one.</summary>
    private static readonly string[] Addresses =
    [
        "http://EVIL/steal/", "//EVIL/steal/", "HTTP://EVIL/steal/?a=b#c", "http://HOME@EVIL/steal/", "http://HOME%40EVIL/steal/",
            "http://us.posthog.com@EVIL/steal/", "http://HOME:x@EVIL/",
        "\\\\EVIL\\steal", "/\\EVIL/steal", "http:\\\\EVIL\\steal", "http:/\\EVIL/", "http:EVIL/steal", "http://LOCALHOST:EVILPORT/steal/",
            "http://127.0.0.1.:EVILPORT/steal/", "http://127.1:EVILPORT/steal/",
        "http://0x7f.0.0.1:EVILPORT/", "https://HOME/steal/", "http://HOME.EVIL/", "/steal/@EVIL/", " http://EVIL/steal/", "\thttp://EVIL/",
            "file:///etc/hostname", "ftp://EVIL/steal", "javascript:alert(1)", "data:text/plain,x",
    ];

    private static readonly string[] Paging =
    [
        "Get-PHBatchExport", "Get-PHBatchExport -AllProjects", "$export | Get-PHBatchExportRun", "$bigquery | Get-PHBatchExportBackfill", "Get-PHDashboard",
            "Get-PHProject", "Get-PHOrganization",
        "Get-PHIntegration", "Get-PHFileDownload", "Invoke-PHRestMethod api/projects/101/batch_exports/ -All", "$export | Get-PHBatchExportLog -Tail 5",
            "$export | Find-PHBatchExportGap -After -1d",
        "$export | Get-PHBatchExportError -After -1d", "Get-PHBatchExportHealth", "Test-PHBatchExportHealth -Quiet", "Watch-PHBatchExport -Count 1 -PassThru",
            "Suspend-PHBatchExport 'events-*' -WhatIf",
        "$export | Export-PHBatchExportReport -Path (Join-Path $folder report.html) -Force", "$export | Repair-PHBatchExport -After -1d -WhatIf",
            "$bigquery | Get-PHBatchExportBackfill -State Completed | Select-Object -First 1 | Wait-PHBatchExportBackfill",
    ];

    private const string Things =
        "$null = New-Item -ItemType Directory -Force $folder; $export = Get-PHBatchExport events-to-s3; $bigquery = Get-PHBatchExport events-to-bigquery; $null = Start-PHFileDownload -Start -6h -End -2h; ";

    public static TheoryData<string> Lines => [.. Paging];

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_link_to_the_next_page_never_leads_to_somebody_else(string line)
    {
        using var evil = new SocketServer(static _ => Reply.Json("{\"results\":[],\"next\":null}"));
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare(Things);
        int spoilt = 0;
        foreach (string address in Addresses)
        {
            string link = JsonSerializer.Serialize(Filled(address, bench, evil));
            bench.Faults.Clear();
            bench.Faults.Add(new Fault
            {
                Kind = FaultKind.Rewrite,
                Times = 1,
                Path = line.Contains("-AllProjects", StringComparison.Ordinal) ? "*/batch_exports/*" : null,
                Rewrite = body =>
                {
                    string text = Encoding.UTF8.GetString(body);
                    string changed = Regex.Replace(text, "\"next\":\\s*(null|\"[^\"]*\")", "\"next\":" + link.Replace("$", "$$", StringComparison.Ordinal));
                    if (changed != text)
                        spoilt++;
                    return Encoding.UTF8.GetBytes(changed);
                },
            });
            ShellResult result = bench.Run(line);
            Assert.All(result.Errors, e => Assert.StartsWith("PostHog.", e.FullyQualifiedErrorId, StringComparison.Ordinal));
        }

        AssertNobodyAsked(evil);
        // Logs are not paged by links.
        Assert.True(spoilt > 0 || line.Contains("Log", StringComparison.Ordinal), "no answer had a link");
    }

    [Fact]
    public async Task No_redirect_of_any_cmdlet_leads_to_somebody_else()
    {
        int[] statuses = [301, 302, 303, 307, 308];
        using var evil = new SocketServer(static _ => Reply.Json("{}"));
        await using Bench bench = await Bench.StartAsync();
        int turn = 0;
        // The storage's redirects are another matter: below.
        foreach (CmdletCase one in CmdletCases.All.Where(static c => c.Sending != Sending.Nothing && c.Name != "Save-PHFileDownload file"))
        {
            bench.Faults.Clear();
            // The same backfill twice at the same instant is one too many for the server.
            bench.Clock.Advance(TimeSpan.FromMinutes(1));
            bench.Prepare(one.Before);
            // Every cmdlet gets some of the addresses, every address some of the cmdlets.
            for (int i = 0; i < 3; i++, turn++)
            {
                bench.Faults.Clear();
                // A start that was redirected may have taken effect: a repair does not send it again so soon.
                if (one.Cmdlet == "Repair-PHBatchExport")
                    bench.Clock.Advance(TimeSpan.FromHours(1));
                bench.Faults.Add(new Fault { Kind = FaultKind.Redirect, Method = one.Method, Path = one.Path, Times = 0,
                    Status = statuses[turn % statuses.Length], Target = Filled(Addresses[turn % Addresses.Length], bench, evil).Trim() });
                ShellResult result = bench.Run(one.Script);
                Assert.True(result.Errors.Count > 0, one.Cmdlet + " followed " + Addresses[turn % Addresses.Length]);
                Assert.All(result.Errors, e => Assert.StartsWith("PostHog.", e.FullyQualifiedErrorId, StringComparison.Ordinal));
            }

            // After a Connect-PostHog that failed nothing acts by default.
            bench.Faults.Clear();
            if (one.Cmdlet == "Connect-PostHog")
                bench.Run("Disconnect-PostHog sec*").Clean();
        }

        Assert.True(turn > Addresses.Length);
        AssertNobodyAsked(evil);
    }

    /// <summary>The storage is a stranger by nature: it is asked, without the key, and so is where it sends on to, even back home.</summary>
    [Fact]
    public async Task A_download_gives_the_key_to_no_storage()
    {
        using var further = new SocketServer(static _ => Reply.Of(200, [1, 2, 3]));
        string? sendOnTo = null;
        using var evil = new SocketServer(_ => sendOnTo is null ? Reply.Of(200, [1, 2, 3]) : Reply.Empty(307, "Location: " + sendOnTo));
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare("$download = Start-PHFileDownload -Start -6h -End -2h; $null = $download | Save-PHFileDownload -Path $folder");
        foreach (string address in Addresses.Append("http://" + further.Address.Authority + "/"))
        {
            foreach (string? on in new[] { null, further.Address + "file", bench.Server.Address + "api/users/@me/", "file:///etc/hostname" })
            {
                sendOnTo = on;
                bench.Faults.Clear();
                bench.Faults.Add(new Fault { Kind = FaultKind.Redirect, Path = "*/download/*", Times = 0, Target = Filled(address, bench, evil).Trim() });
                ShellResult result = bench.Run("$download | Save-PHFileDownload -Path $folder -Force");
                Assert.All(result.Errors, e => Assert.StartsWith("PostHog.", e.FullyQualifiedErrorId, StringComparison.Ordinal));
            }
        }

        Assert.NotEmpty(evil.Requests);
        Assert.NotEmpty(further.Requests);
        foreach (Seen seen in evil.Requests.Concat(further.Requests))
        {
            Assert.Equal("GET", seen.Method);
            AssertNoKey(seen);
        }

        // Sent back to the server by the storage, the request has no key either, and is refused for it.
        ReceivedRequest[] back = [.. bench.Requests.Find("GET", "/api/users/@me/*")];
        Assert.NotEmpty(back);
        Assert.All(back, static r => Assert.Equal(401, r.Status));
    }

    private static string Filled(string address, Bench bench, SocketServer evil) => address
        .Replace("HOME", bench.Server.Address.Authority, StringComparison.Ordinal)
        .Replace("EVILPORT", evil.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("EVIL", evil.Address.Authority, StringComparison.Ordinal);

    private static void AssertNobodyAsked(SocketServer evil)
    {
        Assert.Empty(evil.Lines);
        Assert.Equal(0, evil.Connections);
    }

    private static void AssertNoKey(Seen seen)
    {
        Assert.Null(seen.Header("Authorization"));
        Assert.Null(seen.Header("Cookie"));
        string all = seen + "\n" + string.Join("\n", seen.Headers.Select(static h => h.Key + ": " + h.Value)) + seen.Text;
        Assert.DoesNotContain(Bench.PlantedKey, all, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(Bench.PlantedKey)), all, StringComparison.Ordinal);
    }
}
