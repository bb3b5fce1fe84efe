using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Secrets;

/// <summary>A database's address with user and password, as destinations put it into the error of a run, is shown nowhere.</summary>
public sealed class DestinationPasswordTests
{
    private const string Password = "s3cr3t-Pass-4711";
    private const string Hidden = "[redacted]@warehouse.example";

    [Theory]
    [InlineData("Get-PHBatchExportRun events-to-s3 -After -7d")]
    [InlineData("Get-PHBatchExportError events-to-s3 -After -7d")]
    public async Task Of_an_error_in_a_run_nothing_shows_it(string line)
    {
        await using Bench bench = await FailingAsync();

        ShellResult result = bench.Run("$DebugPreference = 'Continue'; $VerbosePreference = 'Continue'; $items = @(" + line
            + "); $items | ConvertTo-Json -Depth 5").Clean();
        string text = string.Join('\n', result.Objects.Select(o => o.ToString()).Concat(result.Debug).Concat(result.Verbose))
            + bench.Shell.Show("$items | Format-List").Text + bench.Shell.Show("$items | Format-Table").Text;

        Assert.Contains(Hidden, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, text, StringComparison.Ordinal);
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public async Task Nor_does_the_report()
    {
        await using Bench bench = await FailingAsync();
        using var folder = new TempFolder();
        bench.Shell.Set("out", folder["report.html"]);

        bench.Run("Export-PHBatchExportReport $out -After -7d").Clean();

        string html = File.ReadAllText(folder["report.html"]);
        Assert.Contains(Hidden, html, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, html, StringComparison.Ordinal);
    }

    private static async Task<Bench> FailingAsync()
    {
        Bench bench = await Bench.StartAsync();
        bench.Faults.Add(new Fault { Kind = FaultKind.Rewrite, Method = "GET", Path = "*/batch_exports/*", Times = 0, Rewrite = Rewritten });
        return bench;
    }

    // Every error that a run has speaks of such an address.
    private static byte[] Rewritten(byte[] body) => Encoding.UTF8.GetBytes(System.Text.RegularExpressions.Regex.Replace(
        Encoding.UTF8.GetString(body), "\"latest_error\":\"(?:[^\"\\\\]|\\\\.)*\"", "\"latest_error\":\"could not connect to postgresql://svc:" + Password
            + "@warehouse.example:5432/db\""));
}
