using System;
using System.IO;
using System.Linq;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Sync-PHBatchExport does not take a renamed file for a new export and an export without a file.</summary>
[Trait("Speed", "Slow")]
public sealed class SyncPHBatchExportRenameTests : IDisposable
{
    private readonly TwoRegions _two = new("C", null,
        new SandboxExport { Name = "first", Type = "NoOp", Config = """{"arg":"a"}""" },
        new SandboxExport { Name = "second", Type = "NoOp", Config = """{"arg":"b"}""" });

    public void Dispose() => _two.Dispose();

    private string Text(string file) => File.ReadAllText(Path.Combine(_two.Path("files"), file));

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void An_export_that_was_found_by_its_name_gets_its_id_into_the_file_and_nothing_else_changes(string end)
    {
        string id = _two.Run("(Get-PHBatchExport second).Id").Single.ToString()!;
        string text = """
            {
              // By hand.
              "$schema":   "batch-export.1.json",
              "name": "second", "model": "events", "interval": "hour",
              "destination": { "type": "NoOp", "config": { "arg": "b" } }
            }
            """.ReplaceLineEndings(end);
        _two.Put("second.json", text);
        _two.Run("Sync-PHBatchExport $folder -WhatIf; Sync-PHBatchExport $folder -PlanOnly");
        Assert.Equal(text, Text("second.json"));
        _two.Forget();
        Assert.Empty(_two.Run("Sync-PHBatchExport $folder").Objects);
        Assert.Empty(TwoRegions.Writes(_two.Us));
        Assert.Equal(text.Replace("  \"name\"", $"  \"id\": \"{id}\",{end}  \"name\"", StringComparison.Ordinal), Text("second.json"));

        _two.Edit("second.json", "\"second\"", "\"renamed\"");
        BatchExportSyncStep step = Assert.Single(_two.Run("Sync-PHBatchExport $folder -Prune -WhatIf; Sync-PHBatchExport $folder").As<BatchExportSyncStep>());
        Assert.Equal(("Change", "Done", "name: second -> renamed"), (step.Action, step.State, step.Changes.Single()));
    }

    [Fact]
    public void A_renamed_file_with_the_id_of_another_project_is_refused_with_Prune_and_a_warning_without()
    {
        _two.Run("Export-PHBatchExport -Path $folder; Sync-PHBatchExport $folder -Connection eu");
        string id = _two.Run("(Get-PHBatchExport second -Connection eu).Id").Single.ToString()!;
        _two.Edit("second.json", "\"name\": \"second\"", "\"name\": \"renamed\"");
        _two.Forget();
        ShellResult refused = _two.Fail("PostHog.Validation", "Sync-PHBatchExport $folder -Connection eu -Prune -Confirm:$false");
        Assert.Contains($"'second' ({id}), which has the same model, type and target. -Prune would remove it", refused.Error.Exception.Message,
            StringComparison.Ordinal);
        Assert.Contains($"\"id\": \"{id}\"", refused.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        string warning = Assert.Single(_two.Run("Sync-PHBatchExport $folder -Connection eu -WhatIf").Warnings);
        Assert.Contains($"A second export to the same target is created. If the file is about it, write its id into the file, \"id\": \"{id}\"", warning,
            StringComparison.Ordinal);
        Assert.Empty(TwoRegions.Writes(_two.Eu));

        _two.Run("Sync-PHBatchExport $folder -Connection eu -Prune -Confirm:$false -Force");
        Assert.Equal(["first", "renamed"], _two.Run("(Get-PHBatchExport -Connection eu).Name").As<string>().Order());
    }

    [Fact]
    public void Another_target_is_no_rename()
    {
        _two.Run("Export-PHBatchExport -Path $folder; Sync-PHBatchExport $folder -Connection eu");
        _two.Edit("second.json", "\"name\": \"second\"", "\"name\": \"other\"");
        _two.Edit("second.json", "\"arg\": \"b\"", "\"arg\": \"c\"");
        ShellResult result = _two.Run("Sync-PHBatchExport $folder -Connection eu -Prune -Confirm:$false");
        Assert.Empty(result.Warnings);
        Assert.Equal(["Create other", "Remove second"], result.As<BatchExportSyncStep>().Select(step => step.ToString()));
    }
}
