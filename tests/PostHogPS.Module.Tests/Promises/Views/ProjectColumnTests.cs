using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Views;

/// <summary>Rows of several projects and connections are told apart; tables of one project have nothing to say about it.</summary>
[Trait("Speed", "Slow")]
public sealed class ProjectColumnTests
{
    private const string Web = "Northwind Web (101)";
    private const string Mobile = "Northwind Mobile (102)";

    /// <summary>A line for each view; $p is where the project goes in.</summary>
    public static TheoryData<string> Lines =>
    [
        "Get-PHBatchExport $p", "Get-PHBatchExport $p | Get-PHBatchExportRun -State Failed", "Get-PHBatchExport events-to-s3 $p | Get-PHBatchExportLog -Tail 3",
        "Get-PHBatchExportHealth $p", "Find-PHBatchExportGap $p -After -2d", "Find-PHBatchExportGap $p -After -2d -Summary",
            "Repair-PHBatchExport $p -After -2d -PlanOnly",
        "Get-PHBatchExport events-to-s3 $p | Start-PHBatchExportBackfill -Start 2026-08-01T00:00Z -End 2026-08-01T02:00Z", "Repair-PHBatchExport $p -After -2d",
        "Get-PHBatchExport events-to-s3 $p | Test-PHBatchExportDestination",
    ];

    /// <summary>The same for what has no -AllProjects.</summary>
    public static TheoryData<string> OwnLines =>
        ["Get-PHDashboard $p", "Get-PHDashboard $p -First 1 | Get-PHDashboardTile", "Get-PHIntegration $p", "Start-PHFileDownload $p -Start -1d"];

