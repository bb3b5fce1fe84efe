using System;

namespace PostHogPS.Contracts;

/// <summary>What a message is about.</summary>
public enum EngineMessageKind
{
    /// <summary>One line per request.</summary>
    Verbose,

    /// <summary>Headers and bodies, redacted.</summary>
    Debug,

    /// <summary>Something the user may want to act on.</summary>
    Warning,

    /// <summary>The engine begins to wait (rate limit, pacing, repeat): Wait says how long.</summary>
    Waiting,

    /// <summary>A line for a person.</summary>
    Information,

    /// <summary>How far the work is.</summary>
    Progress,

    /// <summary>The failure of one item.</summary>
    Error,

    /// <summary>A result.</summary>
    Result,

    /// <summary>Nothing to show: its sender waits until all messages before it have been handled.</summary>
    Flush,
}

/// <summary>A message of a piece of work.</summary>
public sealed class EngineMessage
{
    /// <summary>Makes a message.</summary>
    public EngineMessage(EngineMessageKind kind, string text, TimeSpan? wait)
    {
        Kind = kind;
        Text = text;
        Wait = wait;
    }

    /// <summary>Kind.</summary>
    public EngineMessageKind Kind { get; }

    /// <summary>Text, redacted.</summary>
    public string Text { get; }

    /// <summary>How long the engine is going to wait; of progress the time that is left.</summary>
    public TimeSpan? Wait { get; }

    /// <summary>The failure, of an error.</summary>
    internal Exception? Error { get; set; }

    /// <summary>The result, or what failed.</summary>
    internal object? Item { get; set; }

    /// <summary>The next command, of an error.</summary>
    internal string? Advice { get; set; }

    /// <summary>Shown once for the whole command.</summary>
    internal bool IsOnce { get; set; }

    /// <summary>Which work, of progress.</summary>
    internal Activity? Activity { get; set; }

    /// <summary>From 0 to 100, of progress; null where it is not known.</summary>
    internal double? Percent { get; set; }

    /// <summary>The same message of one of several things that are read at once.</summary>
    internal EngineMessage WithPrefix(string prefix) => new(Kind, prefix + Text, Wait) { Activity = Activity, Percent = Percent };
}
