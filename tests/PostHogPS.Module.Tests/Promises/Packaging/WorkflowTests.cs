using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Packaging;

/// <summary>What the workflows must keep: they run rarely and unattended.</summary>
public sealed class WorkflowTests
{
    private static readonly string Folder = Path.Combine(StagedModule.RepositoryRoot, ".github", "workflows");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.yml").Select(f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Actions_are_pinned_by_commit(string file)
    {
        string[] uses = [.. Regex.Matches(Read(file), @"uses: (\S+)").Select(m => m.Groups[1].Value).Where(u => !u.StartsWith("./", StringComparison.Ordinal))];
        Assert.NotEmpty(uses);
        Assert.All(uses, use => Assert.Matches("@[0-9a-f]{40}$", use));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Checkouts_keep_no_credentials(string file)
    {
        string text = Read(file);
        Assert.Equal(Regex.Count(text, "uses: actions/checkout@"), Regex.Count(text, "persist-credentials: false"));
    }

    [Fact]
    public void Nothing_foreign_runs_between_pack_and_upload()
    {
        string text = Read("ci.yml");
        int pack = text.IndexOf("dotnet pack", StringComparison.Ordinal);
        string between = text[pack..text.IndexOf("actions/upload-artifact@", pack, StringComparison.Ordinal)];
        Assert.DoesNotContain("Install-", between, StringComparison.Ordinal);
        Assert.DoesNotContain("tool install", between, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(between, "run:|- name:|uses:|dotnet pack"), m => m.Value == "uses:");
    }

    [Fact]
    public void Job_that_publishes_cannot_write_to_the_repository()
    {
        string[] jobs = Regex.Split(Read("release.yml"), @"(?m)^  (?=[a-z]+:\n)");
        string publish = jobs.Single(j => j.StartsWith("publish:", StringComparison.Ordinal));
        Assert.Contains("permissions: {}", publish, StringComparison.Ordinal);
        Assert.DoesNotContain("contents: write", publish, StringComparison.Ordinal);
        Assert.Single(jobs, j => j.Contains("PSGALLERY_API_KEY", StringComparison.Ordinal) && j.Contains("run:", StringComparison.Ordinal));
        Assert.Contains("attest-build-provenance@", jobs.Single(j => j.StartsWith("attest:", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Folder, file)).ReplaceLineEndings("\n");
}
