using System;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Loading;

[Trait("Speed", "Slow")]
public sealed class ImportTests
{
    [Fact]
    public void Module_imports_without_errors_and_without_a_word()
    {
        using Shell shell = Shell.Open(new ShellOptions { Manifest = null });
        ShellResult result = shell.Run("Import-Module $args[0]", StagedModule.Manifest).Clean();
        Assert.Empty(result.Objects);
        Assert.Empty(result.Warnings);
        Assert.Empty(result.Text);
    }

    [Fact]
    public void Module_comes_from_the_staged_folder()
    {
        using Shell shell = Shell.Open();
        Assert.Equal(
            Path.GetFullPath(StagedModule.Directory).TrimEnd('/', '\\'),
            shell.Run("(Get-Module PostHogPS).ModuleBase").Clean().Single.ToString());
        Assert.Equal(Path.GetFullPath(StagedModule.Assembly), typeof(PostHogPS.Commands.ConnectPostHogCommand).Assembly.Location);
        Assert.Equal(Path.GetDirectoryName(Path.GetFullPath(StagedModule.Assembly)), Path.GetDirectoryName(typeof(PostHogConnection).Assembly.Location));
    }

    [Fact]
    public void Imported_assembly_references_nothing_but_netstandard_and_the_shell()
    {
        using PEReader file = new(File.OpenRead(StagedModule.Assembly));
        MetadataReader metadata = file.GetMetadataReader();
        string[] references = [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))];
        Assert.All(references, r => Assert.True(r is "System.Management.Automation" or "netstandard" or "PostHogPS.Domain", r));
    }

    [Fact]
    public void Import_loads_no_engine()
    {
        // In a process of its own: in this one another test may have used the engine already.
        ProcessResult result = Pwsh.RunLine(null, $$"""
            function Get-Loaded { [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name } }
            # Depending on its cache the shell loads these by itself, and they need System.Text.Json.
            Import-Module Microsoft.PowerShell.Utility, Microsoft.PowerShell.Management
            $before = Get-Loaded
            Import-Module '{{StagedModule.Manifest}}' -ErrorAction Stop
            Get-Loaded | Where-Object { $_ -notin $before }
            """);
        Assert.True(result.ExitCode == 0, result.Output);
        string[] loaded = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Contains("PostHogPS", loaded);
        Assert.DoesNotContain(loaded, n => n.StartsWith("PostHogPS.", StringComparison.Ordinal) && n != "PostHogPS.Domain");
        Assert.DoesNotContain(loaded, n => n is "System.Net.Http" or "System.Text.Json" || n.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal));
    }
}
