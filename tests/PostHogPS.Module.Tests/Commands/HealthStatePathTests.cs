using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Get- and Test-PHBatchExportHealth with -StatePath, call after call as a scheduled job makes them, and Watch-PHBatchExport -ChangedOnly.</summary>
[Trait("Speed", "Slow")]
public sealed class HealthStatePathTests : IDisposable
{
    private const string Changes = "Get-PHBatchExportHealth -StatePath $file -ChangedOnly";

    private readonly TempFolder _folder = new();
    private readonly SandboxExport _failing = new() { Name = "failing", Past = static (_, _) => SandboxResult.Failed("no") };
    private readonly SandboxExport _fine = new() { Name = "fine" };
    private readonly SandboxExport _other = new() { Name = "other" };
    private readonly Scene _scene;

    public HealthStatePathTests()
    {
        _scene = Scene.Of(_failing, _fine, _other);
        _scene.Shell.Set("file", File);
    }

    private string File => _folder["health.json"];

    public void Dispose()
    {
        _scene.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_job_hears_of_what_is_unhealthy_once_and_of_each_change()
    {
        BatchExportHealth news = _scene.Run(Changes).Clean().As<BatchExportHealth>().Single();
        Assert.Equal(("failing", null, true), (news.BatchExportName, news.PreviousState, news.Changed));
        Assert.Empty(_scene.Run(Changes).Clean().Objects);

        _scene.Other(HttpMethod.Post, _fine.Id + "/pause/");
        BatchExportHealth paused = _scene.Run(Changes).Clean().As<BatchExportHealth>().Single();
        Assert.Equal(("fine", "Healthy", "PausedByUser", true), (paused.BatchExportName, paused.PreviousState, paused.State, paused.Changed));
        Assert.Empty(_scene.Run(Changes).Clean().Objects);

        _scene.Other(HttpMethod.Post, _fine.Id + "/unpause/");
        Assert.Equal("PausedByUser", _scene.Run(Changes).Clean().As<BatchExportHealth>().Single().PreviousState);
        Assert.Empty(_scene.Run(Changes).Clean().Objects);
    }

    [Fact]
    public void Without_ChangedOnly_every_export_is_given_with_its_previous_state()
    {
        Assert.All(_scene.Run("Get-PHBatchExportHealth -StatePath $file").Clean().As<BatchExportHealth>(), health => Assert.Null(health.PreviousState));
        BatchExportHealth[] second = [.. _scene.Run("Get-PHBatchExportHealth -StatePath $file").Clean().As<BatchExportHealth>()];
        Assert.Equal(3, second.Length);
        Assert.All(second, health => Assert.Equal((health.State, false), (health.PreviousState, health.Changed)));
        string table = string.Concat(_scene.Run("Get-PHBatchExportHealth -StatePath $file | Out-String -Width 120").Clean().Objects);
        Assert.Matches(@"Export +State +Before +Reason", table);
        Assert.Matches(@"failing +Failing +\(same\)", table);
    }

    [Fact]
    public void Costs_no_request_more()
    {
        for (int call = 1; call < 3; call++)
        {
            _scene.Run("Get-PHBatchExportHealth -StatePath $file").Clean();
            Assert.Equal(call, _scene.Requests.Count);
        }
    }

    [Fact]
    public void An_export_that_was_removed_is_given_once()
    {
        _scene.Run(Changes).Clean();
        _scene.Other(HttpMethod.Delete, _other.Id + "/");

        // Piped twice, it is still one project.
        BatchExportHealth gone = _scene.Run("$p = Get-PHProject 101; $p, $p | Get-PHBatchExportHealth -StatePath $file | Where-Object Changed").Clean().As<BatchExportHealth>().Single();
        Assert.Equal(("other", "Healthy", "NotFound", false, 101L), (gone.BatchExportName, gone.PreviousState, gone.State, gone.IsHealthy, gone.ProjectId));
        Assert.StartsWith("Get-PHBatchExport -ProjectId 101", gone.Suggestion, StringComparison.Ordinal);
        Assert.Empty(_scene.Run(Changes).Clean().Objects);
    }

    // Two sandboxes, or two keys with different rights: one address, and each shows other exports.
    [Fact]
    public void Two_connections_to_one_host_judge_each_export_once()
    {
        using var sandbox = new SandboxShell();
        sandbox.Shell.Set("file", File);
        sandbox.Run("Connect-PostHog -Sandbox -SandboxSeed 2 -Name eu").Clean();
        const string Both = "Get-PHConnection default, eu | Get-PHBatchExportHealth -StatePath $file";
        for (int call = 1; call < 3; call++)
        {
            BatchExportHealth[] all = [.. sandbox.Run(Both).Clean().As<BatchExportHealth>()];
            Assert.Equal(all.Length, all.Select(static health => health.BatchExportId).Distinct().Count());
            Assert.DoesNotContain(all, static health => health.State == "NotFound");
        }
    }

    [Fact]
    public void Exports_that_were_not_looked_at_are_not_missed()
    {
        _scene.Run(Changes).Clean();
        Assert.Empty(_scene.Run("Get-PHBatchExportHealth fine, 'o*' -StatePath $file -ChangedOnly").Clean().Objects);
        Assert.Empty(_scene.Run("Get-PHBatchExport fine | Get-PHBatchExportHealth -StatePath $file -ChangedOnly").Clean().Objects);
    }

    [Fact]
    public void What_could_not_be_read_keeps_its_state()
    {
        const string WithIntervals = Changes + " -After -2d";
        Assert.Equal("failing", _scene.Run(WithIntervals).Clean().As<BatchExportHealth>().Single().BatchExportName);
        _scene.Server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 403, Method = "GET", Path = $"*{_failing.Id}/runs/*", Times = 0 });
        string before = System.IO.File.ReadAllText(File);

