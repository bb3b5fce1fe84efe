using System;
using System.Management.Automation;
using PostHogPS.Formatting;

namespace PostHogPS.Errors;

/// <summary>
/// A failure that is known before anything was sent: what is wrong, what it is called, what to type next.
/// Internal: scripts see only the error record made of it.
/// </summary>
internal sealed class CommandProblemException : Exception
{
    internal CommandProblemException(string id, ErrorCategory category, string message, string? advice = null)
        : base(MessageText.Clean(message))
    {
        Id = id;
        Category = category;
        Advice = advice;
    }

    /// <summary>The error id after <c>PostHog.</c>.</summary>
    internal string Id { get; }

    internal ErrorCategory Category { get; }

    /// <summary>The next command, or null.</summary>
    internal string? Advice { get; }

    /// <summary>True when no later item can do better, so that the command ends.</summary>
    internal bool EndsCommand { get; set; }
}
