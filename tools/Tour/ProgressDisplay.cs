using System;
using System.Globalization;
using System.Management.Automation;

namespace PostHogPS.Tour;

/// <summary>Progress in place on a terminal; as a line now and then where there is none, so that a log stays readable.</summary>
internal sealed class ProgressDisplay(bool isTerminal, int width)
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private DateTime _lastLine = DateTime.MinValue;
    private string _lastText = "";
    private bool _isShown;

    internal void Show(ProgressRecord record)
    {
        lock (_gate)
        {
            if (record.RecordType == ProgressRecordType.Completed)
            {
                Erase();
                return;
            }

            string text = Text(record);
            if (isTerminal)
            {
                Erase();
                Console.Write(text.Length < width ? text : text[..(width - 1)]);
                _isShown = true;
            }
            else if (text != _lastText && DateTime.UtcNow - _lastLine >= BetweenLines)
            {
                Console.WriteLine(text);
                _lastText = text;
                _lastLine = DateTime.UtcNow;
            }
        }
    }

    internal void Clear()
    {
        lock (_gate)
            Erase();
    }

    private void Erase()
    {
        if (_isShown)
            Console.Write("\r\u001b[K");
        _isShown = false;
    }

    private static string Text(ProgressRecord record)
    {
        string percent = record.PercentComplete >= 0 ? string.Format(CultureInfo.InvariantCulture, "{0,3}% ", record.PercentComplete) : "";
        return "  " + percent + record.Activity + ": " + record.StatusDescription
            + (string.IsNullOrEmpty(record.CurrentOperation) ? "" : " - " + record.CurrentOperation);
    }
}
