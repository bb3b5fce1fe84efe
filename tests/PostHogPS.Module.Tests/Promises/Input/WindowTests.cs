using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using Xunit;
using PostHogPS.Schedule;

namespace PostHogPS.Module.Tests.Promises.Input;

/// <summary>A window that holds nothing is one error of the command, with the same words whatever the command, before anything is sent.</summary>
public sealed class WindowTests
{
    /// <summary>Every command with a start and an end, and those with a start alone.</summary>
    public static TheoryData<string, string, string> Commands
    {
        get
        {
            using Shell shell = Shell.Open();
            var data = new TheoryData<string, string, string>();
            foreach (CmdletInfo command in shell.Run("Get-Command -Module PostHogPS").Clean().As<CmdletInfo>())
            {
                foreach ((string from, string to) in new[] { ("After", "Before"), ("Start", "End") })
                {
                    if (IsDate(command, from))
                        data.Add(command.Name, from, IsDate(command, to) ? to : "");
                }
            }

            return data;
        }
    }

    [Fact]
    public void Every_command_with_a_window_is_found() =>
        Assert.Superset(
            new HashSet<string> { "Compare-PHBatchExportRow", "Export-PHBatchExportReport", "Find-PHBatchExportAnomaly", "Find-PHBatchExportGap",
                "Get-PHBatchExportError", "Get-PHBatchExportLog", "Get-PHBatchExportRun", "Repair-PHBatchExport", "Start-PHBatchExportBackfill",
                "Start-PHFileDownload" },
            new HashSet<string>(Commands.Select(row => row.Data.Item1)));

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_window_that_holds_nothing_is_one_error_whatever_the_exports(string command, string from, string to)
    {
        await using Bench bench = await Bench.StartAsync();
        Directory.CreateDirectory((string)bench.Shell.Get("folder")!);
        if (to.Length > 0)
        {
            // Days, instants, the same twice, and one of each.
            foreach ((string first, string last) in new[] { ("2026-08-05", "2026-08-03"), ("2026-08-03", "2026-08-03"),
                ("2026-08-03T06:00:00Z", "2026-08-03T06:00:00Z"), ("2026-08-05", "2026-08-03T00:00:00Z"), ("2026-08-05T12:00:00Z", "2026-08-03") })
                OneError(bench, command, $"-{from} {first} -{to} {last}", $"-{from} {first} is not before -{to} {last}, so the window is empty.");
        }

        OneError(bench, command, $"-{from} 2099-01-01T00:00Z" + (command == "Start-PHBatchExportBackfill" ? " -End 2099-01-02T00:00Z" : ""),
            $"-{from} 2099-01-01T00:00:00Z is in the future;");
        OneError(bench, command, $"-{from} nonsense" + (command == "Start-PHBatchExportBackfill" ? " -End 2026-08-03" : ""),
            $"'nonsense' for -{from} is not a date.");
    }

    [Theory]
    [InlineData("Find-PHBatchExportGap")]
    [InlineData("Get-PHBatchExportError")]
    public async Task A_default_is_called_one(string command)
    {
        await using Bench bench = await Bench.StartAsync();
        ErrorRecord error = bench.Run($"Get-PHBatchExport | {command} -Before -8d").Error;
        Assert.Contains(" (the default) is not before -Before ", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal("Give -After too.", error.ErrorDetails.RecommendedAction);
    }

    /// <summary>A day of a daily export begins where the export is: an hourly one next to it has nothing against the same window.</summary>
    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData("Find-PHBatchExportGap -After 2026-08-05 -Before 2026-08-04T23:30Z", "-After 2026-08-05 is not before -Before 2026-08-04T23:30:00Z for 'persons-to-snowflake', whose days begin at 04:00 in Europe/Berlin, so the window is empty.")]
    [InlineData("Repair-PHBatchExport -PlanOnly -After 2026-08-05 -Before 2026-08-04T23:30Z", "-After 2026-08-05 is not before -Before 2026-08-04T23:30:00Z for 'persons-to-snowflake', whose days begin at 04:00 in Europe/Berlin, so the window is empty.")]
    public async Task What_depends_on_an_exports_days_is_an_error_of_that_export(string line, string message)
    {
        await using Bench bench = await Bench.StartAsync();
        ErrorRecord error = bench.Run("Get-PHBatchExport persons-to-snowflake, persons-to-snowflake | " + line).Error;
        Assert.Equal(("PostHog.Validation", message), (error.FullyQualifiedErrorId.Split(',')[0], error.Exception.Message));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("-2d", null)]
    [InlineData("-2d", "now")]
    [InlineData("2026-08-01", "2026-08-02")]
    [InlineData("beginning", "2026-08-02")]
    // Somewhere it is that day already, and somewhere it still is.
    [InlineData("2026-08-02", "2026-08-01T23:00Z")]
    [InlineData("2026-08-01T13:00Z", "2026-08-01")]
    // Another clock may be ahead of this one.
    [InlineData("2026-08-10T12:05Z", null)]
    public void What_may_hold_something_passes(string? from, string? to) =>
        new TimeWindow("After", from is null ? null : DateInput.CreateFrom(from), "Before",
            to is null ? null : DateInput.CreateFrom(to)) { HasExportDays = true }
            .Check(from == "-2d" ? DateTimeOffset.UtcNow : new DateTimeOffset(2026, 8, 10, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("0001-01-01", "0001-01-01")]
    [InlineData("9999-12-31", null)]
    [InlineData(null, "beginning")]
    [InlineData("beginning", "beginning")]
    public void Extreme_dates_are_refused_without_a_slip(string? from, string? to)
    {
        var window = new TimeWindow("After", from is null ? null : DateInput.CreateFrom(from), "Before",
            to is null ? null : DateInput.CreateFrom(to)) { HasExportDays = true };
        Exception problem = Assert.ThrowsAny<Exception>(() => window.Check(DateTimeOffset.UtcNow));
        Assert.Equal("ProblemException", problem.GetType().Name);
    }

    private static bool IsDate(CmdletInfo command, string parameter) =>
        command.Parameters.TryGetValue(parameter, out ParameterMetadata? found) && found.ParameterType == typeof(DateInput);

    private static void OneError(Bench bench, string command, string window, string message)
    {
        var parameters = bench.Run("Get-Command " + command).As<CmdletInfo>().Single().Parameters;
        string line = (parameters.ContainsKey("BatchExport") ? "Get-PHBatchExport | " : "") + command
            + (parameters.TryGetValue("Path", out ParameterMetadata? path) && path.ParameterSets.Values.First().IsMandatory ? " -Path $folder/w.html "
                : " ") + window;
        bench.Requests.Clear();

        ErrorRecord error = bench.Run(line).Error;

        Assert.Equal(message.StartsWith('\'') ? "PostHog.InvalidDate" : "PostHog.Validation", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.StartsWith(message, error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Requests.All);
    }
}
