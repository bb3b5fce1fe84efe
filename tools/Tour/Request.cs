using System;
using System.IO;

namespace PostHogPS.Tour;

internal enum RequestKind
{
    Tour,
    Command,
    Interactive,
    Help,
}

/// <summary>What the reader asked for.</summary>
internal sealed record Request(RequestKind Kind, string Command = "")
{
    internal const string Usage = """
        dotnet run --project tools/Tour                         the main job, shown step by step
        dotnet run --project tools/Tour -- -Command '<line>'    one line of PowerShell
        dotnet run --project tools/Tour -- -Interactive         a prompt

        All three start with the module imported and connected to the sandbox, a PostHog that lives in memory.
        A line of your own may connect elsewhere: Connect-PostHog -Region EU -ApiKey (Read-Host -AsSecureString)
        """;

    internal static Request Parse(string[] arguments)
    {
        if (arguments.Length == 0)
            return new Request(RequestKind.Tour);

        switch (arguments[0].TrimStart('-', '/').ToUpperInvariant())
        {
            case "COMMAND" or "C" when arguments.Length > 1:
                return new Request(RequestKind.Command, string.Join(' ', arguments[1..]));
            case "INTERACTIVE" or "I" when arguments.Length == 1:
                return new Request(RequestKind.Interactive);
            case "HELP" or "H" or "?":
                return new Request(RequestKind.Help);
            default:
                throw new ArgumentException("Unknown arguments: " + string.Join(' ', arguments));
        }
    }

    /// <summary>The command line of a pwsh that does it.</summary>
    /// <param name="scripts">The folder of Tour.ps1 and Prompt.ps1.</param>
    /// <param name="manifest">The staged module.</param>
    /// <param name="readLine">PSReadLine's manifest; null without a terminal.</param>
    internal string[] Arguments(string scripts, string manifest, string? readLine)
    {
        // Windows runs no scripts unless it is told to.
        string[] shell = ["-NoLogo", "-NoProfile", "-ExecutionPolicy", "Bypass"];
        string connect = "Import-Module '" + manifest.Replace("'", "''", StringComparison.Ordinal) + "' -ErrorAction Stop; Connect-PostHog -Sandbox -ErrorAction Stop; ";
        return Kind switch
        {
            RequestKind.Command => [.. shell, "-Command", connect + Command],
            RequestKind.Interactive => [.. shell, "-NoExit", "-File", Path.Combine(scripts, "Prompt.ps1"), manifest, .. readLine is null ? Array.Empty<string>() : [readLine]],
            _ => [.. shell, "-File", Path.Combine(scripts, "Tour.ps1"), manifest],
        };
    }
}
