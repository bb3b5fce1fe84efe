using System.Collections.Generic;

namespace PostHogPS.HelpTool;

/// <summary>First words for parameters that mean the same on every cmdlet. A page may say more after the first sentence.</summary>
internal static class StandardWords
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["Connection"] =
            """
            The connection to use: an object of `Connect-PostHog -PassThru` or `Get-PHConnection`, or a name.
            Default: the connection a piped object came from, else this runspace's default, else the one
            that the environment variables describe. One that contradicts a piped object is refused as
            `PostHog.ConnectionMismatch` before anything is sent.
            """,
        ["ProjectId"] =
            """
            The project: its number, a project object, or `'@current'` in quotes. Default: the project of the piped
            object, else the connection's. `Get-PHProject` shows the numbers.
            """,
        ["WhatIf"] = "Shows what would be done and where. Reads still happen, writes do not.",
        ["Confirm"] = "Asks before each change. In unattended scripts: `-Confirm:$false`.",
        ["First"] = "Gives only the first objects, counted over the complete pipeline and after all filters. No more pages are read than needed.",
        ["Skip"] = "Leaves out the first objects, counted over the complete pipeline and after all filters.",
        ["IncludeTotalCount"] = "Writes PowerShell's \"Unknown total count\" first: PostHog does not count what lies behind a filter.",
        ["Timeout"] =
            """
            Longest time to wait: a time span (`02:00:00`, `(New-TimeSpan -Minutes 30)`) or seconds. Default: no limit.
            When it is over there is one error `PostHog.WaitTimeout`; the work goes on in PostHog.
            """,
    };

    // Parameters of the same name that mean something else.
    private static readonly HashSet<(string Cmdlet, string Parameter)> Others =
        [("Connect-PostHog", "Timeout"), ("Copy-PHDashboard", "Skip"), ("Import-PHDashboard", "Skip")];

    /// <summary>The sentence that the text of a parameter begins with on each page; empty where a page is free.</summary>
    internal static string FirstSentence(string cmdlet, string parameter) =>
        Others.Contains((cmdlet, parameter)) ? "" : Of(parameter).Replace('\n', ' ').Split(". ")[0];

    internal static string Of(string parameter) => Words.TryGetValue(parameter, out string? words) ? words.ReplaceLineEndings("\n") : "";
}
