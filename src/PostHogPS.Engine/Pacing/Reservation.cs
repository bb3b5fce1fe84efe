using System;
using System.Threading.Tasks;

namespace PostHogPS.Engine.Pacing;

/// <summary>The answer to a request that wants to be sent: a place, or what to wait for before it asks again.</summary>
internal readonly struct Reservation
{
    private Reservation(TimeSpan wait, Task? freed, int round)
    {
        Wait = wait;
        Freed = freed;
        Round = round;
    }

    /// <summary>True when it may be sent.</summary>
    internal bool IsPlace => Wait == TimeSpan.Zero && Freed is null;

    /// <summary>How long to wait; zero where it is not a matter of time.</summary>
    internal TimeSpan Wait { get; }

    /// <summary>Completed when another request has ended; null where there is no need to wait for that.</summary>
    internal Task? Freed { get; }

    /// <summary>How many slow starts had begun when it was sent.</summary>
    internal int Round { get; }

    internal static Reservation Of(int round) => new(TimeSpan.Zero, null, round);

    internal static Reservation After(TimeSpan wait) => new(wait, null, 0);

    internal static Reservation When(Task freed) => new(TimeSpan.Zero, freed, 0);
}
