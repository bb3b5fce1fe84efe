using System;
using System.IO;
using System.Runtime.CompilerServices;
using PostHogPS.TestHost;

namespace PostHogPS.Module.Tests;

internal static class ModuleSetup
{
    // Before Main, and so before the test framework looks at the first type that mentions PostHogPS.
#pragma warning disable CA2255 // A test program is an application; nobody references it.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void UseStagedModule()
    {
        StagedModule.ResolveModuleTypes();
        // Once for all tests, so that those that need it run side by side: parallel workers find the module by its name, as
        // they do where it is installed, and a developer's own connection does not leak in.
        Environment.SetEnvironmentVariable("PSModulePath", Path.GetFullPath(Path.Combine(StagedModule.Directory, "..", "..")));
        foreach (string name in ChildProcess.Foreign)
            Environment.SetEnvironmentVariable(name, null);
        WaitForCompletions();
    }

    // No test depends on how fast the machine is. Apart, so that the module's types are looked for when they can be found.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WaitForCompletions() => PostHogPS.Completion.CompletionCache.AnswerTimeout = TimeSpan.FromSeconds(30);
}
