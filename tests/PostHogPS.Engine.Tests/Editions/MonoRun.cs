using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PostHogPS.Engine.Tests.Editions;

/// <summary>One run of the net472 program, under Mono, or under .NET Framework itself on Windows: what it printed, and what its server received.</summary>
public sealed class MonoRun : IDisposable
{
    private static readonly string? Mono =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(static folder => Path.Combine(folder, "mono")).FirstOrDefault(File.Exists);

    private readonly Lazy<(int Exit, string Output, string Errors)> _run;

    public MonoRun() => _run = new(() => Start(Server.Address));

    /// <summary>Why the program cannot run here; null when it can.</summary>
    internal static string? WhyNot { get; } = Examine();

    internal EditionServer Server { get; } = new();

    internal string Errors => "exit code " + _run.Value.Exit + "\n" + _run.Value.Errors;

    internal int ExitCode => _run.Value.Exit;

    internal static string Stage => Path.GetFullPath(Metadata("StagePath"));

    /// <summary>What a scenario printed, line by line.</summary>
    internal IReadOnlyList<string> Lines(string scenario) =>
    [
        .. _run.Value.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(l => l.StartsWith(scenario + "\t", StringComparison.Ordinal)).Select(l => l[(scenario.Length + 1)..].TrimEnd('\r')),
    ];

    public void Dispose() => Server.Dispose();

    private static (int Exit, string Output, string Errors) Start(Uri server) => Start([Metadata("FrameworkProgram"), Stage, server.AbsoluteUri]);

    private static (int Exit, string Output, string Errors) Start(string[] arguments)
    {
        string[] command = OperatingSystem.IsWindows() ? arguments : [Mono!, .. arguments];
        using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        using var guard = new Timer(_ => process.Kill(), null, TimeSpan.FromMinutes(30), Timeout.InfiniteTimeSpan);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    // The runtime alone is not enough: the facade that netstandard libraries are compiled against comes in another package.
    private static string? Examine()
    {
        if (OperatingSystem.IsWindows())
            return null;
        if (Mono is null)
            return "There is no mono on the path; the net472 engine is not run for real.";
        string home = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Mono))!, "lib", "mono", "4.5");
        return File.Exists(Path.Combine(home, "Facades", "netstandard.dll")) && File.Exists(Path.Combine(home, "System.Net.Http.dll"))
            ? null
            : "Mono's libraries are not complete (Debian: mono-devel); the net472 engine is not run for real.";
    }

    private static string Metadata(string key) =>
        typeof(MonoRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;
}
