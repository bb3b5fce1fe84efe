using System;
using PostHogPS.Sandbox.Options;

namespace PostHogPS.Module.Tests.Support;

/// <summary>Exports of a sandbox whose runs failed for some time and work again.</summary>
internal static class FailedExports
{
    /// <summary>Half a day before the time of a <see cref="Scene"/>, at a full hour.</summary>
    public static readonly DateTimeOffset OutageStart = Scene.Noon.AddMinutes(-20).AddHours(-12);

    /// <summary>Nine hours later.</summary>
    public static readonly DateTimeOffset OutageEnd = OutageStart.AddHours(9);

    /// <summary>An export whose runs failed during the outage.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="until">The end of the outage, where that is another one.</param>
    public static SandboxExport Outage(string name, DateTimeOffset? until = null) =>
        Where(name, start => start >= OutageStart && start < (until ?? OutageEnd));

    /// <summary>An export whose runs of some intervals failed.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="hasFailed">Told the start of an interval.</param>
    public static SandboxExport Where(string name, Func<DateTimeOffset, bool> hasFailed) => new()
    {
        Name = name,
        Past = (start, _) => hasFailed(start) ? SandboxResult.Failed("connection refused") : SandboxResult.Completed,
    };
}
