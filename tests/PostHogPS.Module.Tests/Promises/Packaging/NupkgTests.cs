using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Xml.Linq;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Packaging;

[Trait("Speed", "Slow")]
public sealed class NupkgTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "PostHogPS-nupkg-" + Guid.NewGuid().ToString("N"), "PostHogPS", StagedModule.Version);

    public NupkgTests() => ZipFile.ExtractToDirectory(ShippedFiles.Nupkg, _folder);

    public void Dispose() => Directory.Delete(Path.GetFullPath(Path.Combine(_folder, "..", "..")), recursive: true);

    [Fact]
    public void Package_holds_the_staged_files_at_its_root()
    {
        string[] inside = [.. ShippedFiles.Under(_folder).Where(p => !IsPackaging(p))];
        Assert.Equal(ShippedFiles.Listed, inside);
        foreach (string path in inside)
            Assert.Equal(File.ReadAllBytes(Path.Combine(StagedModule.Directory, path)), File.ReadAllBytes(Path.Combine(_folder, path)));
    }

    [Fact]
    public void Package_says_what_the_gallery_searches_for()
    {
        XElement metadata = XDocument.Load(Path.Combine(_folder, "PostHogPS.nuspec")).Root!.Elements().First();
        string Value(string name) => metadata.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value ?? "";

        Assert.Equal("PostHogPS", Value("id"));
        Assert.Equal(StagedModule.Version, Value("version"));
        Assert.NotEmpty(Value("authors"));
        Assert.StartsWith("Keeps PostHog batch exports complete", Value("description"), StringComparison.Ordinal);
        Assert.Empty(Value("dependencies"));

        string[] tags = Value("tags").Split(' ');
        Assert.Contains("PSModule", tags);
        Assert.Contains("PSEdition_Desktop", tags);
        Assert.Contains("PSEdition_Core", tags);
        Assert.Contains("PSIncludes_Cmdlet", tags);
        Assert.Contains("PSCommand_Connect-PostHog", tags);
        Assert.True(Value("tags").Length <= 4000, "The gallery refuses more than 4000 characters of tags.");
    }

    [Fact]
    public void Unpacked_package_is_a_valid_module()
    {
        using Shell shell = Shell.Open(new ShellOptions { Manifest = null });
        ShellResult result = shell.Run("Test-ModuleManifest $args[0]", Path.Combine(_folder, "PostHogPS.psd1")).Clean();
        Assert.Equal(StagedModule.Version, result.Single.Properties["Version"].Value.ToString());
        Assert.True(Directory.Exists(Path.Combine(_folder, "bin", "core")));
    }

    [Fact]
    public void Unpacked_package_imports_in_a_process_of_its_own()
    {
        // A second copy of the module's assembly cannot be loaded into this process.
        ProcessResult result = Pwsh.RunLine(Path.Combine(_folder, "PostHogPS.psd1"),
            "(Get-Command -Module PostHogPS).Count; (Get-Module PostHogPS).ModuleBase");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains(_folder, result.Output, StringComparison.Ordinal);
    }

    private static bool IsPackaging(string path) =>
        path is "[Content_Types].xml" or "PostHogPS.nuspec"
        || path.StartsWith("_rels/", StringComparison.Ordinal)
        || path.StartsWith("package/", StringComparison.Ordinal);
}
