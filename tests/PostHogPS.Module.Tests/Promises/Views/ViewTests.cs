using System;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Formatting;
using PostHogPS.TestHost;
using Xunit;
using PostHogPS.Text;

namespace PostHogPS.Module.Tests.Promises.Views;

public sealed class ViewTests
{
    [Theory]
    [InlineData("Get-PHBatchExport", "Name State LastStatus LastRun Interval Destination")]
    [InlineData("Get-PHBatchExportRun events-to-s3 | Select-Object -First 3", "Export Status From Duration Rows Error")]
    [InlineData("Get-PHBatchExportBackfill events-to-bigquery", "Export Status Start End Runs Rows")]
    [InlineData("Get-PHBatchExportLog events-to-s3 -Tail 3", "Time Level Export Message")]
    [InlineData("Get-PHDashboard -First 3", "Id Name Pinned Shared Viewed Tags")]
    [InlineData("Get-PHDashboardTile Revenue", "Id DashboardId Kind Color Refreshed Name")]
    [InlineData("Get-PHDashboardTemplate", "Name Scope Featured Tiles Description")]
    [InlineData("Set-PHDashboardSharing Revenue -PasswordRequired; New-PHDashboardSharingPassword Revenue -Note Board",
        "Id DashboardId Note Created CreatedBy")]
    [InlineData("Get-PHProject", "Id Name Timezone Events Organization")]
    [InlineData("Get-PHOrganization", "Id Name Level Slug")]
    [InlineData("Get-PHIntegration -Id 1003", "Id Kind Created Note Name")]
    [InlineData("Get-PHCurrentUser", "Email FirstName Project Organization")]
    [InlineData("Get-PHConnection", "Name Default Project ProjectName Host User")]
    [InlineData("Get-PHRateLimit", "Window Used Remaining Limit Refused BlockedUntil Connection")]
    [InlineData("Test-PHBatchExportDestination events-to-s3", "Step Type Name Status Message")]
    [InlineData("Start-PHFileDownload -Start -1d", "Id Status Files Rows Error")]
    [InlineData(Alerts, "State On Made by Name, batch exports, channel")]
    [InlineData("Get-PHBatchExportAlert | Test-PHBatchExportAlert", "On Status Sent Alert, channel")]
    [InlineData("Get-PHBatchExportHealth -StatePath $file", "Export State Before Reason")]
    [InlineData("Get-PHBatchExportHealth -StatePath $file -After -2d", "Export State Before Missing Reason")]
    public void A_table_fits_eighty_columns_and_shows_what_matters(string script, string columns)
    {
        using var folder = new TempFolder();
        using var shell = VirtualShell.Open(new ShellOptions { Width = 80 });
        shell.Set("file", folder["health.json"]);
        shell.Run("Connect-PostHog -Sandbox").Clean();
        string text = shell.Show(script).Text;
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd()).Where(l => l.Length > 0).ToArray();
        Assert.Equal(columns, string.Join(' ', lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.True(lines.Length >= 3);
        Assert.All(lines, l => Assert.True(l.Length <= 80, l));
    }

    private const string Alerts = "$uri = ConvertTo-SecureString https://discord.com/api/webhooks/1/x -AsPlainText -Force; "
        + "New-PHBatchExportAlert events-to-s3, events-to-bigquery -Discord -Uri $uri -On BillingBlocked, Cancelled, Completed; Get-PHBatchExportAlert";

    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void The_table_of_alerts_says_what_of_whom_where_and_who_made_it(int width)
    {
        using var shell = VirtualShell.Open(new ShellOptions { Width = width });
        shell.Run("Connect-PostHog -Sandbox").Clean();
        string text = string.Join('\n', shell.Show(Alerts).Text.Split('\n').Select(static line => line.TrimEnd()));
        Assert.Matches(@"BillingBlocked \+2 +PostHogPS +events-to-s3 \+1 to Discord:", text);
        Assert.Matches(@"(?m)^ +events-to-s3 \+1 to Discord\s+discord\.com$", text);
        Assert.Matches(@"Failed +WebPage +Post to Slack on batch export", text);
    }

    [Theory]
    [InlineData("", 53)]
    [InlineData(" -After -2d", 61)]
    public void The_table_of_changes_breaks_no_word(string criteria, int start)
    {
        using var folder = new TempFolder();
        using var shell = VirtualShell.Open(new ShellOptions { Width = 80 });
        shell.Set("file", folder["health.json"]);
        // No time passes there, so all looks see the same.
        shell.Run("Connect-PostHog -Sandbox -SandboxSpeed 0.001").Clean();
        string line = "Get-PHBatchExportHealth -StatePath $file" + criteria;
        BatchExportHealth[] all = [.. shell.Run(line).Clean().As<BatchExportHealth>()];
        string[] lines = [.. shell.Show(line).Text.Split('\n').Select(static row => row.TrimEnd())];
        Assert.Equal(start, lines.First(static row => row.StartsWith("Export ", StringComparison.Ordinal)).IndexOf("Reason", StringComparison.Ordinal));
        string[] rows = [.. lines.SkipWhile(static row => !row.StartsWith("--", StringComparison.Ordinal)).Skip(1)];
        string shown = string.Join(' ', rows.Where(row => row.Length > start).Select(row => row[start..].Trim()));
        Assert.Equal(string.Join(' ', all.Select(static health => health.Reason)), shown);
        foreach (BatchExportHealth health in all)
            Assert.Contains(rows, row => row.StartsWith(health.BatchExportName + " ", StringComparison.Ordinal) && (row.Contains(" (same) ", StringComparison.Ordinal)
                // A backfill runs between two states, and is not remembered as one.
                || (health.State == "Backfilling" && row.Contains(" (new) ", StringComparison.Ordinal))));
        Assert.All(lines, static row => Assert.True(row.Length < 80, row));
    }

    [Fact]
    public void A_list_shows_the_settings_and_how_the_last_runs_ended()
    {
        using var c = new SandboxShell();
        string text = c.Shell.Show("$DebugPreference = 'SilentlyContinue'; Get-PHBatchExport events-to-s3 | Format-List").Text;
        Assert.Contains("bucket_name: northwind-events", text, StringComparison.Ordinal);
        Assert.Contains("7 Completed, 3 Failed", text, StringComparison.Ordinal);
    }

    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    public void Long_reasons_break_between_words(int width)
    {
        using var shell = VirtualShell.Open(new ShellOptions { Width = width });
        // No time passes there, so both looks see the same.
        shell.Run("Connect-PostHog -Sandbox -SandboxSpeed 0.001").Clean();
        BatchExportHealth[] all = [.. shell.Run("Get-PHBatchExportHealth").Clean().As<BatchExportHealth>()];
        string[] lines = shell.Show("Get-PHBatchExportHealth").Text.Split('\n');
        int start = lines.First(l => l.StartsWith("Export ", StringComparison.Ordinal)).IndexOf("Reason", StringComparison.Ordinal);
        Assert.Equal(56, start);
        string shown = string.Join(' ',
            lines.SkipWhile(l => !l.StartsWith("--", StringComparison.Ordinal)).Skip(1).Where(l => l.Length > start).Select(l => l[start..].Trim()));
        Assert.Equal(string.Join(' ', all.Select(h => h.Reason)), shown);
        Assert.All(lines, l => Assert.True(l.TrimEnd().Length < width, l));
    }

    [Fact]
    public void A_destination_shows_its_settings_and_the_names_of_its_secrets()
    {
        using var shell = VirtualShell.Open();
        shell.Set("secret", new System.Net.NetworkCredential("", "planted").SecurePassword);
        string text = shell.Show("New-PHBatchExportDestination -Http -Url https://us.i.posthog.com/batch/ -Token $secret").Text;
        Assert.Contains("url: https://us.i.posthog.com/batch/", text, StringComparison.Ordinal);
        Assert.Contains("SecretSettings : token", text, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-PHDashboardTile Revenue | Select-Object -First 1 | Format-List")]
    [InlineData("Get-PHDashboardSharing Revenue")]
    [InlineData("Get-PHDashboardTemplate | Format-List")]
    [InlineData("Set-PHDashboardSharing Revenue -PasswordRequired; New-PHDashboardSharingPassword Revenue -Note Board | Format-List")]
    [InlineData("Get-PHIntegration | Format-List")]
    [InlineData("Get-PHCurrentUser | Format-List")]
    [InlineData("Get-PHOrganization | Format-List")]
    [InlineData("Get-PHProject | Format-List")]
    [InlineData("Get-PHDashboard Revenue -IncludeTiles | Format-List")]
    [InlineData("Get-PHBatchExportRun -First 1 | Format-List")]
    [InlineData("Get-PHBatchExportBackfill -First 1 | Format-List")]
    [InlineData("New-PHBatchExportDestination -Redshift -Database d -Mode COPY -CopyBucket b -CopyRegion r -CopyAuthorization arn:aws:iam::1:role/x -CopyBucketCredential 1001 -IntegrationId 1005")]
    public void No_list_shows_the_name_of_a_type_for_a_value(string script)
    {
        using var shell = VirtualShell.Open();
        shell.Run("Connect-PostHog -Sandbox").Clean();
        Assert.DoesNotContain("System.", shell.Show(script).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_listed_download_does_not_claim_to_have_no_files()
    {
        using var folder = new TempFolder();
        using var shell = VirtualShell.Open();
        shell.Set("folder", folder.Path);
        shell.Run("Connect-PostHog -Sandbox -SandboxSpeed 100000; $null = Start-PHFileDownload -Start -1d | Save-PHFileDownload -Path $folder").Clean();
        string row = shell.Show("Get-PHFileDownload").Text.Split('\n').Single(l => l.Contains("Completed", StringComparison.Ordinal));
        Assert.DoesNotContain(" 0", row, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_the_server_loses_its_control_characters()
    {
        Assert.Equal("a [31mb c", OneLine.Clean("a\u001b[31mb\r\n\tc\u202e"));
        Assert.Equal(2000, OneLine.Clean(new string('x', 5000)).Length);
    }

    [Fact]
    public void Times_are_local_and_spans_readable()
    {
        var now = new DateTimeOffset(DateTime.Now.Year, 3, 4, 5, 6, 7, TimeSpan.Zero);
        Assert.Equal(now.LocalDateTime.ToString("MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture), ViewText.Time(now));
        Assert.Equal("2020-01-02", ViewText.Time(new DateTimeOffset(2020, 1, 2, 12, 0, 0, TimeSpan.Zero)));
        Assert.Equal(("26:00:05", "", ""), (ViewText.Span(new TimeSpan(1, 2, 0, 5)), ViewText.Span(null), ViewText.Time(null)));
    }

    [Fact]
    public void Without_a_shell_that_shows_colours_there_are_none()
    {
        Assert.Equal("Failed", ViewText.State("Failed", null));
        using var shell = VirtualShell.Open();
        var context = (EngineIntrinsics)shell.Run("$ExecutionContext").Single.BaseObject;
        Assert.Equal("Failed", ViewText.State("Failed", context));
    }

    [Fact]
    public void Settings_never_show_what_is_named_like_a_secret() =>
        Assert.Equal("a: 1" + Environment.NewLine + "password: (hidden)",
            ViewText.Settings(new System.Collections.Generic.Dictionary<string, object?> { ["password"] = "p", ["a"] = 1L }));
}
