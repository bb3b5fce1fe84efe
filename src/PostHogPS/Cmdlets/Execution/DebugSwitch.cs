using System;
using System.Management.Automation;
using System.Reflection;

namespace PostHogPS.Cmdlets.Execution;

/// <summary>
/// What -Debug does to a cmdlet. The shell keeps its preferences in the runtime object of the command, which has no public way
/// to them; a shell that keeps them elsewhere behaves as it always did.
/// </summary>
internal static class DebugSwitch
{
    private const BindingFlags Inner = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    /// <summary>Debug lines are shown, and everything else is as without -Debug.</summary>
    internal static void KeepFromAsking(ICommandRuntime runtime)
    {
        Type type = runtime.GetType();
        PropertyInfo? shows = type.GetProperty("DebugPreference", Inner);
        PropertyInfo? asks = type.GetProperty("Debug", Inner);
        if (shows is not { CanWrite: true } || shows.PropertyType != typeof(ActionPreference) || asks is not { CanWrite: true })
            return;
        shows.SetValue(runtime, ActionPreference.Continue);
        asks.SetValue(runtime, asks.PropertyType == typeof(bool) ? false : (object)default(SwitchParameter));
    }
}
