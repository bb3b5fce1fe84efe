using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Waiting;

/// <summary>Tolerates failing reads during a wait: a server restart must not end a wait of hours, only a long outage does.</summary>
internal sealed class ReadFailures
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);

    private readonly string _what;
    private readonly Dictionary<ItemKey, DateTimeOffset> _since = new();

    /// <summary>Makes one.</summary>
    /// <param name="what">What is waited for, as the warning names it.</param>
    internal ReadFailures(string what) => _what = what;

    /// <summary>Reads one thing that is waited for. False when the server could not be asked this time.</summary>
    /// <param name="item">What is read.</param>
    /// <param name="polls">Knows how much time is left.</param>
    /// <param name="call">The work it belongs to.</param>
    /// <param name="read">The read.</param>
    internal async Task<bool> TryReadAsync(ItemKey item, PollSchedule polls, CallContext call, Func<CallContext, Task> read)
    {
        try
        {
            if (!await call.WithinAsync(polls.Remaining, read).ConfigureAwait(false))
                return false;
            _since.Remove(item);
            return true;
        }
        catch (PostHogApiException e) when (e.Kind is PostHogErrorKind.Server or PostHogErrorKind.Unreachable or PostHogErrorKind.Timeout
            or PostHogErrorKind.InvalidResponse)
        {
            DateTimeOffset now = call.Clock.UtcNow;
            if (!_since.TryGetValue(item, out DateTimeOffset since))
            {
                _since[item] = since = now;
                call.Warn($"The state of the {_what} could not be read; still waiting. " + e.Message);
            }

            if (now - since < Tolerance)
                return false;
            throw;
        }
    }
}
