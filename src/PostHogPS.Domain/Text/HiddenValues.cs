namespace PostHogPS.Text;

/// <summary>The secrets of a call. Most calls have none, so that nothing is made for them; safe from any thread.</summary>
internal sealed class HiddenValues
{
    private readonly object _adding = new();
    private volatile HiddenValue[] _values = [];

    internal bool IsEmpty => _values.Length == 0;

    internal void Add(HiddenValue value)
    {
        lock (_adding)
            _values = [.. _values, value];
    }

    /// <summary>The text without any of them.</summary>
    internal string Hide(string text)
    {
        foreach (HiddenValue value in _values)
            text = value.Hide(text);
        return text;
    }
}
