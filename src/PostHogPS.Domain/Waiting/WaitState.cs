namespace PostHogPS.Waiting;

/// <summary>How far a wait is.</summary>
internal readonly struct WaitState
{
    internal WaitState(string text, double done)
    {
        Text = text;
        Done = done;
    }

    internal string Text { get; }

    /// <summary>From 0 to 1.</summary>
    internal double Done { get; }
}
