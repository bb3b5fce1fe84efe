using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Domain.Tests.Support;
using PostHogPS.ExportFiles;
using PostHogPS.Text;
using Xunit;

namespace PostHogPS.Domain.Tests.ExportFiles;

/// <summary>The steps of a plan, carried out.</summary>
public sealed class SyncRunnerTests : IDisposable
{
    private readonly World _world = new();
    private readonly FilesOnDisk _files = new();

    public void Dispose()
    {
        _files.Dispose();
        _world.Dispose();
    }

    [Fact]
    public async Task RunAsync_a_created_export_gets_its_id_into_its_file()
    {
        (ExportSync sync, IReadOnlyList<PlannedStep> plan) = await PlanAsync(prune: false);
        Assert.Equal("Create batch export 'new' in project 101 on sandbox.posthog.example", sync.Describe(plan[0]));
        await new SyncRunner(sync, _files.Folder).RunAsync(plan, None, _world.Call());
        BatchExportSyncStep step = Assert.Single(_world.Results<BatchExportSyncStep>());
        Assert.Equal("Done", step.State);
        Assert.Equal(step.BatchExportId, Assert.Single(ExportFileSet.Read(_files.Folder).Files).Id);
    }

    [Fact]
    public async Task RunAsync_nothing_is_removed_after_a_failure()
    {
        (ExportSync sync, IReadOnlyList<PlannedStep> plan) = await PlanAsync(prune: true);
        PlannedStep gone = plan.First(static step => step.IsRemoval);
        await _world.Scope.Session.BatchExports.DeleteAsync(_world.Scope.Project, gone.Export!.Id, _world.Call());
        // A change of an export that is gone fails; a removal of it would be done.
        var change = new PlannedStep(new BatchExportSyncStep { Action = SyncAction.Change, BatchExport = "gone" }, plan[0].File, gone.Export, []);
        _world.Messages.Clear();
        await new SyncRunner(sync, _files.Folder).RunAsync([change, plan[^1]], None, _world.Call());
        Assert.Equal(["Failed", "Skipped"], _world.Results<BatchExportSyncStep>().Select(static step => step.State));
        Assert.Single(_world.Errors);
        Assert.DoesNotContain(_world.Writes, static write => write.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_sends_nothing_while_an_earlier_message_may_still_end_the_command()
    {
        (ExportSync sync, IReadOnlyList<PlannedStep> plan) = await PlanAsync(prune: false);
        _world.Messages.Clear();
        using var stop = new CancellationTokenSource();
        var handled = new TaskCompletionSource();
        Task run = new SyncRunner(sync, _files.Folder).RunAsync(plan, None, _world.Call(stop.Token, () => handled.Task));
        await stop.CancelAsync();
        handled.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Empty(_world.Writes);
    }

    [Fact]
    public async Task CheckPrune_rejects_a_folder_without_files()
    {
        var sync = new ExportSync(await ProjectExports.ReadAsync(_world.Scope, _world.Call()));
        Assert.Contains("would remove all", Assert.Throws<ProblemException>(() => sync.CheckPrune([], "exports")).Message, StringComparison.Ordinal);
    }

    private static ExportSecrets None => new(new Dictionary<string, SecureString>());

    // A project as it is, and one file of an export that it has not.
    private async Task<(ExportSync Sync, IReadOnlyList<PlannedStep> Plan)> PlanAsync(bool prune)
    {
        ProjectExports project = await ProjectExports.ReadAsync(_world.Scope, _world.Call());
        BatchExport like = project.Exports.Single(static export => export.Name == "staging-noop");
        FileValue document = ExportFile.CreateFrom(like, project.Integrations, paused: true).Root;
        document.Set("name", FileValue.CreateText("new"));
        document.Properties.RemoveAll(static property => property.Name == "id");
        _files.Write("new.json", document);
        ExportFileSet files = ExportFileSet.Read(_files.Folder);
        Assert.Empty(files.Problems);
        var sync = new ExportSync(project) { AllowsNamesakes = true };
        return (sync, sync.Plan(files.Files, prune, static _ => false));
    }
}
