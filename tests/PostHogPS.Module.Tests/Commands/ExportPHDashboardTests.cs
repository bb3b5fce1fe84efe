using System;
using System.IO;
using System.Linq;
using System.Threading;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Export-PHDashboard: files of dashboards.</summary>
public sealed class ExportPHDashboardTests : IDisposable
{
    private readonly TwoRegions _two = new("C", SampleDashboards.Into(SampleDashboards.Everything, SampleDashboards.Stuck));

    public void Dispose() => _two.Dispose();

    [Fact]
    public void A_file_has_names_for_ids_and_nothing_of_the_server()
    {
        _two.Run("Export-PHDashboard Everything -Path $folder -WarningAction Ignore");
        string text = Assert.Single(_two.Files().Values), content = CopyPHDashboardTests.WithoutSource(text);
        Assert.StartsWith("{\n  \"$schema\": \"schemas/dashboard.1.json\",\n  \"key\": \"", text, StringComparison.Ordinal);
        foreach (string expected in new[] { "\"$reference\": \"cohort\"", "\"name\": \"Power users\"", "\"$reference\": \"action\"",
            "\"$reference\": \"group\"", "\"$reference\": \"flag\"",
            "\"country\": {\n", "\"url\": \"/project/{project}/replay\"", "\"body\": \"## Notes\\nÜber alles.\"", "\"restriction_level\": 37" })
            Assert.Contains(expected, content, StringComparison.Ordinal);

        // A key is of random digits, which may be those of the project.
        Assert.DoesNotMatch(@"\b101\b", content);
        foreach (string absent in new[] { "\"id\"", "short_id", "result", "created_by", "last_refresh", "variableId", "team", "persisted" })
            Assert.DoesNotContain(absent, content.Replace("\"key\": \"id\"", "", StringComparison.Ordinal).Replace("\"id\": {", "", StringComparison.Ordinal)
                .Replace("\"id_field\": \"id\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("\"host\": \"127.0.0.1", text, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_two.Path("files"), "schemas", "dashboard.1.json")));
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Twice_over_the_same_state_touches_no_file() =>
        _two.CheckSecondRunTouchesNoFile("Get-PHDashboard | Export-PHDashboard -Path $folder -WarningAction Ignore");

