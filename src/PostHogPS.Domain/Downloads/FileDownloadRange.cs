using System;
using PostHogPS.Contracts;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Downloads;

/// <summary>The range of a file download: PostHog takes at most seven days, and none that end in the future.</summary>
internal sealed class FileDownloadRange
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    // (Get-Date).AddDays(-7) and (Get-Date) in one line are a moment more than a week apart.
    private static readonly TimeSpan Breath = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Moments = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LargestSkew = TimeSpan.FromHours(12);

    private readonly DateInput? _start;
    private readonly DateInput? _end;

    internal FileDownloadRange(DateInput? start, DateInput? end)
    {
        _start = start;
        _end = end;
    }

    /// <summary>True where it depends on what time it is.</summary>
    internal bool IsCounted => _start is not null && (_end is null || _end.IsRelative || _start.IsRelative);

    /// <summary>Refuses what is wrong whatever the server's clock says.</summary>
    internal void CheckAtAnyClock(DateTimeOffset now) => _ = At(now, LargestSkew);

    /// <summary>Its bounds; both null where none is given.</summary>
    internal (DateTimeOffset? Start, DateTimeOffset? End) At(DateTimeOffset now) => At(now, TimeSpan.Zero);

    private (DateTimeOffset?, DateTimeOffset?) At(DateTimeOffset now, TimeSpan skew)
    {
        // Both counted from now, or neither: then the clock does not matter.
        TimeSpan doubt = _start?.IsRelative == (_end?.IsRelative ?? true) ? TimeSpan.Zero : skew;
        DateTimeOffset? start = _start?.CountFrom(now).Instant;
        DateTimeOffset? end = _end?.CountFrom(now).Instant
            ?? (start is null ? null : now - start < Longest + Breath ? Earlier(now, start.Value + Longest) : now);
        if (start >= end + doubt)
            throw Problems.Validation($"-Start ({InstantText.FormatExact(start!.Value)}) is not before -End ({InstantText.FormatExact(end!.Value)}).");
        if (end > now + skew)
            throw Problems.Validation($"-End ({InstantText.FormatExact(end.Value)}) is in the future: the server's clock says {InstantText.FormatExact(now)}.",
                "-End now means now by the server's clock.");
        if (end - start > Longest && end - start < Longest + Moments)
            end = start + Longest;
        if (end - start > Longest + doubt)
            throw Problems.Validation($"PostHog exports at most seven days to files; the range has {(end - start)!.Value.TotalDays:0.##}.",
                "Start one download for each week.");
        return (start, end);
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
