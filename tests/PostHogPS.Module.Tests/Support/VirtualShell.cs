using PostHogPS.Hosting;
using PostHogPS.TestHost;
using PostHogPS.Testing;

namespace PostHogPS.Module.Tests.Support;

/// <summary>Shells in which waiting takes no time. A sandbox that is connected to there runs on the same clock, $clock.</summary>
internal static class VirtualShell
{
    internal static Shell Open(ShellOptions? options = null)
    {
        Shell shell = Shell.Open(options);
        var clock = TestClock.Start();
        ModuleClock.Use(shell.Runspace, clock);
        shell.Set("clock", clock);
        return shell;
    }
}
