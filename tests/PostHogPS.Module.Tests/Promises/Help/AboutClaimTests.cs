using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Help;

/// <summary>What the about topic says, tried: each row is a passage of it and a line that shows it.</summary>
public sealed class AboutClaimTests
{
    private static readonly string About =
        Regex.Replace(File.ReadAllText(Path.Combine(StagedModule.RepositoryRoot, "docs", "en-US", "about_PostHogPS.help.txt")), @"\s+", " ");

    /// <summary>The passage, a line, and what it gives: its objects, joined; or the id of its one error.</summary>
    public static TheoryData<string, string, string> Claims => new()
    {
        { "three projects in two organizations", "@(Get-PHOrganization).Count; @(Get-PHProject).Count; (Get-PHProject 203).Id", "2 2 203" },
        { "Get-PHProject shows the two projects of the current organization, 101 and 102; -ProjectId 203 reaches the one of the other.",
            "(Get-PHProject).Id; @(Get-PHBatchExport -ProjectId 203).Count -gt 0", "101 102 True" },
        { "more than a dozen exports", "@(Get-PHBatchExport).Count -gt 12", "True" },
        { "-SandboxGeneration A an older server", "Connect-PostHog -Sandbox -SandboxGeneration A; (Get-PHBatchExport events-to-s3).Destination.Type", "S3" },
        { "a minute there is a second here",
            "(Get-Command Connect-PostHog).Parameters.SandboxSpeed.ParameterType.Name; [PostHogPS.Commands.ConnectPostHogCommand]::new().SandboxSpeed",
            "Double 60" },
        { "Names ignore case.", "(Get-PHBatchExport EVENTS-TO-S3).Name", "events-to-s3" },
        { "so 'events [prod]' finds the export of that name", "(Get-PHBatchExport 'events [prod]').Name", "events [prod]" },
        { "A name that matches nothing is PostHog.NotFound", "Get-PHBatchExport nope", "PostHog.NotFound" },
        { "a pattern that matches nothing is silent", "Get-PHBatchExport nope*", "" },
        { "A name of two exports is PostHog.AmbiguousName for a command that acts", "Suspend-PHBatchExport nightly-dump", "PostHog.AmbiguousName" },
        { "A variable that holds nothing is an error", "$null | Suspend-PHBatchExport", "PostHog.InvalidBatchExport" },
        { "an empty list is none", "Get-PHBatchExport @()", "" },
        { "The id of one alone needs -BatchExport.", "Wait-PHBatchExportRun 0199aaaa-0000-7000-8000-00000000dead", "PostHog.InvalidBatchExport" },
        { "No -1M, which is a minute to one person and a month to the next.", "Get-PHBatchExportRun events-to-s3 -After -1M", "PostHog.InvalidDate" },
        { "is one PostHog.Validation of the command", "Get-PHBatchExport | Find-PHBatchExportGap -After -1d -Before -2d", "PostHog.Validation" },
        { "24.11.2026 is day, month, year", "Get-PHBatchExportRun events-to-s3 -After 24.1.2026 -Before 25.1.2026", "" },
        { "PostHog shows runs of the last seven days unless told otherwise", "@(Get-PHBatchExportRun events-to-s3 -After -20d).Count -gt 24 * 8", "True" },
        { "Set-, Suspend- and Resume- are silent unless -PassThru is given",
            "Suspend-PHBatchExport events-to-s3; (Resume-PHBatchExport events-to-s3 -PassThru).State", "Active" },
        { "Remove- is silent", "Remove-PHBatchExport staging-noop", "" },
        { "Remove- commands ask by themselves", "(Get-Command Remove-PH*).ImplementingType | ForEach-Object { $_.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false).ConfirmImpact } | Sort-Object -Unique", "High" },
        { "A -Connection or -ProjectId that contradicts a piped object is PostHog.ConnectionMismatch",
            "Get-PHBatchExport events-to-s3 | Suspend-PHBatchExport -ProjectId 102", "PostHog.ConnectionMismatch" },
        { "-Connection says the same as an error of PowerShell (ParameterArgumentTransformation)", "Get-PHBatchExport -Connection nobody",
            "ParameterArgumentTransformationError" },
        { "A table of the connection's own project shows no project.",
            "(Get-PHBatchExport events-to-s3).ConnectionName; (Get-PHBatchExport events-to-s3).ProjectName", "default Northwind Web" },
        { "A project token (phc_...) only takes events in and is refused.", "Connect-PostHog -HostUri https://posthog.example.com -ApiKey $phc",
            "PostHog.ProjectTokenAsKey" },
        { "PostHog.FateUnknown A request that starts work got no answer.", "[enum]::GetNames([PostHogPS.Contracts.PostHogErrorKind]) -eq 'FateUnknown'",
            "FateUnknown" },
        { "with StatusCode, Code, Attr, Method and Path",
            "[PostHogPS.PostHogApiException].GetProperties().Name | Where-Object { $_ -in 'StatusCode', 'Code', 'Attr', 'Method', 'Path' } | Sort-Object",
            "Attr Code Method Path StatusCode" },
    };

