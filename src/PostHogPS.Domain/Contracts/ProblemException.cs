using System;
using PostHogPS.Text;

namespace PostHogPS.Contracts;

/// <summary>
/// A failure that is known before anything was sent: what is wrong, its error id, what to type next.
/// Internal: scripts see only the error record made of it.
/// </summary>
internal sealed class ProblemException : Exception
{
    internal ProblemException(string id, ProblemCategory category, string message, string? advice = null)
        : base(MessageText.Clean(message))
    {
        Id = id;
        Category = category;
        Advice = advice;
    }

    /// <summary>The error id after <c>PostHog.</c>.</summary>
    internal string Id { get; }

    internal ProblemCategory Category { get; }

    /// <summary>The next command, or null.</summary>
    internal string? Advice { get; }

    /// <summary>True when no later item can succeed, so that the command ends.</summary>
    internal bool EndsCommand { get; set; }
}
