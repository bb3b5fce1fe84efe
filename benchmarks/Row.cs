namespace PostHogPS.Benchmarks;

/// <summary>One row: what was measured, what it should be, what came out.</summary>
internal sealed record Row(string What, string Target, string Measured, bool IsMet);
