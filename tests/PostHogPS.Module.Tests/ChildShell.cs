using System;
using System.Diagnostics;
using System.IO;

namespace PostHogPS.Module.Tests;

internal sealed record ProcessResult(int ExitCode, string Output);

/// <summary>Runs a script in an embedded engine in a process of its own.</summary>
internal static class ChildShell
{
    internal static ProcessResult Run(string manifest, string script, params (string Name, string? Value)[] environment)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "PostHogPS.ChildShell.dll");
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, manifest, script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach ((string name, string? value) in environment)
            start.Environment[name] = value;
        return Run(start);
    }

    internal static ProcessResult Run(ProcessStartInfo start)
    {
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ProcessResult(process.ExitCode, output + errors.GetAwaiter().GetResult());
    }
}
