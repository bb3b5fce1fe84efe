using System;
using System.Diagnostics;
using System.Management.Automation;
using System.Threading;
using PostHogPS.Text;

namespace PostHogPS.Cmdlets.Execution;

/// <summary>Progress that stays silent for two seconds, moves at most twice a second, and always ends.</summary>
internal sealed class ProgressLine : IDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(500);
    private static int _ids = 0x50480000;

    private readonly PSCmdlet _cmdlet;
    private readonly string _activity;
    private readonly int _id = Interlocked.Increment(ref _ids);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _last = TimeSpan.MinValue;
    private bool _shown;

    internal ProgressLine(PSCmdlet cmdlet, string activity)
    {
        _cmdlet = cmdlet;
        _activity = MessageText.Name(activity);
    }

    internal void Update(string status, double? percent = null, TimeSpan? left = null)
    {
        TimeSpan now = _watch.Elapsed;
        if (now < Silence || (_shown && now - _last < Least))
            return;
        _last = now;
        _shown = true;
        _cmdlet.WriteProgress(new ProgressRecord(_id, _activity, status.Length == 0 ? " " : MessageText.Clean(status))
        {
            PercentComplete = percent is { } p ? (int)Math.Min(100, Math.Max(0, p)) : -1,
            SecondsRemaining = left is { } l ? (int)l.TotalSeconds : -1,
        });
    }

    public void Dispose()
    {
        if (!_shown || _cmdlet.Stopping)
            return;
        _shown = false;
        _cmdlet.WriteProgress(new ProgressRecord(_id, _activity, "done") { RecordType = ProgressRecordType.Completed });
    }
}
