using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;

namespace PostHogPS.Benchmarks;

/// <summary>Every sample is a process of its own, which prints one number unless it is timed from outside.</summary>
internal sealed class Child(string address)
{
    // Users' shells are compiled ahead. So is the copy of the .NET tool that the tests start, and an installed shell may be any tool.
    private static readonly string[] Pwsh = File.Exists(ToolFile()) ? [Dotnet, ToolFile()]
        : [Find("pwsh") ?? throw new FileNotFoundException("There is no pwsh: build tests/PostHogPS.Module.Tests, which makes one.")];

    /// <summary>The milliseconds that a script of PowerShell prints.</summary>
    internal double Script(string script) => Number(Pwsh[0], Arguments(script));

    /// <summary>The milliseconds that this program prints in another role.</summary>
    internal double Raw(params string[] arguments) => Number(Dotnet, [Path.Combine(AppContext.BaseDirectory, "PostHogPS.Benchmarks.dll"), .. arguments]);

    /// <summary>The milliseconds that a program prints.</summary>
    internal double Number(string program, params string[] arguments)
    {
        string output = Timed(program, arguments).Output;
        return double.TryParse(output.Trim().Split('\n')[^1].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw new InvalidOperationException("The sample gave no number:\n" + output);
    }

    /// <summary>A script of PowerShell from outside: to the first character it writes, and to its end.</summary>
    internal (double First, double End, string Output) TimedScript(string script) => Timed(Pwsh[0], Arguments(script));

    /// <summary>A program from outside: milliseconds to the first character it writes, and to its end.</summary>
    internal (double First, double End, string Output) Timed(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["POSTHOG_PERSONAL_API_KEY"] = "phx_benchmark";
        start.Environment["POSTHOG_HOST"] = address;
        start.Environment["POSTHOG_PROJECT_ID"] = "101";
        var watch = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        int first = process.StandardOutput.Read();
        double toFirst = watch.Elapsed.TotalMilliseconds;
        string output = (first < 0 ? "" : ((char)first).ToString()) + process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double toEnd = watch.Elapsed.TotalMilliseconds;
        return process.ExitCode == 0
            ? (toFirst, toEnd, output)
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}:\n{output}{errors.GetAwaiter().GetResult()}");
    }

    /// <summary>The shell by name, version and origin: "PowerShell 7.6.5 (installed)".</summary>
    internal string ShellVersion() =>
        Timed(Pwsh[0], [.. Pwsh.Skip(1), "--version"]).Output.Trim() + (Pwsh.Length == 1 ? " (installed)" : " (of the tests, compiled ahead)");

    /// <summary>A program by name and version: "node v20.1.0", "curl 8.0.1".</summary>
    internal string Version(string program)
    {
        string said = Timed(program, "--version").Output.Split('\n')[0].Trim();
        return said.StartsWith('v') ? program + " " + said : string.Join(' ', said.Split(' ').Take(2));
    }

    /// <summary>The program on the path, or null.</summary>
    internal static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))
        .FirstOrDefault(File.Exists);

    private static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static string ToolFile() => Path.Combine(
        typeof(Child).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(static a => a.Key == "PwshFolder").Value!,
        OperatingSystem.IsWindows() ? "win" : "unix",
        "pwsh.dll");

    private static string[] Arguments(string script) =>
        [.. Pwsh.Skip(1), "-NoProfile", "-NonInteractive", "-Command", "$ProgressPreference = 'SilentlyContinue'; $ErrorActionPreference = 'Stop'; " + script];
}
