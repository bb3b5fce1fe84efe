using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Sync-PHBatchExport never removes, starts, doubles or overwrites what nobody meant.</summary>
[Trait("Speed", "Slow")]
public sealed class SyncPHBatchExportSafetyTests : IDisposable
{
    private const string Added = """{ "$schema": "batch-export.1.json", "name": "added", "model": "events", "interval": "hour", "destination": { "type": "NoOp" } }""";

    private readonly TwoRegions _two = new("C", null,
        new SandboxExport { Name = "first", Type = "NoOp", Config = """{"arg":"a"}""" },
        new SandboxExport { Name = "second", Type = "NoOp", Config = """{"arg":"b"}""" });

    public void Dispose() => _two.Dispose();

    private IReadOnlyList<BatchExportSyncStep> Sync(string more = "") => _two.Run("Sync-PHBatchExport $folder " + more).As<BatchExportSyncStep>();

    private string PathOf(string file) => Path.Combine(_two.Path("files"), file);

    [Theory]
    [InlineData("second.jsonc", "its extension is not .json")]
    [InlineData("second.json5", "its extension is not .json")]
    [InlineData(".second.json", "its name begins with a dot")]
    [InlineData("eu/second.json", "it is in a folder of its own")]
    public void Prune_refuses_an_export_that_an_overlooked_file_is_about(string place, string reason)
    {
        _two.Run("Export-PHBatchExport -Path $folder");
        Directory.CreateDirectory(PathOf("eu"));
        File.Move(PathOf("second.json"), PathOf(place));
        foreach (bool hasId in new[] { true, false })
        {
            _two.Forget();
            ShellResult result = _two.Fail("PostHog.Validation", "Sync-PHBatchExport $folder -Prune");
            Assert.Contains($"'{place}' has its {(hasId ? "id" : "name")} but is not read: {reason}".Replace('/', Path.DirectorySeparatorChar),
                result.Error.Exception.Message, StringComparison.Ordinal);
            Assert.Equal("Refuse", Assert.Single(Sync("-Prune -PlanOnly")).Action);
            Assert.Empty(TwoRegions.Writes(_two.Us));
            Assert.Empty(Sync());
            File.WriteAllText(PathOf(place), "{ // by hand\n \"name\" : 'second',}");
        }
    }

    [Fact]
    public void Prune_removes_what_no_file_of_any_kind_is_about()
    {
        _two.Run("Export-PHBatchExport -Path $folder");
        File.Delete(PathOf("second.json"));
        _two.Put("package.json", """{ "name": "tools", "scripts": { "second": "x" } }""");
        _two.Put("notes.md", "The second export was removed.");
        Assert.Equal("Remove second", Assert.Single(Sync("-Prune")).ToString());
    }

