using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.DashboardFiles;
using PostHogPS.Dashboards;
using PostHogPS.Domain.Tests.Support;
using PostHogPS.Text;
using Xunit;

namespace PostHogPS.Domain.Tests.DashboardFiles;

/// <summary>A copy between two projects of the sandbox, without a shell: its plan, its steps, and where it can end.</summary>
public sealed class DashboardImportTests : IDisposable
{
    // "Onboarding": two insights, a text, a widget and a variable.
    private const long Source = 4105;

    private readonly World _world = new();

    private ProjectScope Target => new(_world.Connection, "102");

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_plan_sends_no_write_and_names_the_steps()
    {
        DashboardImport import = await PlanAsync();
        Assert.Equal(["create dashboard 'Onboarding'", "create insight 'Search quality'", "create insight 'Experiment readout'",
            "create text '## How to read this'", "create widget 'Top errors'"],
            import.Steps);
        Assert.Empty(_world.Writes);
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public async Task Progress_names_each_tile()
    {
        await (await PlanAsync()).RunAsync(_world.Call());
        string[] progress = [.. _world.Messages.Where(m => m.Kind == EngineMessageKind.Progress).Select(m => m.Text)];
        Assert.Contains("Onboarding: insight 'Search quality' (1 of 4)", progress);
        Assert.Contains("Onboarding: widget 'Top errors' (4 of 4)", progress);
    }

    [Fact]
    public async Task One_write_for_each_tile_and_two_more()
    {
        Dashboard made = await (await PlanAsync()).RunAsync(_world.Call());
        Assert.Equal(1 + 4 + 1, _world.Writes.Count());
        Assert.Equal(102, made.ProjectId);
        Assert.True((await PlanAsync()).IsDone);
    }

    [Fact]
    public async Task What_was_stopped_goes_on_where_it_ended()
    {
        using var stop = new CancellationTokenSource();
        // The second insight's answer is the last that arrives.
        CallContext call = new(message =>
        {
            lock (_world.Messages)
                _world.Messages.Add(message);
            if (_world.Writes.Count() == 3)
                stop.Cancel();
        }, debug: false, _world.Clock, stop.Token);
        DashboardImport import = await PlanAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => import.RunAsync(call));
        _world.Messages.Clear();
        DashboardImport next = await PlanAsync();
        Assert.Equal(["create text '## How to read this'", "create widget 'Top errors'"],
            next.Steps.Where(step => step.StartsWith("create", StringComparison.Ordinal)));
        Dashboard made = await next.RunAsync(_world.Call());
        Assert.DoesNotContain(_world.Writes, write => write.StartsWith("POST", StringComparison.Ordinal));
        Assert.Equal(4, made.Tiles.Count);
        Assert.False(DashboardMarker.IsUnfinished(made.Description));
    }

    [Fact]
    public async Task Two_copies_with_one_key_are_not_guessed_about()
    {
        Dashboard made = await (await PlanAsync()).RunAsync(_world.Call());
        await Target.Session.Dashboards.CreateAsync("102", new Dictionary<string, object?> { ["name"] = "twin", ["description"] = made.Description },
            _world.Call());
        ProblemException problem = await Assert.ThrowsAsync<ProblemException>(PlanAsync);
        Assert.Equal("AmbiguousName", problem.Id);
    }

    private async Task<DashboardImport> PlanAsync()
    {
        Dashboard dashboard = _world.Scope.StampDashboard(await _world.Scope.Session.Dashboards.GetAsync("101", Source, _world.Call()));
        FileValue document = await DashboardFileWriter.CreateAsync(dashboard, _world.Scope, new ProjectDefinitions(_world.Scope), _world.Call());
        DashboardImporter importer = await DashboardImporter.OpenAsync(Target, _world.Call());
        ResolvedDashboard resolved = await importer.ResolveAsync(new DashboardFile("a.json", document), UnmappedChoice.Fail, _world.Call());
        Assert.Empty(resolved.Blocking(UnmappedChoice.Fail));
        return await importer.PlanAsync(resolved, new ImportOptions(), _world.Call());
    }
}
