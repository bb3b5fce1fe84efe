using System.IO;
using System.Linq;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Packaging;

public sealed class StagedFilesTests
{
    [Fact]
    public void Staged_folder_holds_exactly_what_the_list_names() =>
        Assert.Equal(ShippedFiles.Listed, ShippedFiles.Under(StagedModule.Directory));

    [Fact]
    public void Staging_leaves_no_other_version_behind() =>
        Assert.Equal([StagedModule.Version], Directory.GetDirectories(Path.Combine(StagedModule.RepositoryRoot, "out", "PostHogPS")).Select(Path.GetFileName));

    [Fact]
    public void A_clone_can_be_imported_from_its_root()
    {
        foreach (string path in ShippedFiles.Listed.Where(p => p.StartsWith("bin/", System.StringComparison.Ordinal)))
            Assert.Equal(File.ReadAllBytes(Path.Combine(StagedModule.Directory, path)), File.ReadAllBytes(Path.Combine(StagedModule.RepositoryRoot, path)));
    }

    [Fact]
    public void Nothing_of_the_shell_ships() =>
        Assert.DoesNotContain(ShippedFiles.Listed, p => p.Contains("System.Management.Automation", System.StringComparison.Ordinal));
}
