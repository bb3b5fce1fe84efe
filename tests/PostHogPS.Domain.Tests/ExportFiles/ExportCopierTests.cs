using System;
using System.Collections.Generic;
using System.Security;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Domain.Tests.Support;
using PostHogPS.ExportFiles;
using Xunit;

namespace PostHogPS.Domain.Tests.ExportFiles;

public sealed class ExportCopierTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_copy_is_paused_and_of_the_other_project()
    {
        ExportCopier copier = await CreateAsync(paused: true);
        Assert.EndsWith(", paused", copier.Action, StringComparison.Ordinal);
        BatchExportTarget target = await TargetAsync("staging-noop");
        PlannedStep step = await copier.PlanAsync(target, target.Export!, _world.Call());
        BatchExport? made = await copier.CopyAsync(step, target.Export!, new ExportSecrets(new Dictionary<string, SecureString>()), _world.Call());
        Assert.Equal(("staging-noop", true, 102), (made!.Name, made.Paused, made.ProjectId));
        Assert.Single(_world.Writes);
    }

    [Fact]
    public async Task A_name_that_the_target_has_is_rejected_unless_it_is_forced()
    {
        BatchExportTarget target = await TargetAsync("events-to-s3");
        Assert.Equal("NameInUse", await FailAsync(await CreateAsync(), target));
        Assert.NotEqual("NameInUse", await FailAsync(await CreateAsync(allowsNamesakes: true), target));
        Assert.Empty(_world.Writes);
    }

    [Fact]
    public async Task A_name_is_copied_once_even_where_the_copy_is_only_asked_about()
    {
        ExportCopier copier = await CreateAsync();
        BatchExportTarget target = await TargetAsync("staging-noop");
        await copier.PlanAsync(target, target.Export!, _world.Call());
        await copier.PlanAsync(target, target.Export!, _world.Call());
        copier.Count(target.Export!);
        Assert.Equal("NameInUse", await FailAsync(copier, target));
    }

    private async Task<string?> FailAsync(ExportCopier copier, BatchExportTarget target)
    {
        try
        {
            await copier.PlanAsync(target, target.Export!, _world.Call());
            return null;
        }
        catch (ProblemException problem)
        {
            return problem.Id;
        }
    }

    private async Task<ExportCopier> CreateAsync(bool paused = false, bool allowsNamesakes = false)
    {
        ProjectExports other = await ProjectExports.ReadAsync(new ProjectScope(_world.Connection, "102"), _world.Call());
        return new ExportCopier(other, paused, allowsNamesakes);
    }

    private async Task<BatchExportTarget> TargetAsync(string name)
    {
        BatchExport export = await _world.ExportAsync(name);
        return new BatchExportTarget(_world.Scope, export.Id, name, export, null);
    }
}
