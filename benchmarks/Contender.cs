using System;

namespace PostHogPS.Benchmarks;

/// <summary>Somebody who does a job, or why nobody does it here.</summary>
/// <param name="Name">What a user would call it.</param>
/// <param name="Run">Does the job once and tells how long it took, in milliseconds; null where the machine lacks a part.</param>
/// <param name="Missing">The part that is lacking.</param>
/// <param name="Limit">How much of this contender's time ours may take; null where the comparison says nothing (another kind of process).</param>
internal sealed record Contender(string Name, Func<double>? Run, string? Missing = null, double? Limit = 1.0);
