using PostHogPS.Hosting;
using PostHogPS.Module.Tests.Faults;
using PostHogPS.TestHost;

namespace PostHogPS.Module.Tests.Support;

/// <summary>Shells in which waiting takes no time. A sandbox that is connected to there runs on the same clock.</summary>
internal static class VirtualShell
{
    internal static Shell Open(ShellOptions? options = null)
    {
        Shell shell = Shell.Open(options);
        ModuleClock.Use(shell.Runspace, new VirtualClock());
        return shell;
    }
}
