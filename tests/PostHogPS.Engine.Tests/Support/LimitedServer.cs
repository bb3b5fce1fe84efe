using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PostHogPS.Engine.Tests;

/// <summary>
/// The server's throttle (docs/server.md#rate-limits) and everything that it saw: sliding windows over what it accepted, refusals not
/// counted, the longer wait wins.
/// </summary>
internal sealed class LimitedServer(Func<DateTimeOffset> now, params (int Limit, TimeSpan Length)[] windows)
{
    private readonly object _gate = new();
    private readonly List<DateTimeOffset> _accepted = [];
    private readonly List<(string Who, string Line, DateTimeOffset At, TimeSpan? Wait)> _seen = [];

    public static (int Limit, TimeSpan Length)[] Cloud { get; } = [(480, TimeSpan.FromMinutes(1)), (4800, TimeSpan.FromHours(1))];

    public IReadOnlyList<(string Who, string Line, DateTimeOffset At, TimeSpan? Wait)> Seen
    {
        get
        {
            lock (_gate)
                return [.. _seen];
        }
    }

    public int Accepted => Seen.Count(static s => s.Wait is null);

    public int Refused => Seen.Count(static s => s.Wait is not null);

    /// <summary>Writes that were accepted more than once.</summary>
    public IEnumerable<string> Doubled => Seen.Where(static s => s.Wait is null && s.Line.StartsWith("POST ", StringComparison.Ordinal))
        .GroupBy(static s => s.Line).Where(static g => g.Count() > 1).Select(static g => g.Key);

    /// <summary>Requests of somebody who had been told to wait for longer.</summary>
    public IEnumerable<string> TooEarly(double tolerance = 1)
    {
        foreach (var group in Seen.GroupBy(static s => s.Who))
        {
            DateTimeOffset told = DateTimeOffset.MinValue;
            DateTimeOffset until = DateTimeOffset.MinValue;
            foreach ((_, string line, DateTimeOffset at, TimeSpan? wait) in group)
            {
                // At the very moment of the refusal others were on their way already.
                if (at > told && at < told + (until - told) * tolerance)
                    yield return line + " at " + at.ToString("O", CultureInfo.InvariantCulture);
                if (wait is { } w && at + w > until)
                    (told, until) = (at, at + w);
            }
        }
    }

    /// <summary>Requests that the key made elsewhere before.</summary>
    public void Use(int requests)
    {
        lock (_gate)
            _accepted.AddRange(Enumerable.Repeat(now(), requests));
    }

    /// <summary>The earliest end of a job of so many requests that never asks in vain.</summary>
    public TimeSpan Least(int requests)
    {
        List<DateTimeOffset> taken = [.. _accepted];
        DateTimeOffset begin = now();
        DateTimeOffset at = begin;
        for (int i = 0; i < requests; i++)
        {
            at += WaitAt(taken, at);
            taken.Add(at);
        }

        return at - begin;
    }

    /// <summary>Null when the request is let in, else the refusal.</summary>
    internal Reply? Judge(string who, string line)
    {
        lock (_gate)
        {
            DateTimeOffset at = now();
            TimeSpan wait = WaitAt(_accepted, at);
            TimeSpan? told = wait > TimeSpan.Zero ? TimeSpan.FromSeconds(Math.Ceiling(wait.TotalSeconds)) : null;
            _seen.Add((who, line, at, told));
            if (told is { } seconds)
                return Reply.Error(429, "throttled", "Request was throttled.", null,
                    "Retry-After: " + seconds.TotalSeconds.ToString(CultureInfo.InvariantCulture));
            _accepted.Add(at);
            return null;
        }
    }

    private TimeSpan WaitAt(List<DateTimeOffset> accepted, DateTimeOffset at) =>
        windows.Max(w => accepted.Count >= w.Limit && accepted[^w.Limit] + w.Length > at ? accepted[^w.Limit] + w.Length - at : TimeSpan.Zero);
}
