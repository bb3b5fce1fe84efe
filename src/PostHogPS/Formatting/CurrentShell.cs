using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace PostHogPS.Formatting;

/// <summary>The shell that formats an object right now: knows its screen and whether it shows colours.</summary>
internal static class CurrentShell
{
    private static readonly ConditionalWeakTable<Runspace, EngineIntrinsics> Known = new();

    /// <summary>Null on a thread without one.</summary>
    internal static EngineIntrinsics? Get()
    {
        if (Runspace.DefaultRunspace is not { } runspace)
            return null;
        if (Known.TryGetValue(runspace, out EngineIntrinsics? known))
            return known;
        // A property of an object does not know the shell that reads it, but a script that it runs does.
        EngineIntrinsics? found = ScriptBlock.Create("$ExecutionContext").Invoke().Select(static o => o?.BaseObject).OfType<EngineIntrinsics>()
            .FirstOrDefault();
        return found is null ? null : Known.GetValue(runspace, _ => found);
    }
}