    [Theory]
    [MemberData(nameof(Claims))]
    public void What_it_says_is_so(string passage, string line, string outcome)
    {
        Assert.Contains(passage, About, StringComparison.Ordinal);
        using Shell shell = VirtualShell.Open(new ShellOptions { Variables = new Dictionary<string, object?> { ["ConfirmPreference"] = "None" } });
        shell.Set("phc", new System.Net.NetworkCredential("", "phc_token").SecurePassword);
        shell.Run("Connect-PostHog -Sandbox").Clean();
        ShellResult result = shell.Run(line);
        Assert.Equal(outcome, result.Errors.Count == 1 ? result.Error.FullyQualifiedErrorId.Split(',')[0] : string.Join(' ', result.Clean().Objects));
    }

    /// <summary>The requests that the topic promises.</summary>
    [Theory]
    [InlineData("a list of exports is one request per hundred", "Get-PHBatchExport", 1)]
    [InlineData("Health is one per project", "Get-PHBatchExportHealth -ProjectId 102", 1)]
    [InlineData("Runs are one request per hundred and export.", "Get-PHBatchExport persons-to-snowflake | Get-PHBatchExportRun", 2)]
    [InlineData("-WhatIf reads and never writes", "Suspend-PHBatchExport events-to-s3 -WhatIf", 1)]
    public void It_costs_what_it_says(string passage, string line, int requests)
    {
        Assert.Contains(passage, About, StringComparison.Ordinal);
        using Shell shell = VirtualShell.Open();
        shell.Run("Connect-PostHog -Sandbox").Clean();
        shell.Run("$VerbosePreference = 'Continue'");
        Assert.Equal(requests, shell.Run(line).Clean().Verbose.Count(text => text.StartsWith("GET ", StringComparison.Ordinal)));
    }

    /// <summary>Every form of a date that it lists is one.</summary>
    [Theory]
    [InlineData("2026-08-01")]
    [InlineData("yesterday")]
    [InlineData("today")]
    [InlineData("(Get-Date).Date")]
    [InlineData("2026-08-01T06:00:00Z")]
    [InlineData("2026-08-01 06:00")]
    [InlineData("(Get-Date).AddHours(-6)")]
    [InlineData("now")]
    [InlineData("-30m")]
    [InlineData("-6h")]
    [InlineData("-2d")]
    [InlineData("-1w")]
    public void A_date_of_the_list_is_taken(string form)
    {
        Assert.Matches(@"(?<![\w-])" + Regex.Escape(form) + @"(?![\w])", About);
        using Shell shell = VirtualShell.Open();
        shell.Run("Connect-PostHog -Sandbox").Clean();
        // Of the time of the test, not of the machine.
        form = form.Replace("Get-Date", "$clock.UtcNow.LocalDateTime", StringComparison.Ordinal);
        shell.Run($"Get-PHBatchExportRun events-to-s3 -After {(form.Contains(' ') && form[0] != '(' ? $"'{form}'" : form)}").Clean();
    }
}