    [Theory]
    [InlineData("schemas/Batch-Export.1")]
    [InlineData("schemas/batch-exports.1.json")]
    [InlineData("schemas/batch_export.1.json")]
    public void A_misspelt_schema_is_an_error_and_not_another_kind(string schema)
    {
        _two.Run("Export-PHBatchExport -Path $folder");
        _two.Edit("second.json", "schemas/batch-export.1.json", schema);
        ShellResult result = _two.Fail("PostHog.InvalidFile", "Sync-PHBatchExport $folder -Prune");
        Assert.Contains("$schema", result.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(TwoRegions.Writes(_two.Us));
    }

    [Fact]
    public void Files_of_something_else_are_left_alone_with_a_verbose_line()
    {
        _two.Run("Export-PHBatchExport -Path $folder");
        _two.Put("package.json", """{ "name": "x" }""");
        _two.Put("data.json", "[1]");
        ShellResult result = _two.Run("Compare-PHBatchExport $folder -Quiet -Verbose");
        Assert.Equal("True", result.Single.ToString());
        Assert.Equal(2, result.Verbose.Count(line => line.Contains("is not the file of a batch export", StringComparison.Ordinal)));
        _two.Put("lost.json", Added.Replace("\"$schema\": \"batch-export.1.json\", ", "", StringComparison.Ordinal));
        _two.Fail("PostHog.InvalidFile", "Compare-PHBatchExport $folder");
    }

    [Theory]
    [InlineData("Sync-PHBatchExport $folder -Prune")]
    [InlineData("Remove-PHBatchExport second")]
    [InlineData("Set-PHBatchExport second -Interval day -Confirm")]
    public void Without_anybody_to_ask_the_error_names_Confirm(string line)
    {
        _two.Run("Export-PHBatchExport -Path $folder; $ConfirmPreference = 'High'");
        File.Delete(PathOf("second.json"));
        _two.Forget();
        _two.Shell.UI.HasEnded = true;
        ShellResult result = _two.Fail("PostHog.CannotAsk", line);
        Assert.Contains("standard input has ended", result.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("-Confirm:$false", result.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(TwoRegions.Writes(_two.Us));
    }

    [Fact]
    public void A_new_export_is_paused_unless_its_file_says_otherwise()
    {
        _two.Put("added.json", Added);
        _two.Put("going.json", Added.Replace("\"added\"", "\"going\", \"paused\": false", StringComparison.Ordinal));
        IReadOnlyList<BatchExportSyncStep> plan = Sync("-PlanOnly");
        Assert.Equal(["events to NoOp, hour, paused", "events to NoOp, hour"], plan.Select(step => step.Changes.Single()));
        Assert.Contains("Resume-PHBatchExport", plan[0].Reason, StringComparison.Ordinal);
        Sync();
        Assert.Equal([true, false], _two.Run("(Get-PHBatchExport added).Paused, (Get-PHBatchExport going).Paused").As<bool>());
        _two.Run("Resume-PHBatchExport added");
        Assert.Empty(Sync());
    }

    [Fact]
    public void Properties_of_a_person_are_no_difference()
    {
        _two.Run("Export-PHBatchExport -Path $folder");
        _two.Edit("second.json", "\"interval\"", "\"x-owner\": { \"team\": \"data\" }, \"interval\"");
        _two.Edit("second.json", "\"arg\"", "\"x-note\": 1, \"arg\"");
        Assert.Equal("True", _two.Run("Compare-PHBatchExport $folder -Quiet").Single.ToString());
        _two.Edit("second.json", "\"b\"", "\"c\"");
        ShellResult result = _two.Run("Sync-PHBatchExport $folder");
        Assert.Empty(result.Warnings);
        Assert.DoesNotContain("x-", _two.Us.Requests.All.Single(r => r.Method == "PATCH").Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-WhatIf")]
    [InlineData("-PlanOnly")]
    public void Misspelt_properties_are_named_in_every_plan(string more)
    {
        _two.Run("Export-PHBatchExport -Path $folder");
        _two.Edit("second.json", "\"interval\"", "\"timezon\": \"Europe/Berlin\", \"interval\"");
        _two.Edit("second.json", "\"arg\"", "\"use_virtual_style_addressing\": true, \"arg\"");
        _two.Put("added.json", Added.Replace("\"added\"", "\"added\", \"Paused\": true, \"Filters\": []", StringComparison.Ordinal));
        string[] warnings = [.. _two.Run("Sync-PHBatchExport $folder " + more).Warnings];
        Assert.Equal(2, warnings.Length);
        Assert.EndsWith(": Paused (did you mean paused?), Filters (did you mean filters?).", warnings[0], StringComparison.Ordinal);
        Assert.EndsWith(": destination.config.use_virtual_style_addressing, timezon (did you mean timezone?).", warnings[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"hour\"", "\"fortnight\"")]
    [InlineData("\"hour\"", "\"day\", \"timezone\": \"Europe/Berln\"")]
    [InlineData("\"events\"", "\"event\"")]
    [InlineData("\"NoOp\"", "\"NOOP\"")]
    [InlineData("\"events\"", "\"events\", \"hogql_query\": \"select 1\"")]
    public void What_can_be_known_is_found_before_anything_is_sent(string old, string replacement)
    {
        _two.Put("added.json", Added);
        _two.Put("wrong.json", Added.Replace("\"added\"", "\"wrong\"", StringComparison.Ordinal).Replace(old, replacement, StringComparison.Ordinal));
        _two.Fail("PostHog.InvalidFile", "Sync-PHBatchExport $folder -WhatIf");
        _two.Fail("PostHog.InvalidFile", "Sync-PHBatchExport $folder");
        Assert.Equal(0, TwoRegions.Count(_two.Us));
    }

    [Fact]
    public void A_copied_file_makes_no_second_export_of_the_name()
    {
        _two.Run("Export-PHBatchExport -Path $folder");
        _two.Put("copy.json", System.Text.RegularExpressions.Regex.Replace(_two.Files()["second.json"], "\"id\".*\n", ""));
        _two.Forget();
        ShellResult result = _two.Fail("PostHog.NameInUse", "Sync-PHBatchExport $folder");
        Assert.Contains("'copy.json' and 'second.json'", result.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(TwoRegions.Writes(_two.Us));
        Assert.Equal(["Create"], Sync("-Force").Select(step => step.Action));
        _two.Put("one.json", Added);
        _two.Put("two.json", Added.Replace("events", "persons", StringComparison.Ordinal));
        _two.Fail("PostHog.NameInUse", "Sync-PHBatchExport $folder");
    }

    [Fact]
    public void A_name_that_another_export_has_is_refused_and_a_swap_is_not()
    {
        _two.Run("Export-PHBatchExport -Path $folder");
        _two.Edit("second.json", "\"second\"", "\"First\"");
        _two.Forget();
        _two.Fail("PostHog.NameInUse", "Sync-PHBatchExport $folder");
        Assert.Empty(TwoRegions.Writes(_two.Us));
        _two.Edit("first.json", "\"first\"", "\"second\"");
        Assert.Equal(["Done", "Done"], Sync().Select(step => step.State));
    }

    [Fact]
    public void The_id_of_a_new_export_is_written_into_its_file()
    {
        _two.Put("added.json", "// why\n" + Added.Replace("\"model\"", "\n// rows\n\"model\"", StringComparison.Ordinal));
        ShellResult result = _two.Run("Sync-PHBatchExport $folder -Verbose");
        BatchExportSyncStep step = Assert.Single(result.As<BatchExportSyncStep>());
        string text = _two.Files()["added.json"];
        Assert.StartsWith($"// why\n{{ \"$schema\": \"batch-export.1.json\", \"id\": \"{step.BatchExportId}\", \"name\": \"added\", \n// rows\n\"model\"", text,
            StringComparison.Ordinal);
        Assert.Contains(result.Verbose, line => line.Contains($"Wrote the id {step.BatchExportId}", StringComparison.Ordinal));
        _two.Edit("added.json", "\"added\"", "\"renamed\"");
        Assert.Equal("Change added", Assert.Single(Sync()).ToString());
    }

    [Fact]
    public void An_id_that_cannot_be_written_is_a_warning_and_one_of_another_project_stays()
    {
        _two.Put("added.json", Added);
        File.SetAttributes(PathOf("added.json"), FileAttributes.ReadOnly);
        ShellResult result = _two.Run("Sync-PHBatchExport $folder");
        File.SetAttributes(PathOf("added.json"), FileAttributes.Normal);
        Assert.Contains(result.As<BatchExportSyncStep>().Single().BatchExportId.ToString()!, Assert.Single(result.Warnings), StringComparison.Ordinal);
        _two.Run("Export-PHBatchExport -Path $folder");
        SortedDictionary<string, string> before = _two.Files();
        Assert.Equal(3, Sync("-Connection eu").Count);
        Assert.Equal(before, _two.Files());
    }

    [Theory]
    [InlineData("$env:POSTHOG_SECRET_MIRROR_TOKEN = '  '", "")]
    [InlineData("$blank = ConvertTo-SecureString ' ' -AsPlainText -Force", "-Secret @{ 'mirror.token' = $blank }")]
    [InlineData("$blank = [securestring]::new()", "-Secret @{ 'mirror.token' = $blank }")]
    [InlineData("function global:Get-Secret { param($Name) ' ' }", "")]
    public void A_blank_secret_is_missing_and_never_sent(string setup, string more)
    {
        PutMirror();
        Sync("-Secret @{ 'mirror.token' = $secret }");
        _two.Run(setup);
        try
        {
            _two.Forget();
            _two.Fail("PostHog.SecretMissing", "Sync-PHBatchExport $folder -RotateSecret mirror.token " + more);
            Assert.Empty(TwoRegions.Writes(_two.Us));
        }
        finally
        {
            _two.Run("$env:POSTHOG_SECRET_MIRROR_TOKEN = $null");
        }
    }

    [Fact]
    public void A_plan_names_the_secrets_that_are_missing_and_those_it_sends()
    {
        PutMirror();
        _two.Fail("PostHog.SecretMissing", "Sync-PHBatchExport $folder -WhatIf");
        Assert.Contains("secret 'mirror.token' is sent", Assert.Single(Sync("-PlanOnly")).Changes);
    }

    [Fact]
    public void An_empty_file_and_a_pipe_are_errors_and_nothing_hangs()
    {
        _two.Put("empty.json", "");
        string expected = "line 1, column 1: The file is empty";
        Assert.Contains(expected, _two.Fail("PostHog.InvalidFile", "Compare-PHBatchExport $folder").Error.Exception.Message, StringComparison.Ordinal);
        if (OperatingSystem.IsWindows())
            return;
        File.Delete(PathOf("empty.json"));
        using (var make = System.Diagnostics.Process.Start("mkfifo", PathOf("pipe.json")))
            make.WaitForExit();
        foreach (string command in new[] { "Compare-PHBatchExport $folder", "Export-PHBatchExport -Path $folder" })
            Assert.Contains(expected, _two.Fail("PostHog.InvalidFile", command).Error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_real_name_of_an_integration_is_answered_with_what_to_write()
    {
        using var two = new TwoRegions("C", null, new SandboxExport { Name = "w", Type = "Postgres", Config = """{"database":"d","schema":"s"}""" });
        two.Run("Export-PHBatchExport -Path $folder");
        two.Edit("w.json", "{project}", "101");
        ShellResult result = two.Fail("PostHog.IntegrationNotMapped", "Sync-PHBatchExport $folder");
        Assert.Contains("In files {project} stands for the number of the project: write 'ID: {project}-", result.Error.Exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_property_names_the_line_of_its_misspelt_one()
    {
        _two.Put("added.json", Added.Replace(" \"interval\"", "\n\"Interval\"", StringComparison.Ordinal));
        Assert.Contains("line 2, column 1, interval: This property is missing. Did you mean it by 'Interval'?",
            _two.Fail("PostHog.InvalidFile", "Sync-PHBatchExport $folder").Error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_step_shows_why()
    {
        _two.Run("Export-PHBatchExport -Path $folder");
        _two.Edit("second.json", "\"events\"", "\"sessions\"");
        Assert.Contains("cannot be applied", _two.Shell.Show("Sync-PHBatchExport $folder -PlanOnly | Format-Table").Text, StringComparison.Ordinal);
    }

    private void PutMirror() => _two.Put("mirror.json", """
        { "$schema": "batch-export.1.json", "name": "mirror", "model": "events", "interval": "hour",
          "destination": { "type": "HTTP", "config": { "url": "https://eu.i.posthog.com/batch/", "token": { "secret": "mirror.token" } } } }
        """);
}
