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

/// <summary>Tiles are added, changed, moved and copied: what is sent, and what is rejected before.</summary>
public sealed class TileTests : IDisposable
{
    private static readonly TileLayout Anywhere = new(null, null, null, null, null);

    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_new_tile_goes_below_all_others_and_to_the_right_edge()
    {
        long bottom = (await Target(4103).ReadAsync(_world.Call())).Tiles.Max(static tile => Number(tile, "y") + Number(tile, "h"));
        NewTile text = NewTile.CreateText("# Hello");
        text.SetLook("blue", null, null);
        DashboardTile made = await text.AddAsync(Target(4103), new TileLayout(4, null, null, null, null), _world.Call());
        Assert.Equal((4L, bottom, 8L, 2L), (Number(made, "x"), Number(made, "y"), Number(made, "w"), Number(made, "h")));
        Assert.Equal(("Text", "blue", 4103L), (made.Kind, made.Color, made.DashboardId));
    }

    [Fact]
    public async Task The_dashboard_is_read_for_a_new_tile_only_where_its_place_depends_on_it()
    {
        await NewTile.CreateText("a").AddAsync(Target(4103), Anywhere, _world.Call());
        int reads = Reads();
        await NewTile.CreateText("b").AddAsync(Target(4103), new TileLayout(0, 90, 2, null, null), _world.Call());
        Assert.Equal(2 * reads, Reads());
        await NewTile.CreateText("c").AddAsync(Target(4103), new TileLayout(0, null, 2, null, null), _world.Call());
        Assert.Equal((3 * reads) + 1, Reads());

        int Reads() => _world.Requests.Count(static line => line.StartsWith("GET", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(6, 7, false)]
    [InlineData(6, 6, true)]
    [InlineData(11, null, true)]
    public void A_tile_fits_into_the_grid(int x, int? width, bool fits) =>
        Assert.Equal(fits, Record.Exception(new TileLayout(x, null, width, null, null).Check) is null);

    [Fact]
    public void A_place_is_given_once() => Assert.Throws<ProblemException>(new TileLayout(null, 1, null, null, []).Check);

    [Fact]
    public void A_text_is_as_long_as_the_server_takes()
    {
        Assert.Equal("a text", NewTile.CreateText(new string('x', 4000)).What);
        Assert.Throws<ProblemException>(() => NewTile.CreateText(new string('x', 4001)));
        Assert.Throws<ProblemException>(() => NewTile.CreateText(" "));
    }

    [Fact]
    public async Task A_tile_is_changed_first_and_moved_then()
    {
        TileUpdate update = await UpdateAsync("Text");
        update.Patch.SetText("New");
        update.Patch.SetColor("green");
        update.MoveTo(Target(4102));
        Assert.Equal(["body", "color", "dashboard"], update.Changes.Select(static line => line.Split(':')[0]));
        DashboardTile after = await update.RunAsync(_world.Call());
        Assert.Equal(("New", "green", 4102L), (after.Text!["body"], after.Color, after.DashboardId));
        Assert.Equal([false, true], _world.Writes.Select(static line => line.Contains("move_tile", StringComparison.Ordinal)));
        Assert.Empty(_world.Warnings);
    }

    [Fact]
    public async Task What_is_there_already_is_no_change()
    {
        TileUpdate update = await UpdateAsync("Text");
        update.Patch.SetColor((await FindAsync("Text")).Color ?? "");
        update.Patch.SetSwitches(null, null);
        update.MoveTo(Target(4103));
        await update.SetLayoutAsync(Anywhere, _world.Call());
        Assert.Empty(update.Changes);
        Assert.Empty(_world.Writes);
    }

    [Fact]
    public async Task Part_of_a_place_keeps_the_rest_of_it()
    {
        TileUpdate update = await UpdateAsync("Text");
        await update.SetLayoutAsync(new TileLayout(null, null, null, 9, null), _world.Call());
        DashboardTile before = await FindAsync("Text"), after = await update.RunAsync(_world.Call());
        Assert.Equal((Number(before, "x"), Number(before, "w"), 9L), (Number(after, "x"), Number(after, "w"), Number(after, "h")));
    }

    [Fact]
    public async Task A_tile_that_was_removed_in_between_is_a_warning()
    {
        TileUpdate update = await UpdateAsync("Text");
        DashboardTile tile = await FindAsync("Text");
        await _world.Scope.Session.DashboardTiles.UpdateAsync("101", 4103, new Dictionary<string, object?> { ["id"] = tile.Id, ["deleted"] = true }, _world.Call());
        update.Patch.SetColor("black");
        await update.RunAsync(_world.Call());
        Assert.Contains("is gone: somebody removed it in between", Assert.Single(_world.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tile_stays_in_its_project()
    {
        TileUpdate update = await UpdateAsync("Text");
        var elsewhere = new DashboardTarget(new ProjectScope(_world.Connection, "102"), 1, null, null);
        Assert.Contains("moves tiles within a project only", Assert.Throws<ProblemException>(() => update.MoveTo(elsewhere)).Message, StringComparison.Ordinal);
        Assert.Contains("copies tiles within a project only", Assert.Throws<ProblemException>(
            new TileCopy(new DashboardPartTarget(Target(4103), 1, null), elsewhere).Check).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dashboard_is_read_once_for_all_its_tiles()
    {
        var tiles = new TileReader();
        DashboardPartTarget text = new(Target(4103), (await FindAsync("Text")).Id, null);
        _world.Messages.Clear();
        await tiles.FindAsync(text, _world.Call());
        await tiles.FindAsync(text, _world.Call());
        Assert.Single(_world.Requests);
        ProblemException missing = await Assert.ThrowsAsync<ProblemException>(
            () => tiles.FindAsync(new DashboardPartTarget(Target(4103), 1, null), _world.Call()));
        Assert.Equal("NotFound", missing.Id);
        tiles.Forget(text);
        await tiles.FindAsync(text, _world.Call());
        Assert.Equal(2, _world.Requests.Count());
    }

    [Fact]
    public async Task A_text_is_copied_by_the_server_and_a_button_made_anew()
    {
        DashboardTile text = await FindAsync("Text");
        DashboardTile button = await NewTile.CreateButton("Go", "/insights", "Right", null).AddAsync(Target(4103), Anywhere, _world.Call());
        DashboardTile? shared = await new TileCopy(new DashboardPartTarget(Target(4103), text.Id, null), Target(4102)).RunAsync(_world.Call());
        Assert.Equal((text.Text!["id"], 4102L), (shared!.Text!["id"], shared.DashboardId));
        DashboardTile? own = await new TileCopy(new DashboardPartTarget(Target(4103), button.Id, null), Target(4102)).RunAsync(_world.Call());
        Assert.Equal(("Button", "right", "primary"), (own!.Kind, own.ButtonTile!["placement"], own.ButtonTile["style"]));
        Assert.NotEqual(button.ButtonTile!["id"], own.ButtonTile["id"]);
        Assert.Throws<ProblemException>(new TileCopy(new DashboardPartTarget(Target(4103), text.Id, null), Target(4103)).Check);
    }

    private DashboardTarget Target(long id) => new(_world.Scope, id, null, null);

    private async Task<DashboardTile> FindAsync(string kind) => (await Target(4103).ReadAsync(_world.Call())).Tiles.First(tile => tile.Kind == kind);

    private async Task<TileUpdate> UpdateAsync(string kind)
    {
        var tiles = new TileReader();
        var target = new DashboardPartTarget(Target(4103), (await FindAsync(kind)).Id, null);
        DashboardTile tile = await tiles.FindAsync(target, _world.Call());
        _world.Messages.Clear();
        return new TileUpdate(tiles, target, tile);
    }

    private static long Number(DashboardTile tile, string key) =>
        tile.Layouts.TryGetValue("sm", out object? box) && ((IDictionary<string, object?>)box!).TryGetValue(key, out object? value)
            ? Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture) : 0;
}
