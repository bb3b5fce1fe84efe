using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Sync-PHBatchExport never removes, starts, doubles or overwrites what nobody meant.</summary>
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
            Assert.Contains($"'{place}' has its {(hasId ? "id" : "name")} but is not read: {reason}".Replace('/', Path.DirectorySeparatorChar), result.Error.Exception.Message, StringComparison.Ordinal);
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
}
