using System;
using System.Collections.Generic;

namespace PostHogPS.Contracts;

/// <summary>What to list. The engine always sends an explicit window: without one the server looks back seven days only.</summary>
public sealed class RunQuery
{
    /// <summary>Lower bound, inclusive: creation time, or the interval's start with <see cref="ByDataInterval"/>. Null: from the beginning.</summary>
    public DateTimeOffset? After { get; set; }

    /// <summary>Upper bound, inclusive: creation time, or the interval's end with <see cref="ByDataInterval"/>. Null: no bound.</summary>
    public DateTimeOffset? Before { get; set; }

    /// <summary>Filter and order by data interval instead of creation time.</summary>
    public bool ByDataInterval { get; set; }

    /// <summary>Oldest first instead of newest first.</summary>
    public bool Ascending { get; set; }

    /// <summary>
    /// Statuses to ask for; empty for all. Old servers ignore it, and answer unknown values with 400, which the engine meets by
    /// asking for all.
    /// </summary>
    public IList<string> Statuses { get; set; } = new List<string>();
}
