using System;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace PostHogPS.Formatting;

/// <summary>Where colours are shown: the host must have them, and the person must not have declined ($PSStyle, NO_COLOR).</summary>
internal static class Colours
{
    /// <summary>In output that may be redirected to a file: without PSStyle (Windows PowerShell) nothing would remove the sequences.</summary>
    internal static bool InOutput(PSHost? host, SessionState session) =>
        host?.UI is { SupportsVirtualTerminal: true } && Rendering(session) is { } rendering && Wanted(rendering);

    /// <summary>In what is drawn on a screen that is known to be one.</summary>
    internal static bool OnScreen(SessionState session) => Wanted(Rendering(session) ?? "Host");

    // Ansi is asked for in the session itself, which says more than a variable that all programs read.
    private static bool Wanted(string rendering) => rendering switch
    {
        "PlainText" => false,
        "Ansi" => true,
        _ => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
    };

    private static string? Rendering(SessionState session) =>
        session.PSVariable.GetValue("PSStyle") is { } style ? PSObject.AsPSObject(style).Properties["OutputRendering"]?.Value?.ToString() : null;
}
