using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Waiting;

/// <summary>Tolerates failing reads during a wait: a server restart must not end a wait of hours, only a long outage does.</summary>
internal sealed class Outages
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly string _what;
    private readonly Dictionary<ItemKey, DateTimeOffset> _since = new();

    /// <summary>Makes one.</summary>
    /// <param name="what">What it waits for, as the warning names it.</param>
    internal Outages(string what) => _what = what;

    /// <summary>Reads one thing that is waited for. False when the server could not be asked this time.</summary>
    /// <param name="thing">What is read.</param>
    /// <param name="rhythm">Knows how much time is left.</param>
    /// <param name="call">The work it belongs to.</param>
    /// <param name="look">The read.</param>
    internal async Task<bool> TryLookAsync(ItemKey thing, PollRhythm rhythm, CallContext call, Func<CallContext, Task> look)
    {
        try
        {
            if (!await call.WithinAsync(rhythm.Left, look).ConfigureAwait(false))
                return false;
            _since.Remove(thing);
            return true;
        }
        catch (PostHogApiException e) when (e.Kind is PostHogErrorKind.Server or PostHogErrorKind.Unreachable or PostHogErrorKind.Timeout or PostHogErrorKind.InvalidResponse)
        {
            DateTimeOffset now = call.Clock.UtcNow;
            if (!_since.TryGetValue(thing, out DateTimeOffset since))
            {
                _since[thing] = since = now;
                call.Warn($"The state of the {_what} could not be read; still waiting. " + e.Message);
            }

            if (now - since < Patience)
                return false;
            throw;
        }
    }
}
