using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Domain.Tests.Support;
using PostHogPS.Health;
using Xunit;

namespace PostHogPS.Domain.Tests.Health;

/// <summary>How exports are against how they were: what is a change, and when it is remembered.</summary>
public sealed class HealthComparisonTests : IDisposable
{
    private static readonly Guid Id = Guid.Parse("01890000-0000-0000-0000-000000000001");
    private static readonly DateTimeOffset Now = new(2026, 10, 14, 12, 20, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("posthogps-").FullName;
    private readonly World _world = new();

    private string File => Path.Combine(_folder, "health.json");

    public void Dispose()
    {
        _world.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>States of one export, call after call; a star is an unhealthy one, and a bang behind it says that it has changed.</summary>
    [Theory]
    [InlineData("Healthy Healthy Failing*! Failing* Healthy! Healthy")]
    [InlineData("Failing*! Failing* Stale*! AutoPaused*!")]
    [InlineData("Healthy Backfilling Healthy")]
    [InlineData("Failing*! Backfilling Healthy! Backfilling Healthy")]
    [InlineData("Failing*! Backfilling Failing* Healthy!")]
    [InlineData("Backfilling Healthy Failing*!")]
    [InlineData("Healthy Backfilling*! Healthy!")]
    [InlineData("NeverRan NeverRan*! Healthy!")]
    [InlineData("Healthy PausedByUser! PausedByUser Healthy!")]
    [InlineData("NotFound*! NotFound* Healthy!")]
    public void One_message_when_it_breaks_and_one_when_it_is_fine_again(string states)
    {
        string? settled = null;
        foreach (string expected in states.Split(' '))
        {
            string state = expected.TrimEnd('*', '!');
            BatchExportHealth health = Create(state, !expected.Contains('*', StringComparison.Ordinal));

            Call(health);

            Assert.Equal((state, settled, expected.EndsWith('!')), (health.State, health.PreviousState, health.Changed));
            settled = health is { State: "Backfilling", IsHealthy: true } ? settled : state;
        }
    }

    [Fact]
    public void What_was_not_given_out_is_given_out_by_the_next_call()
    {
        Call(Create("Healthy", true));
        HealthComparison broken = HealthComparison.OpenOrBegin(File, isKept: true);
        Assert.Throws<IOException>(() => broken.Give(Create("Failing", false), static _ => throw new IOException("the pipe broke")));

        BatchExportHealth again = Create("Failing", false);
        Call(again);
        Assert.Equal(("Healthy", true), (again.PreviousState, again.Changed));
    }

    [Fact]
    public void Of_two_calls_at_the_same_time_one_gives_the_change_out()
    {
        HealthComparison first = HealthComparison.OpenOrBegin(File, isKept: true), second = HealthComparison.OpenOrBegin(File, isKept: true);
        BatchExportHealth seenByFirst = Create("Failing", false), seenBySecond = Create("Failing", false);
        Give(first, seenByFirst);
        Give(second, seenBySecond);
        Assert.Equal((true, false), (seenByFirst.Changed, seenBySecond.Changed));
    }

    [Fact]
    public void A_call_that_has_read_the_server_earlier_takes_nothing_back()
    {
        Call(Create("Failing", false));
        HealthComparison slow = HealthComparison.OpenOrBegin(File, isKept: true);
        BatchExportHealth old = Create("Failing", false, Now.AddSeconds(5)), fine = Create("Healthy", true, Now.AddSeconds(30));
        Call(fine);
        Give(slow, old);
        Assert.Equal((true, false), (fine.Changed, old.Changed));

        BatchExportHealth next = Create("Healthy", true, Now.AddMinutes(1));
        Call(next);
        Assert.Equal(("Healthy", false), (next.PreviousState, next.Changed));
    }

    [Fact]
    public void A_clock_that_was_far_ahead_silences_nothing()
    {
        Call(Create("Healthy", true, Now.AddDays(1)));
        BatchExportHealth broken = Create("Failing", false);
        Call(broken);
        Assert.True(broken.Changed);
    }

    [Fact]
    public void An_export_is_known_by_host_project_and_id()
    {
        Call(Create("Failing", false));
        using var other = new World();
        other.Connection.Settings.HostUri = new Uri("https://eu.posthog.example/");
        BatchExportHealth elsewhere = Create("Failing", false);
        elsewhere.Origin = other.Connection;
        BatchExportHealth inAnother = Create("Failing", false);
        inAnother.ProjectId = 102;
        Call(elsewhere);
        Call(inAnother);
        Assert.Equal((null, null), (elsewhere.PreviousState, inAnother.PreviousState));
        Assert.Equal(3, HealthStateFile.Read(File).Exports.Count);
    }

    [Fact]
    public void Two_calls_keep_what_the_other_has_written()
    {
        HealthComparison first = HealthComparison.OpenOrBegin(File, isKept: true), second = HealthComparison.OpenOrBegin(File, isKept: true);
        Give(first, Create("Failing", false));
        BatchExportHealth other = Create("Healthy", true);
        other.BatchExportId = Guid.NewGuid();
        Give(second, other);
        second.Finish();
        first.Finish();
        Assert.Equal(["Failing", "Healthy"], HealthStateFile.Read(File).Exports.Select(export => export.State));
    }

    [Fact]
    public void Where_nothing_may_be_written_the_change_is_given_again()
    {
        HealthComparison trial = HealthComparison.OpenOrBegin(File, isKept: false);
        BatchExportHealth health = Create("Failing", false);
        Give(trial, health);
        trial.Finish();
        Assert.True(health.Changed);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Only_what_a_project_listed_before_and_lists_no_more_is_unlisted()
    {
        Call(Create("Healthy", true));
        HealthComparison next = HealthComparison.OpenOrBegin(File, isKept: true);
        Assert.Equal(Id, Assert.Single(next.FindUnlisted(_world.Scope, [])).Id);
        Assert.Empty(next.FindUnlisted(_world.Scope, [new BatchExport { Id = Id, ProjectId = 101 }]));
        Assert.Empty(next.FindUnlisted(new ProjectScope(_world.Connection, "102"), []));
    }

    [Fact]
    public async Task An_export_that_a_list_missed_is_asked_for_by_its_id()
    {
        Call(Create("Healthy", true));
        RememberedHealth before = HealthStateFile.Read(File).Exports[0];
        BatchExportHealth there = await HealthReader.ReadUnlistedAsync(_world.Scope, before, () => Task.FromResult(Create("Late", false)));
        Assert.Equal("Late", there.State);

        BatchExportHealth gone = await HealthReader.ReadUnlistedAsync(_world.Scope, before, async () =>
        {
            await _world.Scope.Session.BatchExports.GetAsync("101", Id, _world.Call());
            return there;
        });
        Assert.Equal(("NotFound", false, "events", 101L), (gone.State, gone.IsHealthy, gone.BatchExportName, gone.ProjectId));
        Call(gone);
        Assert.Equal(("Healthy", true), (gone.PreviousState, gone.Changed));
        Assert.Empty(HealthComparison.OpenOrBegin(File, isKept: true).FindUnlisted(_world.Scope, []));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("""{"format":"PostHogPS batch export health 2","exports":[]}""")]
    [InlineData("""{"format":"PostHogPS paused exports 1","host":"https://us.posthog.com/","exports":[]}""")]
    [InlineData("""{"format":"PostHogPS batch export health 1","exports":[{"host":"h","projectId":1,"id":"x","name":"","state":"Healthy","isHealthy":true,"changedAt":"2026-10-14T12:20:00Z"}]}""")]
    [InlineData("""{"format":"PostHogPS batch export health 1","exports":[{"host":"h","projectId":1,"id":"01890000-0000-0000-0000-000000000001","name":"","state":"Fine","isHealthy":true,"changedAt":"2026-10-14T12:20:00Z"}]}""")]
    [InlineData("""{"format":"PostHogPS batch export health 1","exports":[{"host":"h","projectId":1,"id":"01890000-0000-0000-0000-000000000001","name":"","state":"Healthy","isHealthy":true,"changedAt":"soon"}]}""")]
    [InlineData("""{"format":"PostHogPS batch export health 1","exports":{}}""")]
    [InlineData("""{"format":"PostHogPS batch export health 1","exports":[{"host":"h","projectId":1,"id":"01890000-0000-0000-0000-000000000001","name":"","state":"Healthy","isHealthy":true,"changedAt":"2026-10-14T12:20:00Z"},{"host":"h","projectId":1,"id":"01890000-0000-0000-0000-000000000001","name":"","state":"Failing","isHealthy":false,"changedAt":"2026-10-14T12:20:00Z"}]}""")]
    public void A_damaged_file_is_named_and_kept(string text)
    {
        System.IO.File.WriteAllText(File, text);
        ProblemException problem = Assert.Throws<ProblemException>(() => Call(Create("Failing", false)));
        Assert.Equal("InvalidFile", problem.Id);
        Assert.Contains(File, problem.Message, StringComparison.Ordinal);
        Assert.Contains("Delete the file; what is unhealthy is then reported once more.", problem.Advice, StringComparison.Ordinal);
        Assert.Equal(text, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void A_file_with_a_byte_order_mark_is_read()
    {
        Call(Create("Failing", false));
        System.IO.File.WriteAllText(File, System.IO.File.ReadAllText(File), System.Text.Encoding.UTF8);
        Assert.Equal(0xEF, System.IO.File.ReadAllBytes(File)[0]);
        BatchExportHealth again = Create("Failing", false);
        Call(again);
        Assert.False(again.Changed);
    }

    [Theory]
    [InlineData("no/such/health.json", "FileAccess", "its folder is not there")]
    [InlineData("folder", "InvalidPath", "it is a folder")]
    [InlineData("locked.json", "FileAccess", "it is read-only")]
    public void A_file_that_cannot_be_written_is_found_out_before_the_first_message(string name, string id, string why)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "folder"));
        string path = Path.Combine(_folder, name);
        if (name == "locked.json")
        {
            new HealthStateFile().Write(path);
            System.IO.File.SetAttributes(path, FileAttributes.ReadOnly);
        }

        ProblemException problem = Assert.Throws<ProblemException>(() => HealthComparison.OpenOrBegin(path, isKept: true));
        Assert.Equal(id, problem.Id);
        Assert.Contains(why, problem.Message, StringComparison.Ordinal);
        if (name == "locked.json")
        {
            HealthComparison.OpenOrBegin(path, isKept: false);
            System.IO.File.SetAttributes(path, FileAttributes.Normal);
        }
    }

    [Fact]
    public async Task A_named_pipe_is_refused_and_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Named pipes of Windows are no files.");
        using (var make = System.Diagnostics.Process.Start("mkfifo", File))
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        ProblemException problem = await Assert.ThrowsAsync<ProblemException>(() =>
            Task.Run(() => HealthComparison.OpenOrBegin(File, isKept: true)).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Contains("it is not a regular file", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-2d", "-2d", "-48h", "-3d", "-After -2.00:00:00")]
    [InlineData(null, null, null, "-2d", "the default criteria")]
    [InlineData("2026-10-01", "2026-10-01", "2026-10-02", null, "-After a date")]
    public void A_file_keeps_to_its_criteria(string? first, string? second, string? third, string? other, string remembered)
    {
        foreach (string? after in new[] { first, second, third })
            Judge(after);
        ProblemException problem = Assert.Throws<ProblemException>(() => Judge(other));
        Assert.Equal("Validation", problem.Id);
        Assert.Contains(remembered, problem.Message, StringComparison.Ordinal);
        Assert.Contains("one file for each set of criteria", problem.Advice, StringComparison.Ordinal);

        void Judge(string? after)
        {
            string criteria = HealthComparison.FormatCriteria(after is null ? null : PostHogPS.Schedule.DateInput.CreateFrom(after), null, comparesRows: false);
            HealthComparison comparison = HealthComparison.OpenOrBegin(File, isKept: true, criteria);
            Give(comparison, Create("Failing", false));
            comparison.Finish();
        }
    }

    [Fact]
    public void A_file_of_before_criteria_were_kept_takes_those_of_the_next_call()
    {
        Call(Create("Failing", false));
        System.IO.File.WriteAllText(File, System.Text.RegularExpressions.Regex.Replace(System.IO.File.ReadAllText(File), @",\s*""criteria"": ""[^""]*""", ""));
        Assert.DoesNotContain("criteria", System.IO.File.ReadAllText(File), StringComparison.Ordinal);
        HealthComparison next = HealthComparison.OpenOrBegin(File, isKept: true, "-Rows");
        BatchExportHealth healthy = Create("Healthy", true);
        Give(next, healthy);
        Assert.True(healthy.Changed);
        Assert.Throws<ProblemException>(() => HealthComparison.OpenOrBegin(File, isKept: true));
    }

    [Fact]
    public void A_file_in_which_nothing_changes_is_not_written_again()
    {
        Call(Create("Healthy", true));
        System.IO.File.WriteAllText(File, System.IO.File.ReadAllText(File) + "\n\n");
        string before = System.IO.File.ReadAllText(File);
        Call(Create("Healthy", true));
        Assert.Equal(before, System.IO.File.ReadAllText(File));
    }

    private void Call(BatchExportHealth health)
    {
        HealthComparison comparison = HealthComparison.OpenOrBegin(File, isKept: true);
        Give(comparison, health);
        comparison.Finish();
    }

    private static void Give(HealthComparison comparison, BatchExportHealth health)
    {
        var given = new List<BatchExportHealth>();
        comparison.Give(health, given.Add);
        Assert.Same(health, Assert.Single(given));
    }

    private BatchExportHealth Create(string state, bool isHealthy, DateTimeOffset? at = null) => new()
    {
        BatchExportId = Id,
        BatchExportName = "events",
        ProjectId = 101,
        Origin = _world.Connection,
        State = state,
        IsHealthy = isHealthy,
        JudgedAt = at ?? Now,
    };
}
