using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;

namespace PostHogPS.Module.Tests.Support;

internal sealed record ProcessResult(int ExitCode, string Output);

/// <summary>Programs that lie beside this one, run in processes of their own.</summary>
internal static class ChildProcess
{
    // A developer's own connection must not leak into what a test starts.
    internal static readonly string[] Foreign = ["POSTHOG_PERSONAL_API_KEY", "POSTHOG_API_KEY", "POSTHOG_HOST", "POSTHOG_PROJECT_ID"];

    // As for the tests themselves (Directory.Build.props); the count is hexadecimal here.
    private static readonly (string Name, string Value)[] Runtime =
        [("DOTNET_TieredPGO", "0"), ("DOTNET_gcConcurrent", "0"), ("DOTNET_TC_CallCountThreshold", "BB8")];

    internal static ProcessResult Run(string assembly, string[] arguments, string input = "") =>
        Run(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments]), input);

    /// <param name="start">What to start.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="own">Variables that the test itself wants there; null removes one.</param>
    internal static ProcessResult Run(ProcessStartInfo start, string input = "", IReadOnlyDictionary<string, string?>? own = null)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = start.RedirectStandardInput = true;
        foreach (string name in Foreign)
            start.Environment.Remove(name);
        // A shell of its own finds its modules by itself (ModuleSetup sets this for shells within this process).
        start.Environment.Remove("PSModulePath");
        foreach ((string name, string value) in Runtime)
            start.Environment[name] = value;
        foreach ((string name, string? value) in own ?? new Dictionary<string, string?>())
            start.Environment[name] = value;

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ProcessResult(process.ExitCode, output + errors.GetAwaiter().GetResult());
    }
}