    [Fact]
    public void Names_stay_in_the_folder_and_differ_without_case()
    {
        using var two = new TwoRegions("C",
            SampleDashboards.Into("""{ "name": "../../evil|name" }""", """{ "name": "Everything" }""", """{ "name": "EVERYTHING" }"""));
        two.Run("Get-PHDashboard Every*, *evil* | Export-PHDashboard -Path $folder");
        string[] names = [.. two.Files().Keys];
        Assert.Equal(3, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Contains("evil-name.json", names);
        Assert.Equal(["files"], Directory.GetDirectories(two.Path(".")).Select(Path.GetFileName));
    }

    [Fact]
    public void What_a_person_wrote_stays_when_the_dashboard_changes()
    {
        _two.Run("Export-PHDashboard Stuck -Path $folder -WarningAction Ignore");
        _two.Edit("Stuck.json", "  \"name\": \"Stuck\",", "  // Owned by growth.\n  \"name\": \"Stuck\",\n  \"x-owner\": \"growth\",");
        _two.Edit("Stuck.json", "        \"body\": \"stays\"", "        // A note.\n        \"body\": \"stays\"");
        _two.Run("Set-PHDashboard Stuck -Description 'Now with one.'; Export-PHDashboard Stuck -Path $folder -WarningAction Ignore");
        string text = Assert.Single(_two.Files().Values);
        foreach (string expected in new[] { "  // Owned by growth.\n  \"name\"", "\"x-owner\": \"growth\"", "// A note.\n", "Now with one." })
            Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_that_the_project_cannot_name_stands_in_its_reference_and_is_no_value()
    {
        using var two = new TwoRegions("C", SampleDashboards.Into(
            """{ "name": "Lost", "tiles": [ { "insight": { "name": "i", "query": { "kind": "TrendsQuery", "properties": [ { "type": "cohort", "key": "id", "value": 987654 } ] } } } ] }"""));
        ShellResult result = two.Shell.Run("Export-PHDashboard Lost -Path $folder");
        Assert.Contains(result.Warnings, warning => warning.Contains("1 cohort", StringComparison.Ordinal));
        string content = CopyPHDashboardTests.WithoutSource(Assert.Single(two.Files().Values));
        Assert.Contains("\"name\": \"unknown cohort 1\"", content, StringComparison.Ordinal);
        // In the reference, so that another id is a difference, and never as a value that another project would take.
        Assert.Contains("\"id\": 987654", content, StringComparison.Ordinal);
        Assert.DoesNotContain("\"value\": 987654", content, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_file_in_the_folder_that_is_broken_stops_it()
    {
        _two.Put("broken.json", "{ \"$schema\": \"schemas/dashboard.1.json\", \"name\": 5 }");
        _two.Fail("PostHog.InvalidFile", "Export-PHDashboard Everything -Path $folder");
        Assert.Equal(["broken.json"], _two.Files().Keys);
    }

    [Fact]
    public void Dashboards_are_read_side_by_side_and_one_that_fails_fails_alone()
    {
        string[] names = [.. Enumerable.Range(1, 12).Select(i => $"Board {i:00}")];
        using var two = new TwoRegions("C", SampleDashboards.Into([.. names.Select(name => $$"""{ "name": "{{name}}" }""")]));
        two.Run("$boards = @(Get-PHDashboard 'Board *' | Sort-Object Name -Descending)");
        two.Us.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 403, Path = $"dashboards/{two.Run("$boards[4].Id").Single}/", Times = 0 });
        two.Forget();
        // The first eight are answered when all of them are there. One after the other, the first would wait for ever.
        using var eight = new CountdownEvent(8);
        two.Us.Requests.Arrived += (_, _) =>
        {
            if (!eight.IsSet)
                eight.Signal();
            eight.Wait(TestContext.Current.CancellationToken);
        };

        ShellResult result = two.Shell.Run("$boards | Export-PHDashboard $folder -PassThru");

        Assert.Equal("Board 08", result.Error.TargetObject.ToString());
        Assert.Equal(names.Reverse().Where(static name => name != "Board 08").Select(static name => name.Replace(' ', '-') + ".json"),
            result.Objects.Select(static file => ((FileInfo)file.BaseObject).Name));
    }

    [Fact]
    public void A_duplicate_does_not_write_over_the_file_of_its_original()
    {
        _two.Run("Set-PHDashboard Stuck -Description \"[posthogps:twin]\"; New-PHDashboard Second -Description \"[posthogps:twin]\"; Export-PHDashboard -Dashboard Stuck $folder");
        string before = Assert.Single(_two.Files().Values);
        ShellResult refused = _two.Fail("PostHog.AmbiguousName", "Get-PHDashboard Second, Everything | Export-PHDashboard $folder -WarningAction Ignore");
        Assert.Contains("'Stuck.json' is about dashboard", refused.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal((2, before), (_two.Files().Count, _two.Files()["Stuck.json"]));
        // Nor does a copy of the one change the copy of the other.
        _two.Fail("PostHog.AmbiguousName", "Copy-PHDashboard Stuck -ToConnection $eu -Update");
        Assert.Empty(TwoRegions.Writes(_two.Eu));
    }

    [Fact]
    public void A_duplicate_does_not_take_the_file_that_both_were_made_from()
    {
        _two.Put("weekly.json", "{ \"$schema\": \"schemas/dashboard.1.json\", \"key\": \"weekly\", \"name\": \"Weekly\", \"tiles\": [] }");
        _two.Run("Import-PHDashboard $folder; New-PHDashboard Other -Description \"[posthogps:weekly]\"");
        string before = _two.Files()["weekly.json"];
        ShellResult refused = _two.Fail("PostHog.AmbiguousName", "Export-PHDashboard $folder Other");
        Assert.Contains("has the key 'weekly'", refused.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, Assert.Single(_two.Files().Values));
        // As soon as only one of them has the key, the file is of that one.
        Assert.Equal("weekly.json", ((FileInfo)_two.Run("Set-PHDashboard Other -Description '[posthogps:other]'; Export-PHDashboard $folder Weekly -PassThru").Single.BaseObject).Name);
        Assert.Equal(before, Assert.Single(_two.Files().Values));
    }

    [Theory]
    [InlineData("New-PHDashboard Again -CopyFrom Stuck")]
    [InlineData("Get-PHDashboard Stuck | New-PHDashboard Again -DuplicateTiles")]
    public void A_new_dashboard_by_copy_has_a_key_of_its_own(string command)
    {
        _two.Run("Set-PHDashboard Stuck -Description \"What it is.`n`n[posthogps:twin]\"");
        Assert.Equal("What it is.", _two.Run(command).As<Dashboard>().Single().Description);
        _two.Run("Export-PHDashboard $folder Stuck; Export-PHDashboard $folder Again; Copy-PHDashboard Stuck, Again -ToConnection $eu -Skip -WarningAction Ignore");
        Assert.Equal(2, _two.Files().Count);
        Assert.Equal(2, _two.Run("Get-PHDashboard Stuck, Again -Connection eu").Objects.Count);
    }

    [Fact]
    public void The_folder_goes_first_as_in_the_commands_that_read_it()
    {
        foreach (string command in new[] { "Export-PHDashboard", "Compare-PHDashboard", "Import-PHDashboard", "Export-PHBatchExport", "Compare-PHBatchExport", "Sync-PHBatchExport",
            "Export-PHBatchExportReport" })
            Assert.Equal("0", _two.Run($"((Get-Command {command}).ParameterSets[0].Parameters | Where-Object Name -eq Path).Position").Single.ToString());
        _two.Run("Get-PHDashboard Stuck | Export-PHDashboard $folder");
        Assert.Equal(["Stuck.json"], _two.Files().Keys);
    }

    [Fact]
    public void WhatIf_writes_nothing()
    {
        _two.Run("Export-PHDashboard Everything -Path $folder -WhatIf -WarningAction Ignore");
        Assert.False(Directory.Exists(_two.Path("files")));
    }
}
