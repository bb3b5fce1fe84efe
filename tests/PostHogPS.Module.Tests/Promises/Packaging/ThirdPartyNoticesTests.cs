using System;
using System.IO;
using System.Linq;
using System.Text;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Packaging;

public sealed class ThirdPartyNoticesTests
{
    [Fact]
    public void Notices_are_those_of_the_packages_that_ship()
    {
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
            File.WriteAllText(ThirdPartyNotices.File, ThirdPartyNotices.Text());
        Assert.True(
            ThirdPartyNotices.Text() == File.ReadAllText(ThirdPartyNotices.File).ReplaceLineEndings("\n"),
            "THIRD-PARTY-NOTICES.txt is not what the shipped packages give. Run 'UPDATE_DOCS=1 dotnet test', read what changed, and commit it.");
    }

    [Fact]
    public void Every_foreign_assembly_has_an_entry()
    {
        string[] foreign = [.. ShippedFiles.Listed.Where(f =>
            f.EndsWith(".dll", StringComparison.Ordinal) && !Path.GetFileName(f).StartsWith("PostHogPS", StringComparison.Ordinal))];
        string notices = File.ReadAllText(Path.Combine(StagedModule.Directory, "THIRD-PARTY-NOTICES.txt"));
        Assert.NotEmpty(foreign);
        Assert.All(foreign, file => Assert.Contains($"\n  {file}\n", notices, StringComparison.Ordinal));
    }

    [Fact]
    public void Assemblies_hold_no_path_of_the_machine_that_built_them()
    {
        string[] paths = [StagedModule.RepositoryRoot, Path.GetFullPath(Path.Combine(ThirdPartyNotices.Packages[0].Folder, "..", ".."))];
        foreach (string file in Directory.EnumerateFiles(StagedModule.Directory, "PostHogPS*.dll", SearchOption.AllDirectories))
        {
            byte[] assembly = File.ReadAllBytes(file);
            foreach (string path in paths)
            {
                Assert.True(assembly.AsSpan().IndexOf(Encoding.UTF8.GetBytes(path)) < 0, $"{file} names {path}.");
                Assert.True(assembly.AsSpan().IndexOf(Encoding.Unicode.GetBytes(path)) < 0, $"{file} names {path}.");
            }
        }
    }
}
