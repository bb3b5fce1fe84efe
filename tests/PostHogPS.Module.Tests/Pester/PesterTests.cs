using System.IO;
using System.Linq;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Pester;

/// <summary>The same promises under a real pwsh: one row per file of tests/Pester.</summary>
public sealed class PesterTests
{
    private static readonly string Folder = Path.Combine(StagedModule.RepositoryRoot, "tests", "Pester");

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Folder, "*.Tests.ps1").Select(f => Path.GetFileName(f)).Order(System.StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Pester_passes(string file)
    {
        if (Pwsh.WhyNot is { } reason)
            Assert.Skip(reason);

        ProcessResult result = Pwsh.Run(
            "-File", Path.Combine(Folder, "Invoke-Suite.ps1"), "-Path", Path.Combine(Folder, file), "-Manifest", Path.GetFullPath(StagedModule.Manifest));
        Assert.True(result.ExitCode == 0, result.Output);
        TestContext.Current.TestOutputHelper?.WriteLine(result.Output);
    }
}
