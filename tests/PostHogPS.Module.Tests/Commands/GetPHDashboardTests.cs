using System;
using System.Linq;
using System.Text.Json.Nodes;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

public sealed class GetPHDashboardTests : IDisposable
{
    private readonly SandboxShell _c = new();

    public void Dispose() => _c.Dispose();

    [Fact]
    public void Lists_all_in_the_servers_order_and_costs_one_small_request_for_First()
    {
        Assert.True(_c.Good("Get-PHDashboard").Objects.Count > 30);
        Assert.Equal(3, _c.Good("Get-PHDashboard -First 3").Objects.Count);
        Assert.Contains("limit=3", Assert.Single(_c.Sent).Query, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_in_the_pipeline_is_where_to_look()
    {
        var found = _c.Good("Get-PHProject | Get-PHDashboard -Pinned").As<Dashboard>();
        Assert.Equal([101L, 102L], found.Select(d => d.ProjectId).Distinct());
        Assert.All(found, d => Assert.True(d.Pinned));
    }

    [Theory]
    [InlineData("Get-PHDashboard -AllProjects -Id")]
    [InlineData("Get-PHConnection | Get-PHDashboard -AllProjects -Id")]
    public void An_id_over_all_projects_is_that_one(string line)
    {
        long id = _c.Good("Get-PHDashboard -First 1").As<Dashboard>().Single().Id;
        Assert.Equal(id, Assert.Single(_c.Good($"{line} {id}").As<Dashboard>()).Id);
    }

    [Theory]
    [InlineData("C")]
    [InlineData("A")]
    public void Filters_hold_also_on_servers_that_ignore_them(string generation)
    {
        using var server = new SandboxShell(generation);
        Assert.All(server.Good("Get-PHDashboard -Pinned").As<Dashboard>(), d => Assert.True(d.Pinned));
        var tagged = server.Good("Get-PHDashboard -Tag exec, finance").As<Dashboard>();
        Assert.NotEmpty(tagged);
        Assert.All(tagged, d => Assert.NotEmpty(d.Tags.Intersect(["exec", "finance"])));
        var searched = server.Good("Get-PHDashboard -Search 'REVENUE'").As<Dashboard>();
        Assert.Contains(searched, d => d.Name == "Revenue");
        Assert.True(searched.Count < 6);
    }

    [Fact]
    public void Names_are_tried_exactly_before_they_are_patterns()
    {
        Assert.Equal("Ops [prod]", _c.Good("Get-PHDashboard 'ops [prod]'").As<Dashboard>().Single().Name);
        Assert.Equal(2, _c.Good("Get-PHDashboard Rev*").Objects.Count);
        Assert.Empty(_c.Good("Get-PHDashboard none*").Objects);
    }

    [Fact]
    public void Tiles_come_when_asked_for()
    {
        Assert.Empty(_c.Good("Get-PHDashboard Revenue").As<Dashboard>().Single().Tiles);
        Assert.NotEmpty(_c.Good("Get-PHDashboard Revenue -IncludeTiles").As<Dashboard>().Single().Tiles);
        var tiles = _c.Good("Get-PHDashboard Revenue | Get-PHDashboardTile").As<DashboardTile>();
        Assert.All(tiles, t => Assert.Equal((4103L, 101L), (t.DashboardId, t.ProjectId)));
        Assert.All(tiles, t => Assert.NotEmpty(t.Layouts));
        Assert.All(_c.Good("Get-PHDashboardTile Revenue -Kind Text").As<DashboardTile>(), t => Assert.NotNull(t.Text));
    }

    [Fact]
    public void Tiles_of_many_come_in_the_order_of_the_list_and_the_first_ones_cost_two_requests()
    {
        string[] listed = [.. _c.Good("Get-PHDashboard").As<Dashboard>().Select(static d => d.Name)];
        Assert.Equal(listed, _c.Good("Get-PHDashboard -IncludeTiles").As<Dashboard>().Select(static d => d.Name));
        Assert.Equal(listed.Skip(1).Take(2), _c.Good("Get-PHDashboard -IncludeTiles -Skip 1 -First 2").As<Dashboard>().Select(static d => d.Name));
        Assert.Single(_c.Good("Get-PHDashboard -IncludeTiles | Select-Object -First 1").As<Dashboard>());
        Assert.Equal(2, _c.Sent.Count);
    }

    [Fact]
    public void A_dashboard_lives_from_creation_to_restoration()
    {
        Dashboard made = _c.Good("$d = New-PHDashboard Mine -Description text -Tag a, b -Pinned; $d").As<Dashboard>().Single();
        Assert.Equal(("Mine", true, 101L), (made.Name, made.Pinned, made.ProjectId));
        Dashboard changed = _c.Good("$d | Set-PHDashboard -Name Yours -AddTag c -RemoveTag A -Pinned:$false -PassThru").As<Dashboard>().Single();
        Assert.Equal("Yours", changed.Name);
        Assert.Equal(["b", "c"], changed.Tags);
        Assert.Equal("""{"name":"Yours","pinned":false,"tags":["b","c"]}""", Sorted(Assert.Single(_c.Writes).Json));

        Assert.Empty(_c.Good("Remove-PHDashboard Yours -Confirm:$false").Objects);
        Assert.Equal(("PATCH", """{"deleted":true}"""), (Assert.Single(_c.Writes).Method, Assert.Single(_c.Writes).Body));
        _c.Bad("PostHog.NotFound", "Get-PHDashboard Yours");
        Assert.Equal("Yours", _c.Good("Restore-PHDashboard $d.Id -PassThru").As<Dashboard>().Single().Name);
        Assert.Single(_c.Good("Get-PHDashboard Yours").Objects);
    }

    [Fact]
    public void Nothing_is_sent_when_nothing_changes_or_under_WhatIf()
    {
        _c.Good("Set-PHDashboard Revenue -Name Revenue -Pinned");
        Assert.Empty(_c.Writes);
        string text = _c.Run("Set-PHDashboard Revenue -Name Other -WhatIf; Remove-PHDashboard Revenue -WhatIf; New-PHDashboard x -WhatIf; Set-PHDashboardSharing Revenue -Enabled:$false -WhatIf").Clean().Text;
        Assert.Contains("name: Revenue -> Other", text, StringComparison.Ordinal);
        Assert.Empty(_c.Writes);
    }

    [Fact]
    public void A_copy_has_the_tiles_of_its_source()
    {
        Dashboard copy = _c.Good("New-PHDashboard Copy -CopyFrom Revenue").As<Dashboard>().Single();
        Assert.Equal(_c.Good("Get-PHDashboardTile Revenue").Objects.Count, _c.Good("Get-PHDashboardTile $args[0]", copy.Id).Objects.Count);
    }

    [Fact]
    public void Sharing_can_be_switched_and_gives_the_link()
    {
        DashboardSharing on = _c.Good("Set-PHDashboardSharing Activation -Enabled -PassThru").As<DashboardSharing>().Single();
        Assert.True(on.Enabled);
        Assert.Equal("http://sandbox.localhost/shared/" + on.AccessToken, on.Link!.ToString());
        Assert.False(_c.Good("Set-PHDashboardSharing Activation -Enabled:$false; Get-PHDashboardSharing Activation").As<DashboardSharing>().Single().Enabled);
    }

    [Fact]
    public void A_wildcard_acts_on_each_match_behind_its_own_question()
    {
        _c.Shell.Set("ConfirmPreference", "High");
        _c.Shell.UI.Answers.Enqueue("N");
        _c.Shell.UI.Answers.Enqueue("Y");
        _c.Good("Remove-PHDashboard Rev*");
        Assert.Equal(2, _c.Shell.UI.Prompts.Count);
        Assert.Single(_c.Writes);
    }

    [Theory]
    [InlineData("PostHog.NotFound", "Get-PHDashboard 'no such'")]
    [InlineData("PostHog.NotFound", "Get-PHDashboard -Id 999999")]
    [InlineData("PostHog.InvalidId", "Get-PHDashboard -Id abc")]
    [InlineData("PostHog.Validation", "Get-PHDashboard -Search ''")]
    [InlineData("PostHog.InvalidDashboard", "Get-PHDashboardTile ([guid]::Empty)")]
    [InlineData("PostHog.NotFound", "Get-PHDashboardTile 'no such'")]
    [InlineData("PostHog.NotFound", "Get-PHDashboardSharing 999999")]
    [InlineData("PostHog.Validation", "Set-PHDashboardSharing Revenue")]
    [InlineData("PostHog.Validation", "New-PHDashboard ' '")]
    [InlineData("PostHog.Validation", "New-PHDashboard x -Template t -CopyFrom Revenue")]
    [InlineData("PostHog.Validation", "New-PHDashboard x -CopyFrom Rev*")]
    [InlineData("PostHog.Validation", "Set-PHDashboard Revenue -Name ' '")]
    [InlineData("PostHog.Validation", "Set-PHDashboard Revenue -Tag a -AddTag b")]
    [InlineData("PostHog.ConnectionMismatch", "$d = Get-PHDashboard Revenue; Set-PHDashboard $d -ProjectId 102 -Name x")]
    [InlineData("ParameterArgumentValidationError", "Get-PHDashboardTile Revenue -Kind Map")]
    public void Bad_input_has_an_id_of_its_own(string errorId, string script) => _c.Bad(errorId, script);

    [Fact]
    public void A_search_text_that_is_too_long_is_refused_before_the_request() =>
        _c.Bad("PostHog.Validation", "Get-PHDashboard -Search ('x' * 201)");

    [Fact]
    public void An_unknown_template_is_known_before_the_server_makes_an_empty_dashboard() =>
        _c.Bad("PostHog.NotFound", "New-PHDashboard x -Template 'no such'");

    private static string Sorted(JsonObject body) =>
        new JsonObject(body.OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => new System.Collections.Generic.KeyValuePair<string, JsonNode?>(p.Key, p.Value?.DeepClone()))).ToJsonString();
}
