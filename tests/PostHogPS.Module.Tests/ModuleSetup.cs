using System.Runtime.CompilerServices;
using PostHogPS.TestHost;

namespace PostHogPS.Module.Tests;

internal static class ModuleSetup
{
    // Before Main, and so before the test framework looks at the first type that mentions PostHogPS.
#pragma warning disable CA2255 // A test program is an application; nobody references it.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void UseStagedModule() => StagedModule.ResolveModuleTypes();
}
