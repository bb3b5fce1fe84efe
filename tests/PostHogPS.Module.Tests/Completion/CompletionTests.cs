using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Module.Tests.Support;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Completion;

/// <summary>Tab, wherever a person would press it.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly SandboxShell _c = new();

    public void Dispose() => _c.Dispose();

    [Theory]
    [InlineData("Get-PHBatchExport events-to-m", "events-to-minio")]
    [InlineData("Suspend-PHBatchExport persons-to-s", "persons-to-snowflake")]
    [InlineData("Get-PHBatchExportRun -BatchExport sessions", "sessions-to-redshift")]
    [InlineData("Repair-PHBatchExport EVENTS-TO-MIN", "events-to-minio")]
    [InlineData("Get-PHBatchExport -ProjectId ", "101")]
    [InlineData("Get-PHProject Northwind", "'Northwind Web'")]
    [InlineData("Get-PHDashboard Reve", "Revenue")]
    [InlineData("Get-PHDashboard -Id 410", "4101")]
    [InlineData("New-PHDashboard x -Template web", "'Website traffic'")]
    [InlineData("Get-PHDashboardTemplate Prod", "'Product analytics'")]
    [InlineData("New-PHDashboardTile Revenue -WidgetType err", "error_tracking_list")]
    [InlineData("Set-PHDashboardTile -MoveTo Reve", "Revenue")]
    [InlineData("Get-PHBatchExport -Connection ", "default")]
    [InlineData("Get-PHBatchExportRun -Status FailedB", "FailedBilling")]
    [InlineData("Get-PHBatchExportRun -State Fa", "Failed")]
    [InlineData("Get-PHBatchExport -Destination Snow", "Snowflake")]
    [InlineData("Get-PHBatchExport -Model per", "persons")]
    [InlineData("Set-PHBatchExport events-to-s3 -Interval ev", "'every 5 minutes'")]
    [InlineData("Set-PHBatchExport events-to-s3 -Timezone Europe/Berl", "Europe/Berlin")]
    [InlineData("Get-PHBatchExportLog events-to-s3 -Level Er", "Error")]
    public void Offers(string line, string expected) => Assert.Contains(expected, Texts(line));

    [Fact]
    public void Names_that_PowerShell_would_read_otherwise_are_quoted() =>
        Assert.Contains("'events [prod]'", Texts("Get-PHBatchExport 'events [p"));

    [Fact]
    public void An_ambiguous_name_is_offered_as_ids_with_the_export_in_the_tip()
    {
        Guid[] ids = [.. _c.Good("Get-PHBatchExport nightly-dump").As<BatchExport>().Select(e => e.Id)];
        CompletionResult[] offered = [.. Results("Suspend-PHBatchExport -Id 0").Where(r => r.ToolTip.StartsWith("nightly-dump", StringComparison.Ordinal))];

        Assert.Equal(ids.Select(id => id.ToString()).Order(), offered.Select(r => r.CompletionText).Order());
        Assert.All(offered, r => Assert.Contains("Active", r.ToolTip, StringComparison.Ordinal));
    }

    [Fact]
    public void Run_ids_are_those_of_the_export_that_was_typed()
    {
        string[] known = [.. _c.Good("(Get-PHBatchExport events-to-s3).LatestRuns").As<BatchExportRun>().Select(r => r.Id.ToString())];
        string[] offered = Texts("Invoke-PHBatchExportRetry -BatchExport events-to-s3 -Run ");

        Assert.NotEmpty(offered);
        Assert.NotEmpty(offered.Intersect(known));
    }

    [Theory]
    [InlineData("Remove-PHDashboardTile -Dashboard Revenue -Tile ")]
    [InlineData("Set-PHDashboardTile -Dashboard 4103 -Tile ")]
    public void Tile_ids_are_those_of_the_dashboard_that_was_typed(string line) =>
        Assert.Equal(_c.Good("Get-PHDashboardTile Revenue").As<DashboardTile>().Select(t => t.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)), Texts(line));

    [Fact]
    public void A_minute_of_tabs_costs_one_request()
    {
        Texts("Get-PHBatchExport events-to-m");
        long before = Used();
        Texts("Get-PHBatchExport events-to-b");
        Texts("Suspend-PHBatchExport per");

        Assert.Equal(before, Used());
    }

    [Fact]
    public void Without_a_connection_there_is_no_answer_and_no_error()
    {
        using Shell alone = Shell.Open();

        Assert.DoesNotContain(alone.Complete("Get-PHBatchExport -Id "), r => Guid.TryParse(r.CompletionText, out _));
        Assert.Empty(alone.Run("Get-PHConnection").Objects);
    }

    private long Used() => _c.Good("Get-PHRateLimit").As<RateLimitUsage>().Max(u => u.Used);

    private string[] Texts(string line) => [.. Results(line).Select(r => r.CompletionText)];

    // The live try is cut off after 300 ms, and a busy machine may need more than one: the answer lands all the same.
    private IReadOnlyList<CompletionResult> Results(string line)
    {
        for (int attempt = 0; attempt < 40; attempt++)
        {
            IReadOnlyList<CompletionResult> offered = [.. _c.Shell.Complete(line).Where(r => r.ResultType == CompletionResultType.ParameterValue)];
            if (offered.Count > 0)
                return offered;
        }

        return [];
    }
}
