using System;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Threading.Tasks;
using PostHogPS.Testing;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

public sealed class GetPHDashboardSharingTests
{
    [Fact]
    public async Task A_link_is_shown_only_while_it_works()
    {
        await using Bench bench = await Bench.StartAsync();
        DashboardSharing never = Sharing(bench, "Get-PHDashboardSharing 4101");
        Assert.Equal((false, null, null, null), (never.Enabled, never.Link, never.AccessToken, never.CreatedAt));
        DashboardSharing on = Sharing(bench, "Set-PHDashboardSharing 4101 -Enabled -PassThru");
        Assert.EndsWith("/shared/" + on.AccessToken, on.Link!.ToString(), StringComparison.Ordinal);
        Assert.Equal(on.Link, Sharing(bench, "Get-PHDashboardSharing 4101").Link);
        Assert.Null(Sharing(bench, "Set-PHDashboardSharing 4101 -Enabled:$false -PassThru").Link);
    }

    [Theory]
    [InlineData("-Enabled", true)]
    [InlineData("-Enabled $true", true)]
    [InlineData("-Enabled:$false", false)]
    [InlineData("-Enabled $false", false)]
    public async Task Enabled_takes_its_value_in_every_way(string words, bool enabled)
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Run($"Set-PHDashboardSharing 4101 {words}; Set-PHDashboardSharing -Dashboard 4103 {words}").Clean();
        Assert.All(bench.Writes(), w => Assert.Equal($$"""{"enabled":{{(enabled ? "true" : "false")}}}""", w.Body));
        Assert.Equal(2, bench.Writes().Count);
        bench.Requests.Clear();
        // The value would be the dashboard to PowerShell: refused with the way to write it.
        Assert.Contains("-Enabled:$false", bench.Run("4101 | Set-PHDashboardSharing -Enabled $false").Error.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("PostHog.Validation", bench.Run("Set-PHDashboardSharing 4101 -Enabled -PasswordRequired $false").Error.FullyQualifiedErrorId,
            StringComparison.Ordinal);
        Assert.Empty(bench.Requests.All);
    }

    [Fact]
    public async Task A_refreshed_link_is_another_one_and_the_order_keeps_a_leaked_one_closed()
    {
        await using Bench bench = await Bench.StartAsync();
        Uri old = Sharing(bench, "Set-PHDashboardSharing 4101 -Enabled -PassThru").Link!;
        bench.Requests.Clear();
        Assert.NotEqual(old, Sharing(bench, "Set-PHDashboardSharing 4101 -RefreshLink -PassThru").Link);
        Assert.Equal(("POST", "{}"), (bench.Writes().Single().Method, bench.Writes().Single().Body));
        bench.Requests.Clear();
        bench.Run("Set-PHDashboardSharing 4101 -Enabled:$false -RefreshLink; Set-PHDashboardSharing 4101 -Enabled -RefreshLink").Clean();
        Assert.Equal(["PATCH", "POST", "POST", "PATCH"], bench.Writes().Select(w => w.Method));
        Assert.Contains("Replace the public link", bench.Run("Set-PHDashboardSharing 4101 -RefreshLink -WhatIf").Text, StringComparison.Ordinal);
        Assert.Equal(4, bench.Writes().Count);
    }

    [Fact]
    public async Task Settings_that_PostHog_drops_are_a_warning()
    {
        await using Bench bench = await Bench.StartAsync();
        ShellResult result = bench.Run("Set-PHDashboardSharing 4101 -Settings @{ whitelabel = $true; nosuch = 1 } -PassThru").Clean();
        Assert.Contains("Settings.nosuch", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(["whitelabel"], result.As<DashboardSharing>().Single().Settings.Keys);
    }

    [Fact]
    public async Task What_the_organization_forbids_is_said()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Server =
            new SandboxServerOptions { Sandbox = { PublicSharing = false, SharingPasswords = false } } });
        ErrorRecord sharing = bench.Run("Set-PHDashboardSharing 4101 -Enabled").Error;
        Assert.Contains("Public sharing is disabled", sharing.ToString(), StringComparison.Ordinal);
        Assert.Contains("organization", sharing.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.StartsWith("PostHog.Forbidden", bench.Run("Set-PHDashboardSharing 4101 -PasswordRequired").Error.FullyQualifiedErrorId,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_goes_in_and_comes_out_protected_and_is_in_no_stream()
    {
        const string own = "correct horse battery";
        await using Bench bench = await Bench.StartAsync();
        bench.Shell.Set("own", Bench.Secret(own));
        Assert.Contains("-PasswordRequired", bench.Run("New-PHDashboardSharingPassword 4101").Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        bench.Run("Set-PHDashboardSharing 4101 -Enabled -PasswordRequired").Clean();
        ShellResult result = bench.Run("$DebugPreference = 'Continue'; New-PHDashboardSharingPassword 4101 $own -Note Board -Verbose; New-PHDashboardSharingPassword 4101").Clean();
        DashboardSharingPassword[] made = [.. result.As<DashboardSharingPassword>()];
        Assert.Contains($"\"raw_password\":\"{own}\"", bench.Writes()[^2].Body, StringComparison.Ordinal);
        string generated = new NetworkCredential("", made[1].Password).Password;
        Assert.Equal((own, 16), (new NetworkCredential("", made[0].Password).Password, generated.Length));
        string said = string.Join("\n", result.Verbose.Concat(result.Debug)) + bench.Run("Get-PHDashboardSharing 4101 | ConvertTo-Json -Depth 5").Text
            + result.Text;
        Assert.DoesNotContain(own, said, StringComparison.Ordinal);
        Assert.DoesNotContain(generated, said, StringComparison.Ordinal);

        DashboardSharing sharing = Sharing(bench, "Get-PHDashboardSharing 4101");
        Assert.Equal(["Board", ""], sharing.SharePasswords.Select(p => p.Note));
        Assert.All(sharing.SharePasswords, p => Assert.Null(p.Password));
        bench.Run("(Get-PHDashboardSharing 4101).SharePasswords | Where-Object Note -eq Board | Remove-PHDashboardSharingPassword -Confirm:$false").Clean();
        bench.Run($"Remove-PHDashboardSharingPassword {made[1].Id} -Dashboard 4101 -Confirm:$false").Clean();
        Assert.Empty(Sharing(bench, "Get-PHDashboardSharing 4101").SharePasswords);
        Assert.StartsWith("PostHog.Validation",
            bench.Run("New-PHDashboardSharingPassword 4101 (ConvertTo-SecureString short -AsPlainText -Force)").Error.FullyQualifiedErrorId,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_removal_whose_answer_was_lost_ends_as_done()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare("Set-PHDashboardSharing 4101 -PasswordRequired; $password = New-PHDashboardSharingPassword 4101");
        bench.Faults.Add(PostHogPS.Testing.Faults.FaultKind.Drop, "DELETE", "*/passwords/*", afterProcessing: true);
        bench.Run("$password | Remove-PHDashboardSharingPassword -Confirm:$false").Clean();
        Assert.Equal(2, bench.Writes().Count);
        Assert.All(bench.Writes(), w => Assert.Empty(w.Body));
    }

    private static DashboardSharing Sharing(Bench bench, string line) => bench.Run(line).Clean().As<DashboardSharing>().Single();
}