        ShellResult unread = _scene.Run(WithIntervals);

        Assert.Empty(unread.Objects);
        Assert.StartsWith("PostHog.Forbidden,", unread.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(before, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void A_list_that_could_not_be_read_is_no_end_of_its_exports()
    {
        _scene.Run(Changes).Clean();
        string before = System.IO.File.ReadAllText(File);
        _scene.Server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 403, Method = "GET", Path = "*/batch_exports/*", Times = 1 });
        ShellResult unread = _scene.Run(Changes);
        Assert.Single(unread.Errors);
        Assert.Empty(unread.Objects);
        Assert.Equal(before, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Exports_of_a_project_that_vanished_are_given_once()
    {
        using Scene scene = TwoProjects();
        const string All = "Get-PHBatchExportHealth -AllProjects -StatePath $file -ChangedOnly";
        Assert.Equal("bad", scene.Run(All).Clean().As<BatchExportHealth>().Single().BatchExportName);
        Vanish(scene, 404);

        BatchExportHealth[] gone = [.. scene.Run(All).Clean().As<BatchExportHealth>().OrderBy(static health => health.BatchExportName, StringComparer.Ordinal)];

        Assert.Equal([("bad", "Failing", "NotFound", 102L), ("good", "Healthy", "NotFound", 102L)],
            gone.Select(static health => (health.BatchExportName, health.PreviousState, health.State, health.ProjectId))!);
        Assert.All(gone, static health => Assert.Equal(("Its project 102 does not exist any more: removed, or hidden from this key.", "Get-PHProject", false, (bool?)true),
            (health.Reason, health.Suggestion, health.IsHealthy, health.Changed)));
        Assert.Empty(scene.Run(All).Clean().Objects);
        // It comes back, and that is news as well.
        scene.Server.Faults.Clear();
        Assert.Equal(["bad", "good"], scene.Run(All).Clean().As<BatchExportHealth>().Select(static health => health.BatchExportName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_project_that_is_hidden_from_the_key_has_vanished_too()
    {
        using Scene scene = TwoProjects();
        scene.Run("Test-PHBatchExportHealth -AllProjects -StatePath $file -Quiet").Clean();
        Vanish(scene, 403);
        ShellResult result = scene.Run("Test-PHBatchExportHealth -AllProjects -StatePath $file -ChangedOnly").Clean();
        Assert.False((bool)result.Single.BaseObject);
        Assert.Contains(result.Warnings, static text => text.StartsWith("good is NotFound (was Healthy). Its project 102", StringComparison.Ordinal));
        Assert.Empty(scene.Run("Test-PHBatchExportHealth -AllProjects -StatePath $file -ChangedOnly").Clean().Warnings);
    }

    [Theory]
    // The list of projects could not be read, or not all of it.
    [InlineData("-AllProjects", 403, "{}")]
    [InlineData("-AllProjects", 200, """{"count":2,"next":null,"previous":null,"results":[{"id":101,"name":"Webshop"},{"id":null}]}""")]
    // Not all projects were looked at.
    [InlineData("-ProjectId 101", 0, "")]
    [InlineData("-AllProjects -BatchExport 'f*'", 0, "")]
    public void A_project_that_was_not_looked_for_is_not_missed(string which, int status, string body)
    {
        using Scene scene = TwoProjects();
        scene.Run("$null = Get-PHBatchExportHealth -AllProjects -StatePath $file").Clean();
        Vanish(scene, 404, status == 0 ? 200 : status, body.Length == 0 ? null : body);
        ShellResult result = scene.Run($"Get-PHBatchExportHealth {which} -StatePath $file -ChangedOnly -ErrorAction SilentlyContinue");
        Assert.Empty(result.Objects);
        // The next call that sees all of them gives it.
        scene.Server.Faults.Clear();
        Vanish(scene, 404);
        Assert.Equal(2, scene.Run("Get-PHBatchExportHealth -AllProjects -StatePath $file -ChangedOnly").Clean().Objects.Count);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    public void A_watch_gives_the_exports_of_a_project_that_vanishes_once_and_those_that_come_back(int status)
    {
        using Scene scene = TwoProjects();
        string list = ListWithout(scene);
        int looks = 0;
        scene.Server.Requests.Arrived += (_, request) =>
        {
            if (request.PathAndQuery.Contains("/101/batch_exports/", StringComparison.Ordinal) && ++looks is 2 or 5)
                Turn(looks);
        };
        ShellResult result = scene.Run("Watch-PHBatchExport -AllProjects -PassThru -ChangedOnly -Interval 30 -Count 7").Clean();

        Assert.Equal(["bad ->Failing", "bad Failing->NotFound", "good Healthy->NotFound", "bad NotFound->Failing", "good NotFound->Healthy"],
            result.As<BatchExportHealth>().Select(static health => $"{health.BatchExportName} {health.PreviousState}->{health.State}"));
        Assert.Equal("Its project 102 does not exist any more: removed, or hidden from this key.", result.As<BatchExportHealth>()[1].Reason);
        // The list of projects is read at the start, and once to be sure; the first of these was the test's own.
        Assert.Equal(3, scene.Requests.Count(static request => request.PathAndQuery.EndsWith("/api/projects/", StringComparison.Ordinal)));

        void Turn(int look)
        {
            scene.Server.Faults.Clear();
            if (look == 2)
                Vanish(scene, status, list: list);
        }
    }

    [Theory]
    [InlineData("Get-PHBatchExportHealth -AllProjects -StatePath $file -ChangedOnly")]
    [InlineData("$null = Test-PHBatchExportHealth -AllProjects -StatePath $file")]
    public void A_file_of_two_keys_that_see_different_projects_is_told(string line)
    {
        using Scene scene = TwoProjects();
        const string Hint = "This file held 2 batch exports as NotFound that are there: bad, good.";
        Assert.DoesNotContain(scene.Run(line).Clean().Warnings, IsHint);
        // The other key does not see project 102.
        Vanish(scene, 404);
        Assert.DoesNotContain(scene.Run(line).Clean().Warnings, IsHint);
        scene.Server.Faults.Clear();
        Assert.Single(scene.Run(line).Clean().Warnings, IsHint);
        Assert.DoesNotContain(scene.Run(line).Clean().Warnings, IsHint);

        static bool IsHint(string text) => text.Contains(Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_watch_does_not_miss_a_project_that_is_listed_but_not_readable()
    {
        using Scene scene = TwoProjects();
        int looks = 0;
        scene.Server.Requests.Arrived += (_, request) =>
        {
            if (request.PathAndQuery.Contains("/101/batch_exports/", StringComparison.Ordinal) && ++looks == 2)
                scene.Server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 403, Method = "GET", Path = "*/projects/102/*", Times = 0, Body = "{}" });
        };
        Assert.Equal("Failing", scene.Run("Watch-PHBatchExport -AllProjects -PassThru -ChangedOnly -Interval 30 -Count 4").Clean()
            .As<BatchExportHealth>().Single().State);
    }

    [Fact]
    public void What_is_remembered_of_another_organization_is_not_missed()
    {
        using Scene scene = TwoProjects();
        // A job with a key of its own writes to the same file.
        scene.Run("$null = Get-PHBatchExportHealth -ProjectId 102 -StatePath $file").Clean();
        Vanish(scene, 404);
        Assert.DoesNotContain(scene.Run("Get-PHBatchExportHealth -AllProjects -StatePath $file -ChangedOnly").Clean().As<BatchExportHealth>(), static health => health.ProjectId == 102);
    }

    private Scene TwoProjects()
    {
        var one = new SandboxProject { Id = 101, Name = "Webshop" };
        one.Exports.Add(new SandboxExport { Name = "fine" });
        var two = new SandboxProject { Id = 102, Name = "Warehouse" };
        two.Exports.Add(new SandboxExport { Name = "good" });
        two.Exports.Add(new SandboxExport { Name = "bad", Past = static (_, _) => SandboxResult.Failed("no") });
        Scene scene = Scene.OfProjects([one, two]);
        scene.Shell.Set("file", File);
        return scene;
    }

    private static string ListWithout(Scene scene) => scene.Run("$all = Invoke-PHRestMethod /api/projects/; $all.results = @($all.results | Where-Object id -ne 102); "
        + "$all | ConvertTo-Json -Depth 9 -Compress").Clean().Single.ToString();

    // A list without it, and an end to everything below it.
    private static void Vanish(Scene scene, int status, int listed = 200, string? list = null)
    {
        list ??= ListWithout(scene);
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = listed, Method = "GET", Path = "*/api/projects/", Times = 0, Body = list });
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = status, Method = "GET", Path = "*/projects/102/*", Times = 0,
            Body = """{"type":"invalid_request","code":"not_found","detail":"Project not found.","attr":null}""" });
    }

    [Theory]
    [InlineData("ForEach-Object { throw 'the mail server is down' }")]
    [InlineData("ForEach-Object { Get-Item nowhere -ErrorAction Stop }")]
    public void A_message_that_could_not_be_sent_is_given_again(string send)
    {
        Assert.NotEmpty(_scene.Run($"{Changes} | {send}").Errors);
        Assert.Equal("failing", _scene.Run(Changes).Clean().As<BatchExportHealth>().Single().BatchExportName);
    }

    [Fact]
    public void Select_First_loses_no_message()
    {
        _scene.Other(HttpMethod.Post, _fine.Id + "/pause/");
        _scene.Run("Get-PHBatchExportHealth -StatePath $file").Clean();
        _scene.Other(HttpMethod.Post, _fine.Id + "/unpause/");
        _scene.Other(HttpMethod.Post, _other.Id + "/pause/");

        // Whether Select-Object had enough or a command behind it failed cannot be told: the last one is given once more.
        string first = _scene.Run(Changes + " | Select-Object -First 1").Clean().As<BatchExportHealth>().Single().BatchExportName;
        string[] second = [.. _scene.Run(Changes + " | Select-Object -First 2").Clean().As<BatchExportHealth>().Select(health => health.BatchExportName)];
        string[] rest = [.. _scene.Run(Changes).Clean().As<BatchExportHealth>().Select(health => health.BatchExportName)];
        Assert.Equal(["fine", "fine", "other", "other"], new[] { first }.Concat(second).Concat(rest));
        Assert.Empty(_scene.Run(Changes).Clean().Objects);
    }

    [Fact]
    public async Task Two_jobs_with_one_file_give_a_change_once()
    {
        _scene.Run(Changes).Clean();
        for (int round = 0; round < 5; round++)
        {
            _scene.Other(HttpMethod.Post, _fine.Id + (round % 2 == 0 ? "/pause/" : "/unpause/"));
            Shell[] shells = [_scene.NewShell(), _scene.NewShell()];
            ShellResult[] results = await Task.WhenAll(shells.Select(shell => Task.Run(() =>
            {
                shell.Set("file", File);
                return shell.Run(Changes).Clean();
            })));
            Assert.Single(results.SelectMany(result => result.Objects));
        }
    }

    [Fact]
    public void Under_WhatIf_nothing_is_remembered()
    {
        Assert.Single(_scene.Run("$WhatIfPreference = $true; " + Changes).Clean().Objects);
        Assert.False(System.IO.File.Exists(File));
        _scene.Run("$WhatIfPreference = $false");
        Assert.Single(_scene.Run(Changes).Clean().Objects);
        Assert.True(System.IO.File.Exists(File));
    }

    [Fact]
    public void A_damaged_file_ends_the_call_before_anything_is_sent()
    {
        System.IO.File.WriteAllText(File, "{");
        ShellResult result = _scene.Run(Changes);
        Assert.StartsWith("PostHog.InvalidFile,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(File, result.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("Delete the file", result.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal("{", System.IO.File.ReadAllText(File));
        Assert.Empty(_scene.Requests);
    }

    [Theory]
    [InlineData("Get-PHBatchExportHealth -ChangedOnly", "needs -StatePath")]
    [InlineData("Test-PHBatchExportHealth -ChangedOnly", "needs -StatePath")]
    [InlineData("Watch-PHBatchExport -ChangedOnly -Count 1", "needs -PassThru")]
    [InlineData("Get-PHBatchExportHealth -StatePath $file -ChangedOnly -Unhealthy", "-Unhealthy cannot be combined with it")]
    public void ChangedOnly_alone_or_with_Unhealthy_is_refused(string line, string said)
    {
        ShellResult result = _scene.Run(line);
        Assert.StartsWith("PostHog.Validation,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(said, result.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_scene.Requests);
    }

    [Theory]
    [InlineData("$file + [char]0", "InvalidPath", "NUL")]
    [InlineData("(Split-Path $file)", "InvalidPath", "it is a folder")]
    [InlineData("\"$file/none/health.json\"", "FileAccess", "its folder is not there")]
    public void A_path_that_cannot_be_written_ends_the_call_before_anything_is_sent(string path, string id, string why)
    {
        ShellResult result = _scene.Run($"Get-PHBatchExportHealth -ChangedOnly -StatePath ({path})");
        Assert.StartsWith($"PostHog.{id},", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(why, result.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(result.Objects);
        Assert.Empty(_scene.Requests);
    }

    [Theory]
    [InlineData("Get-PHBatchExportHealth -StatePath $file -After -2d")]
    [InlineData("Get-PHBatchExportHealth -StatePath $file -MaxLag 100:00:00")]
    [InlineData("Test-PHBatchExportHealth -StatePath $file -Rows")]
    public void A_call_with_other_criteria_is_refused(string line)
    {
        _scene.Run("Test-PHBatchExportHealth -StatePath $file -WarningAction Ignore").Clean();
        int requests = _scene.Requests.Count;
        ShellResult result = _scene.Run(line);
        Assert.StartsWith("PostHog.Validation,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("one file for each set of criteria", result.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(requests, _scene.Requests.Count);
        Assert.Empty(_scene.Run(Changes).Clean().Objects);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-After -2d")]
    public void Rows_of_the_table_fit_and_say_what_changed(string criteria)
    {
        foreach (int width in new[] { 80, 120 })
        {
            string table = string.Concat(_scene.Run($"Get-PHBatchExportHealth -StatePath $file {criteria} | Out-String -Width {width}").Clean().Objects);
            Assert.Matches("Export +State +Before" + (criteria.Length > 0 ? " +Missing" : "") + " +Reason", table);
            // What is written for a screen of 120 is cut at 80, and with -After little room is left there.
            if (criteria.Length > 0)
                continue;
            string[] lines = [.. table.Split('\n').Select(line => line.TrimEnd())];
            int reason = lines.First(line => line.StartsWith("Export", StringComparison.Ordinal)).IndexOf("Reason", StringComparison.Ordinal);
            string column = string.Join(' ', lines.Where(line => line.Length > reason).Select(line => line[reason..].Trim()));
            string said = _scene.Run($"(Get-PHBatchExportHealth failing -StatePath $file {criteria}).Reason").Clean().Single.ToString();
            Assert.Contains(said, column, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void File_is_read_by_a_person_and_holds_no_secret()
    {
        _scene.Run(Changes).Clean();
        string text = System.IO.File.ReadAllText(File).ReplaceLineEndings("\n");
        Assert.Contains("\n  \"format\": \"PostHogPS batch export health 1\"", text, StringComparison.Ordinal);
        Assert.Contains($"\"host\": \"{_scene.Server.Address}\"", text, StringComparison.Ordinal);
        Assert.Contains("\"name\": \"failing\"", text, StringComparison.Ordinal);
        Assert.Matches(@"""changedAt"": ""2026-10-14T12:20:\d\d(\.\d+)?Z""", text);
        Assert.DoesNotContain("phx_", text, StringComparison.Ordinal);
        Assert.Equal([File], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Test_answers_for_all_exports_and_warns_of_changes()
    {
        const string Test = "Test-PHBatchExportHealth -StatePath $file -ChangedOnly";
        ShellResult first = _scene.Run(Test).Clean();
        Assert.False((bool)first.Single.BaseObject);
        Assert.StartsWith("failing is Failing. ", Assert.Single(first.Warnings), StringComparison.Ordinal);

        ShellResult second = _scene.Run(Test).Clean();
        Assert.False((bool)second.Single.BaseObject);
        Assert.Empty(second.Warnings);

        _scene.Other(HttpMethod.Delete, _failing.Id + "/");
        ShellResult removed = _scene.Run(Test).Clean();
        Assert.False((bool)removed.Single.BaseObject);
        Assert.StartsWith("failing is NotFound (was Failing). ", Assert.Single(removed.Warnings), StringComparison.Ordinal);

        ShellResult fine = _scene.Run(Test).Clean();
        Assert.True((bool)fine.Single.BaseObject);
        Assert.Empty(fine.Warnings);
    }

    [Fact]
    public void Test_says_when_it_is_fine_again()
    {
        _scene.Other(HttpMethod.Delete, _failing.Id + "/");
        _scene.Other(HttpMethod.Post, _fine.Id + "/pause/");
        Assert.True((bool)_scene.Run("Test-PHBatchExportHealth -StatePath $file").Clean().Single.BaseObject);
        _scene.Other(HttpMethod.Post, _fine.Id + "/unpause/");
        Assert.StartsWith("fine is Healthy (was PausedByUser). ", Assert.Single(_scene.Run("Test-PHBatchExportHealth -StatePath $file").Clean().Warnings), StringComparison.Ordinal);
        Assert.Empty(_scene.Run("Test-PHBatchExportHealth -StatePath $file").Clean().Warnings);
    }

    [Theory]
    [InlineData("Watch-PHBatchExport failing, other")]
    [InlineData("Watch-PHBatchExport failing, 'oth*'")]
    [InlineData("Get-PHBatchExport failing, other | Watch-PHBatchExport")]
    public void Watch_gives_an_export_that_was_chosen_and_vanishes_once(string watch)
    {
        ShellResult result = _scene.Run(watch + """
             -PassThru -ChangedOnly -Interval 30 -Count 4 | ForEach-Object {
                if ($_.BatchExportName -eq 'failing') { Remove-PHBatchExport other, fine -Confirm:$false }
                '{0} {1}->{2}' -f $_.BatchExportName, $_.PreviousState, $_.State
            }
            """).Clean();
        Assert.Equal(["failing ->Failing", "other Healthy->NotFound"], result.Objects.Select(line => line.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Watch_gives_what_is_unhealthy_and_then_changes_only()
    {
        ShellResult result = _scene.Run(
            """
            Watch-PHBatchExport -PassThru -ChangedOnly -Interval 30 -Count 5 | ForEach-Object {
                if ($_.BatchExportName -eq 'failing') { Suspend-PHBatchExport fine; Remove-PHBatchExport other -Confirm:$false }
                elseif ($_.BatchExportName -eq 'fine' -and $_.State -eq 'PausedByUser') { Resume-PHBatchExport fine }
                '{0} {1}->{2}' -f $_.BatchExportName, $_.PreviousState, $_.State
            }
            """).Clean();
        Assert.Equal(
            ["failing ->Failing", "fine Healthy->PausedByUser", "fine PausedByUser->Healthy", "other Healthy->NotFound"],
            result.Objects.Select(line => line.ToString()).Order(StringComparer.Ordinal));
    }
}
