using System;
using System.Diagnostics;

namespace PostHogPS.Cmdlets.Execution;

/// <summary>Counts a wait down on the progress line, so that a person sees that the command is alive and how long it takes.</summary>
internal sealed class WaitNotice
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly TimeSpan _length;

    internal WaitNotice(string text, TimeSpan length)
    {
        Text = text;
        _length = length;
    }

    internal string Text { get; }

    internal int SecondsRemaining => Math.Max(0, (int)Math.Ceiling((_length - _watch.Elapsed).TotalSeconds));
}
