using System;
using System.IO;
using System.Linq;
using System.Reflection;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Loading;

/// <summary>What a session loaded before must not break the engine, nor the engine what comes after.</summary>
[Trait("Speed", "Slow")]
public sealed class IsolationTests
{
    private const string ListLoaded = """
        [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object {
            'LOADED ' + $_.GetName().Name + ' ' + $_.GetName().Version + ' ' + [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name
        }
        """;

    // One session that reads a list, for all that is asked of an ordinary one.
    private static readonly Lazy<ProcessResult> Ordinary = new(() => Pwsh.RunLine(StagedModule.Manifest, $$"""
        Connect-PostHog -Sandbox
        'EXPORTS ' + @(Get-PHBatchExport).Count
        {{ListLoaded}}
        'ENGINE ' + ([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'PostHogPS.Engine' }).Location
        'SHELL ' + [Environment]::Version.Major + ' ' + [Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier
        """));

    [Fact]
    public void Older_extensions_in_the_session_do_not_disturb_the_module()
    {
        string load = string.Join("\n", OldExtensions().Select(file => "$null = [Reflection.Assembly]::LoadFrom('" + file + "')"));
        ProcessResult result = Pwsh.RunLine(null, load + $"""

            $null = [Microsoft.Extensions.Http.HttpClientFactoryOptions]::new()
            Import-Module '{Path.GetFullPath(StagedModule.Manifest)}' -ErrorAction Stop
            Connect-PostHog -Sandbox -ErrorAction Stop
            'EXPORTS ' + @(Get-PHBatchExport -ErrorAction Stop).Count
            {ListLoaded}
            """);

        Assert.True(result.ExitCode == 0, result.Output);
        string[] lines = Lines(result);
        Assert.True(int.Parse(lines.Single(l => l.StartsWith("EXPORTS ", StringComparison.Ordinal))[8..], null) > 0);

        // The session's copy stays where it is, and the engine neither takes it nor loads one: on .NET it needs none.
        Assert.Contains("LOADED Microsoft.Extensions.Http " + OldVersion + ".0 Default", lines);
        Assert.Contains(lines, l => l.StartsWith("LOADED PostHogPS.Engine ", StringComparison.Ordinal) && l.EndsWith(" PostHogPS", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l =>
            l.StartsWith("LOADED Microsoft.Extensions.", StringComparison.Ordinal) && l.EndsWith(" PostHogPS", StringComparison.Ordinal));
    }

    [Fact]
    public void Engine_keeps_its_packages_out_of_the_sessions_context()
    {
        ProcessResult result = Ordinary.Value;
        Assert.True(result.ExitCode == 0, result.Output);
        string[] inDefault = [.. Lines(result).Where(l => l.EndsWith(" Default", StringComparison.Ordinal)).Select(l => l.Split(' ')[1])];
        string[] inOurs = [.. Lines(result).Where(l => l.EndsWith(" PostHogPS", StringComparison.Ordinal)).Select(l => l.Split(' ')[1])];

        Assert.Contains("PostHogPS", inDefault);
        Assert.Contains("PostHogPS.Loader", inDefault);
        Assert.DoesNotContain(inDefault, n => n.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal));
        Assert.Contains("PostHogPS.Engine", inOurs);
        Assert.Contains("PostHogPS.Sandbox", inOurs);
        Assert.DoesNotContain("PostHogPS", inOurs);
        Assert.DoesNotContain("System.Management.Automation", inOurs);
    }

    [Fact]
    public void System_assemblies_come_from_the_shell_when_it_has_them()
    {
        ProcessResult result = Ordinary.Value;
        string[] json = [.. Lines(result).Where(l => l.StartsWith("LOADED System.Text.Json ", StringComparison.Ordinal))];
        Assert.Single(json);
        Assert.EndsWith(" Default", json[0], StringComparison.Ordinal);
    }

    [Fact]
    public void System_assemblies_that_ship_have_the_version_that_the_loader_compares_with()
    {
        string folder = Path.Combine(StagedModule.Directory, "bin", "core");
        Type context = Assembly.LoadFrom(Path.GetFullPath(Path.Combine(folder, "PostHogPS.Loader.dll")))
            .GetType("PostHogPS.Loader.EngineLoadContext", throwOnError: true)!;
        var expected = (Version)context.GetField("OurSystem", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;

        string[] files = Directory.GetFiles(folder, "System.*.dll");

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Equal(expected, AssemblyName.GetAssemblyName(file).Version));
    }

    [Fact]
    public void Engine_compiled_ahead_is_taken_by_its_own_runtime_and_platform_only()
    {
        string folder = Directory.CreateTempSubdirectory("posthogps-ahead-").FullName;
        try
        {
            string ahead = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "win-x64")).FullName, "PostHogPS.Engine.dll");
            File.WriteAllText(ahead, "");
            string plain = Path.Combine(folder, "PostHogPS.Engine.dll");

            Assert.Equal(ahead, EngineFile(folder, 10, "win-x64"));
            Assert.Equal(plain, EngineFile(folder, 8, "win-x64"));
            Assert.Equal(plain, EngineFile(folder, 11, "win-x64"));
            Assert.Equal(plain, EngineFile(folder, 10, "linux-musl-x64"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Engine_that_runs_is_the_one_for_this_runtime_and_platform()
    {
        ProcessResult result = Ordinary.Value;

        Assert.True(result.ExitCode == 0, result.Output);
        string[] shell = Lines(result).Single(l => l.StartsWith("SHELL ", StringComparison.Ordinal)).Split(' ');
        string core = Path.Combine(Path.GetFullPath(StagedModule.Directory), "bin", "core");
        Assert.Contains("ENGINE " + EngineFile(core, int.Parse(shell[1], null), shell[2]), Lines(result));
    }

    private static string EngineFile(string folder, int runtime, string platform) =>
        (string)Assembly.LoadFrom(Path.GetFullPath(Path.Combine(StagedModule.Directory, "bin", "core", "PostHogPS.Loader.dll")))
            .GetType("PostHogPS.Loader.EngineLoader", throwOnError: true)!
            .GetMethod("EngineFile", BindingFlags.NonPublic | BindingFlags.Static)!
            .Invoke(null, [folder, runtime, platform])!;

    // In the order of their references: LoadFrom must find each one's dependencies loaded.
    private static readonly string[] OldPackages =
        ["primitives", "options", "dependencyinjection.abstractions", "dependencyinjection", "logging.abstractions", "logging", "http"];

    private static string OldVersion => Metadata("OldExtensionsVersion");

    private static string[] OldExtensions() =>
    [
        .. OldPackages
            .SelectMany(package => Directory.EnumerateFiles(Path.Combine(Metadata("OldExtensions") + package, OldVersion, "lib", "netstandard2.0"), "*.dll")),
    ];

    private static string Metadata(string key) =>
        typeof(IsolationTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;

    private static string[] Lines(ProcessResult result) =>
        result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
