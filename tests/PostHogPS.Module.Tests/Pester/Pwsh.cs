using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace PostHogPS.Module.Tests.Pester;

/// <summary>The pwsh on the path, when there is one that can run the Pester suite.</summary>
internal static class Pwsh
{
    private static readonly Lazy<string?> Reason = new(Examine);
    private static readonly string? Program = Find();

    /// <summary>Why the suite cannot run here; null when it can.</summary>
    internal static string? WhyNot => Reason.Value;

    /// <summary>True when there is a pwsh, with Pester or without.</summary>
    internal static bool Exists => Program is not null;

    internal static ProcessResult Run(params string[] arguments) => Run(new Dictionary<string, string>(), arguments);

    internal static ProcessResult Run(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = new(Program!, ["-NoProfile", "-NonInteractive", .. arguments]);
        // Set for this process by the SDK; a pwsh with its own runtime would trip over it.
        start.Environment.Remove("MSBuildSDKsPath");
        return ChildProcess.Run(start, own: environment);
    }

    private static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh"))
            .FirstOrDefault(File.Exists);

    private static string? Examine()
    {
        if (Program is null)
            return "There is no pwsh on the path; the Pester suite needs PowerShell 7.4 or newer.";

        ProcessResult result = Run("-Command",
            "$p = Get-Module -ListAvailable Pester | Sort-Object Version | Select-Object -Last 1; \"$($PSVersionTable.PSVersion.Major).$($PSVersionTable.PSVersion.Minor) $($p.Version.Major)\"");
        string[] words = result.Output.Trim().Split(' ');
        if (result.ExitCode != 0 || !Version.TryParse(words[0], out Version? shell))
            return "The pwsh on the path does not start: " + result.Output.Trim();
        if (shell < new Version(7, 4))
            return "The pwsh on the path is " + shell + "; the module needs 7.4 or newer.";
        if (words.Length < 2 || !int.TryParse(words[1], out int pester) || pester < 5)
            return "The pwsh on the path has no Pester 5 or newer: Install-PSResource Pester";
        return null;
    }
}
