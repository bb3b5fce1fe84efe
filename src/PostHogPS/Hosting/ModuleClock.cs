using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using PostHogPS.Contracts;

namespace PostHogPS.Hosting;

/// <summary>The clock that waiting cmdlets use; tests put one here that they move by hand.</summary>
internal static class ModuleClock
{
    private static readonly IClock Real = SystemClock.Instance;
    private static readonly ConditionalWeakTable<Runspace, IClock> ByRunspace = new();
    private static IClock _shared = Real;

    /// <summary>The calling runspace's clock. Read it on the pipeline thread: workers have no runspace.</summary>
    internal static IClock Current
    {
        get => Runspace.DefaultRunspace is { } runspace && ByRunspace.TryGetValue(runspace, out IClock? own) ? own : _shared;
        set => _shared = value;
    }

    /// <summary>Real time again.</summary>
    internal static void Reset() => Current = Real;

    /// <summary>Gives one runspace a clock of its own, so that what runs beside it keeps the common one.</summary>
    internal static void Use(Runspace runspace, IClock clock) => ByRunspace.Add(runspace, clock);

    /// <summary>What the engine is to use; null for its own, which needs no adapter.</summary>
    internal static IClock? ForEngine => ReferenceEquals(Current, Real) ? null : Current;
}
