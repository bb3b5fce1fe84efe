using System;
using System.Collections.Generic;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Hosting;
using PostHogPS.Waiting;

namespace PostHogPS.Cmdlets.Waiting;

/// <summary>A server that is being restarted must not end a wait of hours: looks that fail for a long time do.</summary>
internal sealed class Outages
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly WorkingCmdlet _cmdlet;
    private readonly string _what;
    private readonly Dictionary<ItemKey, DateTimeOffset> _since = new();

    /// <summary>Makes one.</summary>
    /// <param name="cmdlet">The cmdlet that waits.</param>
    /// <param name="what">What it waits for, as the warning names it.</param>
    /// <param name="isOne">Whether it is a single thing.</param>
    internal Outages(WorkingCmdlet cmdlet, string what, bool isOne = false)
    {
        _cmdlet = cmdlet;
        _what = what + (isOne ? " is" : " are");
    }

    /// <summary>Looks at one thing: an export, or what has an id of its own. False when the server could not be asked just now, and may be a moment later.</summary>
    /// <param name="thing">What is looked at.</param>
    /// <param name="rhythm">Knows how much time is left.</param>
    /// <param name="look">The look.</param>
    internal bool TryLook(ItemKey thing, PollRhythm rhythm, Action look)
    {
        try
        {
            if (!_cmdlet.Within(rhythm.Left, look))
                return false;
            _since.Remove(thing);
            return true;
        }
        catch (PostHogApiException e) when (e.Kind is PostHogErrorKind.Server or PostHogErrorKind.Unreachable or PostHogErrorKind.Timeout or PostHogErrorKind.InvalidResponse)
        {
            DateTimeOffset now = ModuleClock.Current.UtcNow;
            if (!_since.TryGetValue(thing, out DateTimeOffset since))
            {
                _since[thing] = since = now;
                _cmdlet.WriteWarning($"PostHog does not say how the {_what}; the wait goes on. " + e.Message);
            }

            if (now - since < Patience)
                return false;
            throw;
        }
    }
}
