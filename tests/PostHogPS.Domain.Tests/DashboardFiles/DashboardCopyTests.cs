using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.DashboardFiles;
using PostHogPS.Dashboards;
using PostHogPS.Domain.Tests.Files;
using PostHogPS.Domain.Tests.Support;
using PostHogPS.Files;
using PostHogPS.Text;
using Xunit;

namespace PostHogPS.Domain.Tests.DashboardFiles;

/// <summary>Dashboards as files and copies, where a wrong match or mapping would change or remove what it must not.</summary>
public sealed class DashboardCopyTests : IDisposable
{
    private readonly World _world = new();

    // In project 102 two cohorts are called 'Trial users': 1025 and 1026. In 101 there is one, 1015.
    private ProjectScope Other => new(_world.Connection, "102");

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Colours_of_breakdowns_are_kept_in_files_and_copies()
    {
        object?[] colours = [Bag(("breakdownValue", "Chrome"), ("colorToken", "preset-3"))];
        Dashboard original = await MakeAsync(_world.Scope, ("breakdown_colors", colours));
        DashboardFile file = await ExportAsync(_world.Scope, original.Id);
        Assert.Equal("preset-3", file.Root.Find("breakdown_colors")!.Items[0].FindText("colorToken"));
        await ImportAsync(file, Other);
        DashboardImporter there = await DashboardImporter.OpenAsync(Other, _world.Call());
        Assert.Empty(await there.CompareAsync(file, _world.Call()));
        Assert.Contains("colorToken: preset-3", PlainText.Describe(colours), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_inputs_with_one_key_are_refused_with_the_way_out()
    {
        Dashboard one = await MakeAsync(_world.Scope, ("name", "One"), ("description", "a\n\n[posthogps:twin]"));
        Dashboard two = await MakeAsync(_world.Scope, ("name", "Two"), ("description", "b\n\n[posthogps:twin]"));
        DashboardImporter project = await DashboardImporter.OpenAsync(_world.Scope, _world.Call());
        ProblemException problem = Assert.Throws<ProblemException>(() => project.Find("twin"));
        Assert.Equal("AmbiguousName", problem.Id);
        Assert.Contains($"{one.Id} 'One'; {two.Id} 'Two'", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("names more than one", problem.Message, StringComparison.Ordinal);
        Assert.Contains("[posthogps:twin]", problem.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_inputs_with_one_key_overwrite_neither_file_nor_copy()
    {
        Dashboard one = await MakeAsync(_world.Scope, ("name", "One"), ("description", "a\n\n[posthogps:twin]"));
        Dashboard two = await MakeAsync(_world.Scope, ("name", "Two"), ("description", "b\n\n[posthogps:twin]"));
        DashboardFile first = await ExportAsync(_world.Scope, one.Id), second = await ExportAsync(_world.Scope, two.Id);
        var folder = new FileFolder("nowhere", null!);
        ProblemException problem = Assert.Throws<ProblemException>(() =>
            new DashboardFileWriter(folder, force: false).Plan([(one, first.Root), (two, second.Root)], DashboardFileSet.Read(folder)));
        Assert.Equal("AmbiguousName", problem.Id);
        DashboardImporter importer = await DashboardImporter.OpenAsync(Other, _world.Call());
        var options = new ImportOptions { Update = true };
        Dashboard copy = await (await importer.PlanAsync(await importer.ResolveAsync(first, UnmappedChoice.Fail, _world.Call()), options, _world.Call()))
            .RunAsync(_world.Call());
        importer.Keep(copy);
        ResolvedDashboard again = await importer.ResolveAsync(second, UnmappedChoice.Fail, _world.Call());
        problem = await Assert.ThrowsAsync<ProblemException>(() => importer.PlanAsync(again, options, _world.Call()));
        Assert.Contains($"{one.Id} 'One'; {two.Id} 'Two'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cohort_whose_name_the_source_has_twice_is_not_guessed_about()
    {
        long id = (await MakeAsync(Other)).Id;
        await InsightAsync(Other, id, "First", Trends(1025));
        await InsightAsync(Other, id, "Second", Trends(1026));
        DashboardFile file = await ExportAsync(Other, id);
        DashboardPortability[] found = [.. (await ResolveAsync(file, _world.Scope)).Found];
        Assert.Equal([("Ambiguous", "1025"), ("Ambiguous", "1026")], found.Select(one => (one.State, one.SourceId!)));
        // Into its own project, and with the ids of the source, each stays what it is.
        foreach ((ProjectScope scope, UnmappedChoice choice) in new[] { (Other, UnmappedChoice.Fail), (_world.Scope, UnmappedChoice.KeepAsIs) })
        {
            ResolvedDashboard resolved = await ResolveAsync(file, scope, choice);
            Assert.Empty(resolved.Blocking(choice));
            Assert.Equal(["1025", "1026"], resolved.Document.Find("tiles")!.Items.Select(CohortOf).Order());
        }
    }

    [Fact]
    public async Task One_of_two_cohorts_of_a_name_is_ambiguous_elsewhere_too()
    {
        long id = (await MakeAsync(Other)).Id;
        await InsightAsync(Other, id, "Only", Trends(1026));
        ResolvedDashboard resolved = await ResolveAsync(await ExportAsync(Other, id), _world.Scope);
        Assert.Equal("Ambiguous", Assert.Single(resolved.Found).State);
    }

    [Fact]
    public async Task A_tile_that_was_skipped_is_not_pruned()
    {
        long id = (await MakeAsync(_world.Scope)).Id;
        await InsightAsync(_world.Scope, id, "Kept", Trends(1013));
        await InsightAsync(_world.Scope, id, "Skipped", Trends(1014));
        DashboardFile file = await ExportAsync(_world.Scope, id);
        Dashboard copy = await ImportAsync(file, Other);
        Assert.Equal(2, copy.Tiles.Count);
        FileValue reference = file.Tiles.Single(tile => tile.Find("insight")!.FindText("name") == "Skipped").Find("insight")!.Find("query")!.Find("source")!
            .Find("properties")!.Items[0].Find("value")!;
        reference.Set("name", FileValue.CreateText("Nobody"));
        var options = new ImportOptions { Update = true, Prune = true, Unmapped = UnmappedChoice.Skip };
        DashboardImport import = await PlanAsync(file, Other, options);
        Assert.DoesNotContain(import.Steps, step => step.StartsWith("remove", StringComparison.Ordinal));
        await import.RunAsync(_world.Call());
        Assert.Equal(2, (await _world.Scope.Session.Dashboards.GetAsync("102", copy.Id, _world.Call())).Tiles.Count);
    }

    [Fact]
    public async Task Of_two_insights_with_one_name_and_no_key_the_equal_one_is_matched()
    {
        Dashboard made = await ImportAsync(File(TilesOf(Insight("TrendsQuery"), Insight("FunnelsQuery"))), _world.Scope);
        Assert.Equal(2, made.Tiles.Count);
        DashboardImport import = await PlanAsync(File(TilesOf(Insight("FunnelsQuery"))), _world.Scope, new ImportOptions { Update = true });
        Assert.Empty(import.Steps);

        static string Insight(string kind) =>
            $$$"""{ "insight": { "name": "A", "query": { "kind": "InsightVizNode", "source": { "kind": "{{{kind}}}" } } } }""";
    }

    [Fact]
    public async Task Of_two_insights_with_one_name_and_no_key_the_one_with_the_same_query_is_changed()
    {
        await ImportAsync(File(TilesOf(Plain("TrendsQuery"), Plain("FunnelsQuery"))), _world.Scope);
        DashboardImport import = await PlanAsync(File(TilesOf(Plain("FunnelsQuery", "Says more."))), _world.Scope, new ImportOptions { Update = true, Prune = true });
        Dashboard after = await import.RunAsync(_world.Call());
        FileValue only = Assert.Single(DashboardDocument.Create(after).Find("tiles")!.Items);
        Assert.Equal(("FunnelsQuery", "Says more."), (KindOf(only), only.Find("insight")!.FindText("description")));
        Assert.Equal("insight 'A', tiles[0].insight.description: (empty) -> Says more.|remove insight 'A'", string.Join("|", import.Steps));
    }

    [Theory]
    // One was removed and one changed, or one changed and one added: nobody can tell which.
    [InlineData("TrendsQuery FunnelsQuery", "PathsQuery")]
    [InlineData("TrendsQuery", "PathsQuery FunnelsQuery")]
    public async Task Insights_without_a_key_are_not_guessed_about(string before, string after)
    {
        await ImportAsync(File(TilesOf([.. before.Split(' ').Select(kind => Plain(kind))])), _world.Scope);
        DashboardFile changed = File(TilesOf([.. after.Split(' ').Select(kind => Plain(kind))]));
        ProblemException problem = await Assert.ThrowsAsync<ProblemException>(
            () => PlanAsync(changed, _world.Scope, new ImportOptions { Update = true, Prune = true }));
        Assert.Equal("AmbiguousName", problem.Id);
        Assert.Contains("insight 'A'", problem.Message, StringComparison.Ordinal);
        DashboardImporter project = await DashboardImporter.OpenAsync(_world.Scope, _world.Call());
        Assert.Equal("AmbiguousName", (await Assert.ThrowsAsync<ProblemException>(() => project.CompareAsync(changed, _world.Call()))).Id);
    }

    [Fact]
    public async Task With_their_keys_the_insights_of_one_name_are_told_apart()
    {
        Dashboard made = await ImportAsync(File(TilesOf(Plain("TrendsQuery"), Plain("FunnelsQuery"))), _world.Scope);
        DashboardFile file = await ExportAsync(_world.Scope, made.Id);
        List<FileValue> tiles = file.Root.Find("tiles")!.Items;
        tiles.RemoveAt(tiles.FindIndex(tile => KindOf(tile) == "TrendsQuery"));
        tiles[0].Find("insight")!.Find("query")!.Find("source")!.Set("kind", FileValue.CreateText("PathsQuery"));
        Dashboard after = await (await PlanAsync(file, _world.Scope, new ImportOptions { Update = true, Prune = true })).RunAsync(_world.Call());
        long[] ids = [.. made.Tiles.OrderBy(static tile => tile.Id).Select(static tile => (long)tile.Insight!["id"]!)];
        Assert.Equal(ids[1], Assert.Single(after.Tiles).Insight!["id"]);
    }

    [Fact]
    public async Task A_second_insight_of_a_name_gets_a_key_of_its_own()
    {
        await ImportAsync(File(TilesOf(Plain("TrendsQuery"), Plain("FunnelsQuery"))), _world.Scope);
        var options = new ImportOptions { Update = true, Prune = true };
        await (await PlanAsync(File(TilesOf(Plain("FunnelsQuery"))), _world.Scope, options)).RunAsync(_world.Call());
        DashboardFile file = File(TilesOf(Plain("FunnelsQuery"), Plain("PathsQuery")));
        Dashboard after = await (await PlanAsync(file, _world.Scope, options)).RunAsync(_world.Call());
        Assert.Equal(2, after.Tiles.Select(static tile => DashboardMarker.KeyOf(tile.Insight!)).Distinct().Count());
        Assert.True((await PlanAsync(file, _world.Scope, options)).IsDone);
        Assert.Empty(DashboardFileRules.Check((await ExportAsync(_world.Scope, after.Id)).Root));
    }

    [Fact]
    public async Task A_duplicate_of_an_insight_gets_another_key_in_the_file()
    {
        long id = (await MakeAsync(_world.Scope)).Id;
        foreach (string kind in new[] { "TrendsQuery", "FunnelsQuery" })
            await _world.Scope.Session.Insights.CreateAsync("101", Bag(("name", kind), ("description", "[posthogps:twin]"), ("query", Query(kind)),
                ("dashboards", new object?[] { id })), _world.Call());
        DashboardFile file = await ExportAsync(_world.Scope, id);
        Assert.Empty(DashboardFileRules.Check(file.Root));
        Assert.Equal("twin", file.Tiles.Single(tile => KindOf(tile) == "TrendsQuery").FindText("key"));
    }

    [Fact]
    public async Task A_plan_and_a_warning_name_the_other_dashboards_that_change_too()
    {
        Dashboard one = await MakeAsync(_world.Scope, ("name", "One"));
        Insight insight = await InsightAsync(_world.Scope, one.Id, "Shared", Trends(1013));
        await _world.Scope.Session.DashboardTiles.AddByUpdateAsync("101", one.Id, Bag(("text", Bag(("body", "Old text"))),
            ("layouts", Bag(("sm", Bag(("x", 0L), ("y", 5L), ("w", 6L), ("h", 5L)))))), _world.Call());
        Dashboard two = await MakeAsync(_world.Scope, ("name", "Two"), ("use_dashboard", one.Id));
        DashboardFile file = await ExportAsync(_world.Scope, one.Id);
        file.Tiles.Single(static tile => tile.Find("text") is not null).Find("text")!.Set("body", FileValue.CreateText("New text"));
        file.Tiles.Single(static tile => tile.Find("insight") is not null).Find("insight")!.Set("description", FileValue.CreateText("New"));
        DashboardImport import = await PlanAsync(file, _world.Scope, new ImportOptions { Update = true });
        string other = $"is also on 1 other dashboard and changes there too: 'Two' ({two.Id})";
        Assert.Contains("insight 'Shared' " + other, import.Steps);
        Assert.Contains("text 'New text' " + other, import.Steps);
        Assert.Empty(_world.Warnings);
        await import.RunAsync(_world.Call());
        Assert.Equal(2, _world.Warnings.Count(text => text.Contains(other, StringComparison.Ordinal)));
        // What only moves on this dashboard is no change of the others.
        file = await ExportAsync(_world.Scope, one.Id);
        foreach (FileValue tile in file.Tiles)
            tile.Set("color", FileValue.CreateText("blue"));
        Assert.DoesNotContain((await PlanAsync(file, _world.Scope, new ImportOptions { Update = true })).Steps,
            static step => step.Contains("also on", StringComparison.Ordinal));
        Assert.NotEqual(0, insight.Id);
    }

    [Fact]
    public async Task The_file_of_one_dashboard_is_not_written_over_by_its_duplicate()
    {
        Dashboard one = await MakeAsync(_world.Scope, ("name", "One"), ("description", "[posthogps:twin]"));
        using var folder = new FilesOnDisk();
        DashboardFile first = await ExportAsync(_world.Scope, one.Id);
        folder.Write("one.json", first.Root);
        Dashboard two = await MakeAsync(_world.Scope, ("name", "Two"), ("description", "[posthogps:twin]"));
        ProblemException problem = await Assert.ThrowsAsync<ProblemException>(() => CheckOwnerAsync(folder, two));
        Assert.Equal("AmbiguousName", problem.Id);
        Assert.Contains("'one.json' is about dashboard " + one.Id, problem.Message, StringComparison.Ordinal);
        await CheckOwnerAsync(folder, one);
        // Where the first is gone, the second has taken its place, as one that was made of the file.
        await _world.Scope.Session.Dashboards.UpdateAsync("101", one.Id, Bag(("deleted", true)), _world.Call());
        await CheckOwnerAsync(folder, two);
    }

    private async Task CheckOwnerAsync(FilesOnDisk folder, Dashboard dashboard) => await new DashboardFileOwners(DashboardFileSet.Read(folder.Folder))
        .CheckAsync(dashboard, (await ExportAsync(_world.Scope, dashboard.Id)).Root, _world.Scope, _world.Call());

    private static string Plain(string kind, string description = "") =>
        $$$"""{ "insight": { "name": "A", "description": "{{{description}}}", "query": { "kind": "InsightVizNode", "source": { "kind": "{{{kind}}}" } } } }""";

    private static Dictionary<string, object?> Query(string kind) => Bag(("kind", "InsightVizNode"), ("source", Bag(("kind", kind))));

    private static string KindOf(FileValue tile) => tile.Find("insight")!.Find("query")!.Find("source")!.FindText("kind")!;

    [Theory]
    [InlineData("")]
    [InlineData(", \"config\": {}")]
    [InlineData(", \"name\": \"\"")]
    public async Task A_widget_without_name_and_place_is_found_again(string more)
    {
        DashboardFile file = File(TilesOf($$"""{ "widget": { "widget_type": "session_replay_list"{{more}} } }"""));
        await ImportAsync(file, _world.Scope);
        Assert.Empty(_world.Warnings);
        Assert.True((await PlanAsync(file, _world.Scope, new ImportOptions { Update = true, Prune = true })).IsDone);
        DashboardImporter project = await DashboardImporter.OpenAsync(_world.Scope, _world.Call());
        Assert.Empty(await project.CompareAsync(file, _world.Call()));
    }

    [Fact]
    public async Task Text_below_the_key_line_leaves_the_copy_a_copy()
    {
        DashboardFile file = await ExportAsync(_world.Scope, 4105);
        Dashboard copy = await ImportAsync(file, Other);
        await Other.Session.Dashboards.UpdateAsync("102", copy.Id, Bag(("description", copy.Description + "\nSeen by Ada.")), _world.Call());
        DashboardImport import = await PlanAsync(file, Other, new ImportOptions { Update = true });
        Assert.Equal(copy.Id, import.Existing?.Id);
        Assert.Contains("Seen by Ada.", Assert.Single(import.Steps), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ends in spaces   ")]
    [InlineData("Ends in a line\n")]
    [InlineData("Ends in lines\n\n\n")]
    public async Task A_description_comes_out_as_it_went_in(string description)
    {
        Assert.Equal(description, DashboardMarker.Remove(DashboardMarker.Add(description, "abc")));
        Dashboard original = await MakeAsync(_world.Scope, ("description", description));
        DashboardFile file = await ExportAsync(_world.Scope, original.Id);
        await ImportAsync(file, Other);
        Assert.Empty(_world.Warnings);
        Assert.True((await PlanAsync(file, Other, new ImportOptions())).IsDone);
    }

    [Fact]
    public void A_key_line_in_the_description_of_a_file_is_refused()
    {
        FileValue root = FileTextTests.Read("""
            { "name": "A", "description": "x\n[posthogps:abc]\ny", "tiles": [ { "insight": { "name": "I", "description": "[posthogps:abc]", "query": { "kind": "T" } } } ] }
            """);
        Assert.Equal(["description", "tiles[0].insight.description"], DashboardFileRules.Check(root).Select(problem => problem.Property));
        FileValue template = FileTextTests.Read("""
            { "template_name": "A", "dashboard_description": "x\n\n[posthogps:abc]",
              "tiles": [ { "type": "INSIGHT", "name": "I", "description": "[posthogps:def]", "query": { "kind": "T" } } ] }
            """);
        FileValue read = TemplateReader.Read(template, []);
        Assert.Equal(("abc", "x", "def", ""), (read.FindText("key"), read.FindText("description"), read.Find("tiles")!.Items[0].FindText("key"),
            read.Find("tiles")!.Items[0].Find("insight")!.FindText("description")));
    }

    [Fact]
    public void Templates_of_one_name_are_told_apart_by_their_ids_or_refused_with_the_reason()
    {
        using var folder = new FilesOnDisk();
        foreach (string name in new[] { "a", "b" })
            folder.Write(name + ".json", Template($$""" "id": "{{name}}", """));
        Assert.Equal(2, DashboardFileSet.Read(folder.Folder).Files.Select(static file => file.Key).Distinct().Count());
        foreach (string name in new[] { "c", "d" })
            folder.Write(name + ".json", Template(""));
        Assert.Contains("known by template_name alone", Assert.Single(DashboardFileSet.Read(folder.Folder).Problems).Message, StringComparison.Ordinal);

        static FileValue Template(string id) => FileTextTests.Read($$"""
            { {{id}} "template_name": "A", "tiles": [ { "type": "TEXT", "body": "x" } ] }
            """);
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, true, false)]
    [InlineData(false, true, true)]
    public void Parameters_that_contradict_each_other_end_the_command(bool update, bool prune, bool force)
    {
        ProblemException problem = Assert.Throws<ProblemException>(new ImportOptions { Update = update, Prune = prune, Force = force }.Check);
        Assert.True(problem.EndsCommand);
    }

    [Fact]
    public async Task A_file_without_a_key_is_about_the_dashboard_of_its_name()
    {
        DashboardFile file = File("""{ "$schema": "schemas/dashboard.1.json", "name": "Onboarding", "tiles": [] }""");
        Assert.Equal("DashboardExists", (await Assert.ThrowsAsync<ProblemException>(() => PlanAsync(file, _world.Scope, new ImportOptions()))).Id);
        DashboardImport import = await PlanAsync(file, _world.Scope, new ImportOptions { Update = true });
        Assert.Equal(4105, import.Existing?.Id);
        Dashboard after = await import.RunAsync(_world.Call());
        // It is an original all the same: nothing marks it as a copy.
        Assert.Null(DashboardMarker.Read(after.Description));
    }

    [Fact]
    public async Task A_plain_id_in_a_file_goes_nowhere_silently()
    {
        DashboardFile file = File(TilesOf("""
            { "insight": { "name": "I", "query": { "kind": "InsightVizNode", "source": { "kind": "TrendsQuery",
              "properties": [ { "type": "cohort", "key": "id", "value": 1023 } ] } } } }
            """));
        ReferenceWriter.NameIds(file.Root);
        DashboardPortability found = Assert.Single((await ResolveAsync(file, Other)).Blocking(UnmappedChoice.Fail));
        Assert.Equal(("Missing", "1023"), (found.State, found.SourceId));
        // Who says that the id is meant gets it, and has no difference then.
        DashboardImport import = await PlanAsync(file, Other, new ImportOptions { Unmapped = UnmappedChoice.KeepAsIs });
        Assert.Equal("1023", CohortOf(DashboardDocument.Create(await import.RunAsync(_world.Call())).Find("tiles")!.Items[0]));
        DashboardImporter there = await DashboardImporter.OpenAsync(Other, _world.Call());
        Assert.Empty(await there.CompareAsync(file, _world.Call()));
    }

    [Theory]
    [InlineData(999999, 888888)]
    [InlineData(1013, 888888)]
    public async Task A_reference_that_cannot_be_named_differs_where_its_id_does(long before, long after)
    {
        long id = (await MakeAsync(_world.Scope)).Id;
        Insight insight = await InsightAsync(_world.Scope, id, "I", Trends(before));
        DashboardFile file = await ExportAsync(_world.Scope, id);
        DashboardImporter project = await DashboardImporter.OpenAsync(_world.Scope, _world.Call());
        Assert.Empty(await project.CompareAsync(file, _world.Call()));
        await _world.Scope.Session.Insights.UpdateAsync("101", insight.Id, Bag(("query", Trends(after))), _world.Call());
        Assert.NotEmpty(await project.CompareAsync(file, _world.Call()));
        Assert.NotEmpty(DashboardComparison.Find(file.Root, (await ExportAsync(_world.Scope, id)).Root));
    }

    internal static DashboardFile File(string json)
    {
        FileValue root = FileTextTests.Read(json);
        DashboardFile.AddKeys(root);
        return new DashboardFile("a.json", root);
    }

    private static string TilesOf(params string[] tiles) =>
        $$"""{ "$schema": "schemas/dashboard.1.json", "key": "mine", "name": "Mine", "tiles": [ {{string.Join(", ", tiles)}} ] }""";

    private static Dictionary<string, object?> Bag(params (string Name, object? Value)[] parts) =>
        parts.ToDictionary(static part => part.Name, static part => part.Value, StringComparer.Ordinal);

    private static Dictionary<string, object?> Trends(long cohort) => Bag(("kind", "InsightVizNode"), ("source",
        Bag(("kind", "TrendsQuery"), ("properties", new object?[] { Bag(("type", "cohort"), ("key", "id"), ("value", cohort)) }))));

    private static string CohortOf(FileValue tile) =>
        tile.Find("insight")!.Find("query")!.Find("source")!.Find("properties")!.Items[0].Find("value")!.Text;

    private async Task<Dashboard> MakeAsync(ProjectScope scope, params (string Name, object? Value)[] parts)
    {
        Dictionary<string, object?> body = Bag(parts);
        if (!body.ContainsKey("name"))
            body["name"] = "Made";
        return scope.StampDashboard(await scope.Session.Dashboards.CreateAsync(scope.Project, body, _world.Call()));
    }

    private Task<Insight> InsightAsync(ProjectScope scope, long dashboard, string name, Dictionary<string, object?> query) =>
        scope.Session.Insights.CreateAsync(scope.Project, Bag(("name", name), ("query", query), ("dashboards", new object?[] { dashboard })), _world.Call());

    private async Task<DashboardFile> ExportAsync(ProjectScope scope, long id)
    {
        Dashboard dashboard = scope.StampDashboard(await scope.Session.Dashboards.GetAsync(scope.Project, id, _world.Call()));
        return new DashboardFile("a.json", await DashboardFileWriter.CreateAsync(dashboard, scope, new ProjectDefinitions(scope), _world.Call()));
    }

    private async Task<ResolvedDashboard> ResolveAsync(DashboardFile file, ProjectScope scope, UnmappedChoice choice = UnmappedChoice.Fail) =>
        await (await DashboardImporter.OpenAsync(scope, _world.Call())).ResolveAsync(file, choice, _world.Call());

    private async Task<DashboardImport> PlanAsync(DashboardFile file, ProjectScope scope, ImportOptions options)
    {
        DashboardImporter importer = await DashboardImporter.OpenAsync(scope, _world.Call());
        return await importer.PlanAsync(await importer.ResolveAsync(file, options.Unmapped, _world.Call()), options, _world.Call());
    }

    private async Task<Dashboard> ImportAsync(DashboardFile file, ProjectScope scope) =>
        await (await PlanAsync(file, scope, new ImportOptions())).RunAsync(_world.Call());
}
