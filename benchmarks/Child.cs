using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

namespace PostHogPS.Benchmarks;

/// <summary>Every sample is a process of its own; the script prints one number.</summary>
internal sealed class Child(string address)
{
    private static readonly string? Pwsh = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh"))
        .FirstOrDefault(File.Exists);

    /// <summary>Whether there is a real pwsh; without one the embedded engine runs the scripts and has no Invoke-RestMethod.</summary>
    internal static bool HasPwsh => Pwsh is not null;

    internal double Script(string script) => Pwsh is null
        ? Run(Dotnet, Path.Combine(AppContext.BaseDirectory, "PostHogPS.ChildShell.dll"), "", script)
        : Run(Pwsh, "-NoProfile", "-NonInteractive", "-Command", "$ProgressPreference = 'SilentlyContinue'; " + script);

    /// <summary>This program again, in another role.</summary>
    internal double Raw(params string[] arguments) =>
        Run(Dotnet, [Path.Combine(AppContext.BaseDirectory, "PostHogPS.Benchmarks.dll"), .. arguments]);

    private static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private double Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["POSTHOG_PERSONAL_API_KEY"] = "phx_benchmark";
        start.Environment["POSTHOG_HOST"] = address;
        start.Environment["POSTHOG_PROJECT_ID"] = "101";
        using Process process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string last = output.Trim().Split('\n')[^1].Trim();
        return double.TryParse(last, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw new InvalidOperationException("The sample gave no number:\n" + output + errors.GetAwaiter().GetResult());
    }
}
