using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Packaging;

public sealed class ManifestTests
{
    private readonly Hashtable _manifest = Read();

    [Theory]
    [InlineData("RootModule")]
    [InlineData("ModuleVersion")]
    [InlineData("GUID")]
    [InlineData("Author")]
    [InlineData("CompanyName")]
    [InlineData("Copyright")]
    [InlineData("Description")]
    [InlineData("PowerShellVersion")]
    [InlineData("DotNetFrameworkVersion")]
    [InlineData("CompatiblePSEditions")]
    public void Manifest_names_what_the_gallery_asks_for(string field) =>
        Assert.False(string.IsNullOrWhiteSpace(_manifest[field]?.ToString()), field);

    [Theory]
    [InlineData("Tags")]
    [InlineData("LicenseUri")]
    [InlineData("ReleaseNotes")]
    public void Manifest_describes_itself_to_the_gallery(string field)
    {
        var data = (Hashtable)((Hashtable)_manifest["PrivateData"]!)["PSData"]!;
        Assert.False(string.IsNullOrWhiteSpace(string.Concat(Strings(data[field]))), field);
    }

    [Theory]
    [InlineData("FunctionsToExport")]
    [InlineData("VariablesToExport")]
    [InlineData("AliasesToExport")]
    public void Manifest_exports_nothing_by_wildcard(string field) => Assert.Empty(Strings(_manifest[field]));

    [Fact]
    public void Manifest_is_static_data_without_required_modules_or_scripts()
    {
        foreach (string field in new[] { "RequiredModules", "RequiredAssemblies", "ScriptsToProcess", "NestedModules" })
            Assert.False(_manifest.ContainsKey(field), field);
    }

    [Fact]
    public void Files_that_the_manifest_points_to_are_staged()
    {
        string[] files = [_manifest["RootModule"]!.ToString()!, .. Strings(_manifest["TypesToProcess"]), .. Strings(_manifest["FormatsToProcess"])];
        Assert.All(files, f => Assert.True(File.Exists(Path.Combine(StagedModule.Directory, f)), f));
    }

    [Fact]
    public void Cmdlets_are_listed_in_order_and_once()
    {
        string[] cmdlets = Strings(_manifest["CmdletsToExport"]);
        Assert.Equal(cmdlets.Order(StringComparer.OrdinalIgnoreCase).Distinct(StringComparer.OrdinalIgnoreCase), cmdlets);
    }

    [Fact]
    public void Staged_manifest_is_the_source_manifest() =>
        Assert.Equal(File.ReadAllText(Path.Combine(StagedModule.RepositoryRoot, "PostHogPS.psd1")), File.ReadAllText(StagedModule.Manifest));

    internal static string[] Strings(object? value) => value switch
    {
        null => [],
        string text => [text],
        IEnumerable<object> list => [.. list.Select(i => i.ToString()!)],
        IEnumerable list => [.. list.Cast<object>().Select(i => i.ToString()!)],
        _ => [value.ToString()!],
    };

    internal static Hashtable Read()
    {
        // Evaluated as what it is, a hashtable literal: the engine alone has no Import-PowerShellDataFile.
        using PowerShell ps = PowerShell.Create(InitialSessionState.CreateDefault2()).AddScript(File.ReadAllText(StagedModule.Manifest));
        return (Hashtable)ps.Invoke().Single().BaseObject;
    }
}
