using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Threading.Tasks;
using PostHogPS.Commands;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Input;

/// <summary>A list that selects and holds a blank entry selects something else than what was meant: nothing is sent for it.</summary>
[Trait("Speed", "Slow")]
public sealed class BlankListTests
{
    // What a line needs besides the list.
    private static readonly Dictionary<string, string> Lines = new()
    {
        ["New-PHBatchExportDestination"] = "-AwsS3 -IntegrationId 1 -BucketName b -Region r -Prefix p",
        ["New-PHDashboard"] = "x",
        ["Set-PHDashboard"] = "Revenue",
        ["New-PHBatchExport"] = "x @{ type = 'NoOp'; config = @{} }",
        ["Set-PHBatchExport"] = "events-to-s3",
        ["Start-PHFileDownload"] = "-Start yesterday",
        ["Get-PHBatchExportRun"] = "events-to-s3",
        ["Get-PHBatchExportBackfill"] = "events-to-s3",
        ["Get-PHBatchExportLog"] = "events-to-s3",
        ["Get-PHDashboardTile"] = "Revenue",
    };

    public static TheoryData<string, string> Lists
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach ((string cmdlet, PropertyInfo property) in All())
                data.Add(cmdlet, property.Name);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Nothing_is_sent_for_a_blank_entry(string cmdlet, string parameter)
    {
        await using Bench bench = await Bench.StartAsync();
        foreach (string list in new[] { "@('1', $null)", "@('1', ' ')", "@('')" })
        {
            string line = $"{cmdlet} {Lines.GetValueOrDefault(cmdlet, "")} -{parameter} {list}";
            Assert.True(bench.Run(line).Errors.Count > 0, line);
            Assert.Empty(bench.Requests.All);
        }
    }

    [Theory]
    [InlineData("New-PHBatchExportDestination -AwsS3 -IntegrationId 1 -BucketName b -Region r -Prefix p -IncludeEvent \"$pageview\"", "PostHog.Validation")]
    [InlineData("New-PHBatchExportDestination -AwsS3 -IntegrationId 1 -BucketName b -Region r -Prefix p -IncludeEvent $pageview", "PostHog.InvalidEvent")]
    [InlineData("New-PHBatchExportDestination -AwsS3 -IntegrationId 1 -BucketName b -Region r -Prefix p -ExcludeEvent $pageview", "PostHog.InvalidEvent")]
    [InlineData("Start-PHFileDownload -Start yesterday -IncludeEvent $pageview", "PostHog.InvalidEvent")]
    [InlineData("New-PHBatchExport x @{ type = 'NoOp'; config = @{ include_events = @('a', \"$pageview\") } }", "PostHog.Validation")]
    [InlineData("Get-PHDashboard -Search \"$text\"", "PostHog.Validation")]
    [InlineData("Get-PHBatchExportLog events-to-s3 -Search \"$text\"", "PostHog.Validation")]
    [InlineData("'a', '' | Get-PHConnection", "PostHog.ConnectionNotFound")]
    [InlineData("Invoke-PHRestMethod /api/x/ -Query @{ id = 1, $null }", "PostHog.Validation")]
    public async Task What_the_shell_emptied_is_refused(string line, string id)
    {
        await using Bench bench = await Bench.StartAsync();
        ShellResult result = bench.Run(line);
        Assert.Equal(id, result.Errors[0].FullyQualifiedErrorId.Split(',')[0]);
        Assert.Empty(bench.Requests.All);
    }

    private static IEnumerable<(string Cmdlet, PropertyInfo Property)> All() =>
        from type in typeof(ConnectPostHogCommand).Assembly.GetTypes()
        let cmdlet = type.GetCustomAttribute<CmdletAttribute>()
        where cmdlet is not null && !type.IsAbstract
        from property in type.GetProperties()
        where property.GetCustomAttributes<ParameterAttribute>().Any()
        where property.PropertyType == typeof(string[]) || property.PropertyType == typeof(object[]) || property.PropertyType == typeof(long[])
        select (cmdlet.VerbName + "-" + cmdlet.NounName, property);
}
