using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Dashboards;
using PostHogPS.Domain.Tests.Support;
using Xunit;

namespace PostHogPS.Domain.Tests.Dashboards;

/// <summary>What a command changes on dashboards, and what it sends to create one.</summary>
public sealed class DashboardChangeTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Tags_are_added_and_taken_away_whatever_their_case()
    {
        Dashboard current = await ReadAsync(4103);
        current.Tags = ["kpi", "Weekly"];
        var change = new DashboardChange { AddTags = ["new", "KPI"], RemoveTags = ["weekly"] };
        change.Check();
        Assert.Equal(["kpi", "new"], (string[])change.CreatePatch(Target(4103), current).Body["tags"]!);
        Assert.True(new DashboardChange { Tags = ["WEEKLY", "kpi"] }.CreatePatch(Target(4103), current).IsEmpty);
    }

    [Fact]
    public async Task One_name_is_for_one_dashboard()
    {
        var change = new DashboardChange { Name = "New" };
        Dashboard first = await ReadAsync(4102), second = await ReadAsync(4103);
        Assert.True(change.CreatePatch(Target(4102), first).Renames);
        string problem = Assert.Throws<ProblemException>(() => change.CreatePatch(Target(4103), second)).Message;
        Assert.Contains($"'{first.Name}' (4102) already", problem, StringComparison.Ordinal);
        second.Name = "New";
        Assert.True(change.CreatePatch(Target(4103), second).IsEmpty);
    }

    [Fact]
    public void What_contradicts_itself_is_rejected()
    {
        DashboardChange[] wrong =
        [
            new() { Name = " " }, new() { Tags = ["a"], AddTags = ["b"] }, new() { AddTags = ["a"], RemoveTags = ["A"] }, new() { RemoveTags = [""] },
        ];
        Assert.All(wrong, static change => Assert.Throws<ProblemException>(change.Check));
    }

    [Fact]
    public async Task A_new_description_keeps_the_key_of_a_copy_and_empty_filters_are_sent_as_keys_that_filter_nothing()
    {
        Dashboard current = await ReadAsync(4103);
        current.Description = "Old\n\n[posthogps:abc]";
        current.Filters["date_from"] = "-7d";
        Dictionary<string, object?> body = new DashboardChange { Description = "New", Filters = [] }.CreatePatch(Target(4103), current).Body;
        Assert.Equal("New\n\n[posthogps:abc]", body["description"]);
        Assert.Equal(["date_from", "date_to", "properties"], ((Dictionary<string, object?>)body["filters"]!).Keys.Order());
    }

    [Fact]
    public async Task A_copy_gets_what_its_source_has_without_its_key_and_the_result_comes_before_the_note()
    {
        Dashboard source = await ReadAsync(4103);
        source.Description = "Text\n\n[posthogps:abc]";
        var creator = new DashboardCreator(_world.Scope, "Copy") { Source = source, Tags = ["mine"] };
        Assert.Contains("sharing its insights", creator.Action, StringComparison.Ordinal);
        await creator.RunAsync(null, _world.Call());
        Dashboard made = _world.Results<Dashboard>().Single();
        Assert.Equal(("Copy", "Text", 101L), (made.Name, made.Description, made.ProjectId));
        Assert.Equal(["mine"], made.Tags);
        Assert.Empty(_world.Warnings);
        EngineMessage last = _world.Messages[^1];
        Assert.Equal(EngineMessageKind.Verbose, last.Kind);
        Assert.Contains("a change of one shows on both", last.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_create_does_not_take_is_sent_after_it()
    {
        var creator = new DashboardCreator(_world.Scope, "Mine")
        {
            Filters = [], Variables = new() { ["v1"] = new Dictionary<string, object?> { ["code_name"] = "country", ["value"] = "DE" } },
        };
        await creator.RunAsync(null, _world.Call());
        Assert.Equal(["POST", "PATCH"], _world.Writes.Select(static line => line.Split(' ')[0]));
        Assert.Equal(["v1"], _world.Results<Dashboard>().Single().Variables.Keys);
    }

    [Fact]
    public void Advice_after_a_lost_answer_names_the_dashboard()
    {
        var creator = new DashboardCreator(_world.Scope, "It's mine");
        Assert.Contains("Get-PHDashboard 'It''s mine' shows", creator.Advise(new PostHogApiException(PostHogErrorKind.FateUnknown, "lost")), StringComparison.Ordinal);
        Assert.Null(creator.Advise(new PostHogApiException(PostHogErrorKind.Server, "no")));
    }

    private DashboardTarget Target(long id) => new(_world.Scope, id, null, null);

    private async Task<Dashboard> ReadAsync(long id)
    {
        Dashboard read = await Target(id).ReadAsync(_world.Call());
        _world.Messages.Clear();
        return read;
    }
}