    [Theory]
    [MemberData(nameof(Lines))]
    [MemberData(nameof(OwnLines))]
    public void A_table_of_the_connections_own_project_names_none(string line)
    {
        using Shell shell = Open();
        string text = shell.Show(line.Replace("$p", "", StringComparison.Ordinal)).Text;
        Assert.DoesNotContain("Project:", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Northwind Web", text, StringComparison.Ordinal);
        Assert.True(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length > 2, text);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    [MemberData(nameof(OwnLines))]
    public void A_table_of_another_project_names_it(string line)
    {
        using Shell shell = Open();
        Assert.Contains("   Project: " + Mobile, shell.Show(line.Replace("$p", "-ProjectId 102", StringComparison.Ordinal)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_table_of_all_projects_names_each(string line)
    {
        using Shell shell = Open();
        string text = shell.Show(line.Replace("$p", "-AllProjects", StringComparison.Ordinal)).Text;
        Assert.Contains("   Project: " + Web, text, StringComparison.Ordinal);
        Assert.Contains("   Project: " + Mobile, text, StringComparison.Ordinal);
        Assert.DoesNotContain(" on default", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    [MemberData(nameof(OwnLines))]
    public void A_table_names_the_connection_where_several_are_open(string line)
    {
        using Shell shell = Open();
        shell.Run("Connect-PostHog -Sandbox -Name eu").Clean();
        string text = shell.Show(line.Replace("$p", "-Connection default", StringComparison.Ordinal) + "; "
            + line.Replace("$p", "-Connection eu", StringComparison.Ordinal)).Text;
        Assert.Contains($"   Project: {Web} on default", text, StringComparison.Ordinal);
        Assert.Contains($"   Project: {Web} on eu", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-PHProject")]
    [InlineData("Get-PHOrganization")]
    [InlineData("Get-PHCurrentUser")]
    public void What_belongs_to_no_project_has_a_connection_only(string line)
    {
        using Shell shell = Open();
        Assert.DoesNotContain("Connection:", shell.Show(line).Text, StringComparison.Ordinal);
        shell.Run("Connect-PostHog -Sandbox -Name eu").Clean();
        Assert.Contains("   Connection: eu", shell.Show(line + " -Connection eu").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_of_several_projects_name_them()
    {
        using Shell shell = Open();
        Assert.DoesNotContain("Northwind", shell.Show("Get-PHBatchExportError").Text, StringComparison.Ordinal);
        Assert.Contains("in Northwind Mobile", shell.Show("Get-PHBatchExportError -AllProjects").Text, StringComparison.Ordinal);
        Assert.All(shell.Run("Get-PHBatchExportError -AllProjects").Clean().As<BatchExportErrorGroup>(), group => Assert.NotEmpty(group.Projects));
        shell.Run("Connect-PostHog -Sandbox -Name eu").Clean();
        Assert.Equal(["Northwind Web on default", "Northwind Web on eu"],
            shell.Run("'default', 'eu' | ForEach-Object { Get-PHBatchExport events-to-postgres -Connection $_ } | Get-PHBatchExportError").Clean()
            .As<BatchExportErrorGroup>().Single().Projects);
    }

    /// <summary>Pipelines keep what tells rows apart, however many commands they go through.</summary>
    [Fact]
    public void What_comes_of_piped_projects_says_so_to_the_end()
    {
        using Shell shell = Open();
        string text = shell.Show("Get-PHProject | Get-PHBatchExport events-to-s3 | Get-PHBatchExportRun -First 2").Text;
        Assert.Contains("   Project: " + Web, text, StringComparison.Ordinal);
        string both = shell.Show("Get-PHProject | Get-PHBatchExport | Get-PHBatchExportRun -After -3h").Text;
        Assert.Contains("   Project: " + Web, both, StringComparison.Ordinal);
        Assert.Contains("   Project: " + Mobile, both, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    [MemberData(nameof(OwnLines))]
    public void Every_object_says_its_project_and_its_connection_and_copies_keep_them(string line)
    {
        using Shell shell = Open();
        shell.Run("Connect-PostHog -Sandbox -Name eu").Clean();
        shell.Run("$given = @(" + line.Replace("$p", "-ProjectId 102", StringComparison.Ordinal) + ")").Clean();
        foreach (string copy in new[] { "$given", "$given | ConvertTo-Json -Depth 3 | ConvertFrom-Json",
            "[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($given))" })
        {
            IReadOnlyList<PSObject> items = shell.Run(copy).Clean().Objects;
            Assert.NotEmpty(items);
            Assert.All(items, item => Assert.Equal(("102", "Northwind Mobile", "eu"),
                (item.Properties["ProjectId"].Value?.ToString(), item.Properties["ProjectName"].Value?.ToString(),
                item.Properties["ConnectionName"].Value?.ToString())));
        }
    }

    [Fact]
    public void A_copy_from_elsewhere_stands_under_its_own_place()
    {
        using Shell shell = Open();
        shell.Run("Connect-PostHog -Sandbox -Name eu; $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-PHBatchExport events-to-s3))); Disconnect-PostHog -Name eu").Clean();
        Assert.Contains($"   Project: {Web} on eu", shell.Show("$copy").Text, StringComparison.Ordinal);
    }

    /// <summary>The connection's check lists the projects, so their names cost nothing.</summary>
    [Fact]
    public void A_name_of_a_project_costs_no_request()
    {
        using Shell shell = Open();
        ShellResult result = shell.Run("Get-PHBatchExport -ProjectId 102 -Verbose");
        Assert.All(result.Clean().As<BatchExport>(), export => Assert.Equal("Northwind Mobile", export.ProjectName));
        Assert.Single(result.Verbose, line => line.StartsWith("GET ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_live_view_names_the_connections_where_there_are_several()
    {
        using Shell shell = Open();
        Assert.DoesNotContain("default: ", Watched(shell), StringComparison.Ordinal);
        shell.Run("Connect-PostHog -Sandbox -Name eu").Clean();
        string text = Watched(shell);
        Assert.Contains("default: Northwind Web: events-to-postgres: AutoPaused.", text, StringComparison.Ordinal);
        Assert.Contains("eu: Northwind Web: events-to-postgres: AutoPaused.", text, StringComparison.Ordinal);
    }

    private static string Watched(Shell shell)
    {
        ShellResult result = shell.Run("Get-PHConnection | Watch-PHBatchExport -Count 1").Clean();
        return string.Join('\n', result.Objects.Select(o => o.ToString()).Concat(result.Information.Select(i => i.ToString()))) + result.Text;
    }

    /// <summary>What commands give is told apart by a script too, whatever it is.</summary>
    [Fact]
    public void Every_type_that_commands_give_has_the_name_of_its_connection()
    {
        using Shell shell = Open();
        IEnumerable<Type> types = shell.Run("(Get-Command -Module PostHogPS).OutputType.Type | Sort-Object FullName -Unique").Clean().As<Type>()
            .Where(type => type.Namespace == nameof(PostHogPS) && type != typeof(PostHogConnection) && type != typeof(BatchExportDestinationDefinition));
        Assert.All(types, type => Assert.NotNull(type.GetProperty("ConnectionName")));
    }

    private static Shell Open()
    {
        Shell shell = VirtualShell.Open(new ShellOptions { Width = 100, Variables = new Dictionary<string, object?> { ["ConfirmPreference"] = "None" } });
        shell.Run("Connect-PostHog -Sandbox").Clean();
        return shell;
    }
}
