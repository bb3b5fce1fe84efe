using System;

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
    /// <param name="manifest">The staged module.</param>
    /// <param name="tour">The script that shows the main job.</param>
    /// <param name="readLine">The module that edits lines and completes names at a prompt; null without a terminal.</param>
    internal string[] Arguments(string manifest, string tour, string? readLine)
    {
        string connect = Import(manifest) + "Connect-PostHog -Sandbox -ErrorAction Stop; ";
        // Typed lines stay in this session: a key may be among them.
        string edit = readLine is null ? "" : Import(readLine) + "Set-PSReadLineOption -HistorySaveStyle SaveNothing; ";
        // A clone may lie on a drive whose scripts Windows does not run.
        string[] shell = ["-NoLogo", "-NoProfile", "-ExecutionPolicy", "Bypass"];
        return Kind switch
        {
            RequestKind.Command => [.. shell, "-Command", connect + Command],
            RequestKind.Interactive => [.. shell, "-NoExit", "-Command", edit + connect + "Write-Host 'Connected to the sandbox, a PostHog in memory. Get-Command -Module PostHogPS lists the cmdlets; exit ends.' -ForegroundColor Green"],
            _ => [.. shell, "-File", tour, manifest],
        };
    }

    private static string Import(string module) => "Import-Module '" + module.Replace("'", "''", StringComparison.Ordinal) + "' -ErrorAction Stop; ";
}
