using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Framework;
using Xunit;

namespace PostHogPS.Engine.Tests.Editions;

/// <summary>
/// The staged net472 engine under Mono, the nearest thing to Windows PowerShell's runtime here. It is asked the same as the
/// engine of PowerShell 7 and must say the same; the rest is counted at the socket.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class FrameworkTests(MonoRun mono) : IClassFixture<MonoRun>
{
    public static TheoryData<string> ScenarioNames => [.. Scenarios.Names];

    /// <summary>Each write that must not be sent twice, and how its connection ended.</summary>
    public static TheoryData<string> LostWrites => ["lost-retry", "lost-create", "lost-rest", "reset-retry", "cut-retry"];

    [Theory]
    [MemberData(nameof(ScenarioNames))]
    public async Task Both_engines_say_the_same(string scenario)
    {
        Need();
        using var server = new EditionServer();
        IReadOnlyList<string> expected = await new Scenarios(new EngineEntry(), server.Address).RunAsync(scenario);

        Assert.NotEmpty(expected);
        Assert.DoesNotContain("THE KEY SHOWS", expected);
        Assert.Equal(expected, mono.Lines(scenario));
    }

    [Fact]
    public void The_program_ends_well()
    {
        Need();
        Assert.True(mono.ExitCode == 0, mono.Errors);
    }

    [Fact]
    public void The_engine_is_loaded_from_the_staged_folder_by_the_modules_own_loader()
    {
        Need();
        IReadOnlyList<string> lines = mono.Lines("loading");
        Assert.Contains("core=mscorlib", lines);
        Assert.Contains("file=PostHogPS=" + Path.Combine(MonoRun.Stage, "bin", "PostHogPS.dll"), lines);
        Assert.Contains("file=PostHogPS.Engine=" + Path.Combine(MonoRun.Stage, "bin", "desktop", "PostHogPS.Engine.dll"), lines);
    }

    [Theory]
    [MemberData(nameof(LostWrites))]
    public void A_write_whose_answer_is_lost_is_sent_once(string scenario)
    {
        Need();
        Assert.StartsWith("error FateUnknown", mono.Lines(scenario)[0], StringComparison.Ordinal);
        Assert.Equal(1, mono.Server.Count(scenario, "POST"));
        Seen write = mono.Server.Requests.Single(r => r.Method == "POST" && r.Path.StartsWith("/" + scenario, StringComparison.Ordinal));
        Assert.NotEmpty(write.Body);
        // No stack repeats on a connection that was never used before.
        Assert.Equal("close", write.Header("Connection"), ignoreCase: true);
        Assert.Single(mono.Server.Requests, r => r.Connection == write.Connection);
    }

    [Fact]
    public void A_write_that_was_refused_is_sent_again_after_the_wait()
    {
        Need();
        Assert.Equal(["b-1", "done", "waited about 5"], mono.Lines("refused"));
        Assert.Equal(2, mono.Server.Count("refused", "POST"));
    }

    [Fact]
    public void Pages_are_asked_for_one_by_one_and_other_hosts_never()
    {
        Need();
        Assert.Equal(["10 11 12", "20 21 22", "30 31 32", "done"], mono.Lines("pages"));
        Assert.Equal(3, mono.Server.Count("pages", "GET"));
        Assert.Equal(1, mono.Server.Count("redirect", "GET"));
        Assert.Equal(1, mono.Server.Count("next-elsewhere", "GET"));
    }

    [Fact]
    public void Every_request_but_the_plain_ones_has_the_key_and_says_who_it_is()
    {
        Need();
        foreach (Seen request in mono.Server.Requests.Where(r => Scenarios.Names.Contains(r.Path.Split('/')[1])))
        {
            Assert.Equal("Bearer " + Scenarios.Key, request.Header("Authorization"));
            Assert.StartsWith("PostHogPS/", request.Header("User-Agent"), StringComparison.Ordinal);
        }
    }

    /// <summary>What the runtime does by itself is the reason for our rule, and no promise of ours: it is written down, not judged.</summary>
    [Fact]
    public void What_the_plain_stack_repeats_on_a_dead_connection_is_written_down()
    {
        Need();
        Assert.Equal(24, mono.Lines("stack").Count);
        foreach (string line in mono.Lines("stack"))
        {
            string[] words = line.Split(':')[0].Split(' ');
            int sends = mono.Server.Count(words[0] + "-" + words[1], words[2].Split('+')[0], words[2].Replace('+', '-'));
            Assert.True(sends >= 1, line);
            TestContext.Current.TestOutputHelper?.WriteLine(line + ", " + sends + " sent");
        }
    }

    private static void Need()
    {
        if (MonoRun.WhyNot is { } reason)
            Assert.Skip(reason);
    }
}
