using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Domain.Tests.Support;
using PostHogPS.Engine;
using PostHogPS.ExportFiles;
using PostHogPS.Files;
using Xunit;

namespace PostHogPS.Domain.Tests.ExportFiles;

/// <summary>From a project to files and back, without a shell.</summary>
public sealed class ExportSyncTests : IDisposable
{
    private readonly World _world = new();
    private readonly string _path = Directory.CreateTempSubdirectory("posthogps-").FullName;

    private FileFolder Folder => new(_path, new EngineEntry());

    public void Dispose()
    {
        _world.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    [Theory]
    [InlineData("C")]
    [InlineData("A")]
    [InlineData("Legacy")]
    public async Task Files_of_a_project_differ_from_it_in_nothing(string generation)
    {
        using var world = new World(generation);
        ProjectExports project = await WriteAllAsync(world);
        ExportFileSet files = ExportFileSet.Read(Folder);
        Assert.Empty(files.Problems);
        Assert.Equal(project.Exports.Count, files.Files.Count);
        ExportComparison comparison = ExportComparison.Create(files.Files, project);
        Assert.Empty(comparison.Differences.Select(d => d.ToString()));
        Assert.Empty(comparison.Problems);
        Assert.Empty(new ExportSync(project).Plan(files.Files, prune: true, static _ => false));
    }

    [Fact]
    public async Task Steps_create_first_and_remove_last()
    {
        ProjectExports project = await WriteAllAsync(_world);
        File.Delete(Path.Combine(_path, "events-to-s3.json"));
        string text = await File.ReadAllTextAsync(Path.Combine(_path, "staging-noop.json"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_path, "zz.json"),
            System.Text.RegularExpressions.Regex.Replace(text, "\"id\".*\n", "").Replace("staging-noop", "new", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_path, "staging-noop.json"), text.Replace("\"staging\"", "\"changed\"", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);

        IReadOnlyList<PlannedStep> plan = new ExportSync(project).Plan(ExportFileSet.Read(Folder).Files, prune: true, static _ => false);

        Assert.Equal(["Create new", "Change staging-noop", "Remove events-to-s3"], plan.Select(step => step.Step.ToString()));
        Assert.Equal(["destination.config.arg: staging -> changed"], plan[1].Step.Changes);
    }

    [Fact]
    public async Task What_a_server_ignores_is_said()
    {
        using var world = new World("A");
        ProjectExports project = await WriteAllAsync(world);
        string file = Path.Combine(_path, "staging-noop.json");
        string text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file,
            text.Replace("\"interval\": \"hour\"", "\"interval\": \"day\", \"timezone\": \"Europe/Berlin\"", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        var sync = new ExportSync(project);
        PlannedStep step = Assert.Single(sync.Plan(ExportFileSet.Read(Folder).Files, prune: false, static _ => false));
        await sync.ApplyAsync(step, new ExportSecrets(new Dictionary<string, SecureString>()), world.Call());
        Assert.Contains("did not apply to 'staging-noop': timezone", Assert.Single(world.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_wins_over_a_name_and_what_is_doubtful_is_never_removed()
    {
        ProjectExports project = await WriteAllAsync(_world);
        string[] dumps = [.. Directory.GetFiles(_path, "nightly-dump-*.json")];
        Assert.Equal(2, dumps.Length);
        foreach (string dump in dumps)
        {
            string text = await File.ReadAllTextAsync(dump, TestContext.Current.CancellationToken);
            // Without ids the types tell them apart; with one name and type nothing does.
            await File.WriteAllTextAsync(dump, System.Text.RegularExpressions.Regex.Replace(text, "\"id\".*\n", ""), TestContext.Current.CancellationToken);
        }

        Assert.Empty(new ExportSync(project).Plan(ExportFileSet.Read(Folder).Files, prune: true, static _ => false));
        File.Copy(dumps[0], Path.Combine(_path, "again.json"));
        IReadOnlyList<PlannedStep> plan = new ExportSync(project).Plan(ExportFileSet.Read(Folder).Files, prune: true, static _ => false);
        Assert.Equal(["Refuse", "Refuse"], plan.Select(step => step.Step.Action));
        Assert.All(plan, step => Assert.Equal("Validation", step.Problem!.Id));
    }

    private async Task<ProjectExports> WriteAllAsync(World world)
    {
        CallContext call = world.Call();
        ProjectExports project = await ProjectExports.ReadAsync(world.Scope, call);
        Assert.Equal(2, world.Requests.Count());
        var writer = new ExportFileWriter(Folder, includeState: false, force: false);
        foreach (ExportFileDraft draft in writer.Plan(project.Exports, project, ExportFileSet.Read(Folder), out _))
            Assert.True(writer.Write(draft));
        foreach (ExportFileDraft draft in writer.Plan(project.Exports, project, ExportFileSet.Read(Folder), out _))
            Assert.False(writer.Write(draft));
        return project;
    }
}
