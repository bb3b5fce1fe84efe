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
                throw new ArgumentException("Not understood: " + string.Join(' ', arguments));
        }
    }

    internal static int ShowUsage()
    {
        Console.WriteLine(Usage);
        return 0;
    }
}
