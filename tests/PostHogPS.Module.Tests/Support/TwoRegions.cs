using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using PostHogPS.Hosting;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using PostHogPS.Testing;
using Xunit;

namespace PostHogPS.Module.Tests.Support;

/// <summary>
/// Two servers, as US and EU are: other projects, other ids, other numbers of integrations; one shell that is connected to both ($us, the
/// default, and $eu), and a folder for files.
/// </summary>
internal sealed class TwoRegions : IDisposable
{
    internal const int UsProject = 101;
    internal const int EuProject = 20202;

    private readonly TempFolder _folder = new();

    internal TwoRegions(string generation = "C", Action<SandboxOptions>? shape = null, params SandboxExport[] exports)
    {
        var clock = TestClock.Start();
        Us = Start(generation, 1, UsProject, clock, shape, exports);
        Eu = Start(generation, 2, EuProject, clock, null, []);
        Shell = Shell.Open(new ShellOptions { Width = 160, Variables = new Dictionary<string, object?> { ["ConfirmPreference"] = "None" } });
        ModuleClock.Use(Shell.Runspace, clock);
        Shell.Set("key", Bench.Secret(Bench.PlantedKey));
        Shell.Set("secret", Bench.Secret(Bench.PlantedSecret));
        Shell.Set("us", Us.Address.AbsoluteUri);
        Shell.Set("eu", Eu.Address.AbsoluteUri);
        Shell.Set("folder", Path("files"));
        Run("$eu = Connect-PostHog -ApiKey $key -HostUri $eu -Name eu -ProjectId 20202 -RouteFamily Projects -RateLimit None -SkipValidation -PassThru");
        Run("$us = Connect-PostHog -ApiKey $key -HostUri $us -Name us -ProjectId 101 -RouteFamily Projects -RateLimit None -SkipValidation -PassThru");
        Forget();
    }

    internal SandboxServer Us { get; }

    internal SandboxServer Eu { get; }

    internal Shell Shell { get; }

    /// <summary>Secrets of every name that a file may refer to.</summary>
    internal string AllSecrets(string folder = "files")
    {
        string[] names = [.. Files(folder).Values.SelectMany(text => Regex.Matches(text, "\"secret\": \"([^\"]+)\"").Select(m => m.Groups[1].Value))
            .Distinct()];
        return "@{ " + string.Join("; ", names.Select(name => $"'{name}' = $secret")) + " }";
    }

    internal string Path(string name) => System.IO.Path.Combine(_folder.Path, name);

    /// <summary>The files of exports by name, with their content.</summary>
    internal SortedDictionary<string, string> Files(string folder = "files") => new(
        Directory.GetFiles(Path(folder), "*.json").ToDictionary(file => System.IO.Path.GetFileName(file)!, File.ReadAllText), StringComparer.Ordinal);

    /// <summary>The same without what belongs to one project.</summary>
    internal SortedDictionary<string, string> PortableFiles(string folder) => new(
        Files(folder).ToDictionary(pair => pair.Key, pair => Regex.Replace(pair.Value, "  \"id\": \"[^\"]+\",\n", "")), StringComparer.Ordinal);

    /// <summary>Changes a file as a person would.</summary>
    internal void Edit(string file, string old, string replacement)
    {
        string path = Path(System.IO.Path.Combine("files", file)), text = File.ReadAllText(path);
        Xunit.Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    internal void Put(string file, string text)
    {
        Directory.CreateDirectory(Path("files"));
        File.WriteAllText(Path(System.IO.Path.Combine("files", file)), text);
    }

    /// <summary>Runs a line that must work.</summary>
    internal ShellResult Run(string script) => Shell.Run(script).Clean();

    /// <summary>Runs a line that must fail with this error id.</summary>
    internal ShellResult Fail(string errorId, string script)
    {
        ShellResult result = Shell.Run(script);
        Xunit.Assert.NotEmpty(result.Errors);
        Xunit.Assert.All(result.Errors, error => Xunit.Assert.Equal(errorId, error.FullyQualifiedErrorId.Split(',')[0]));
        return result;
    }

    /// <summary>Runs a line that writes files twice; the second run must touch none of them and write no other.</summary>
    internal void CheckSecondRunTouchesNoFile(string script)
    {
        Run(script);
        DateTime then = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        string[] files = Directory.GetFiles(Path("files"), "*", SearchOption.AllDirectories);
        foreach (string file in files)
            File.SetLastWriteTimeUtc(file, then);
        Run(script);
        Assert.All(files, file => Assert.Equal(then, File.GetLastWriteTimeUtc(file)));
        Assert.Equal(files.Length, Directory.GetFiles(Path("files"), "*", SearchOption.AllDirectories).Length);
    }

    internal void Forget()
    {
        Us.Requests.Clear();
        Eu.Requests.Clear();
    }

    internal static IReadOnlyList<string> Writes(SandboxServer server) =>
        [.. server.Requests.All.Where(r => r.Method != "GET").Select(r => r.Method + " " + r.PathAndQuery)];

    internal static int Count(SandboxServer server) => server.Requests.All.Count;

    public void Dispose()
    {
        Shell.Dispose();
        _folder.Dispose();
        Us.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Eu.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static SandboxServer Start(string generation, int seed, int project, TestClock clock, Action<SandboxOptions>? shape, SandboxExport[] exports)
    {
        var options = new SandboxServerOptions();
        options.Sandbox.Generation = generation;
        options.Sandbox.Seed = seed;
        options.Sandbox.Time = new ShiftedTime(clock, TimeSpan.Zero);
        options.Sandbox.StrictBodies = true;
        options.Sandbox.BurstLimit = options.Sandbox.SustainedLimit = 0;
        var world = new SandboxProject { Id = project, Name = "Project " + project };
        foreach (SandboxExport export in exports)
            world.Exports.Add(export);
        options.Sandbox.Projects.Add(world);
        shape?.Invoke(options.Sandbox);
        return SandboxServer.StartAsync(options).GetAwaiter().GetResult();
    }
}
