using System;
using System.Net.Http;
using System.Reflection;
using PostHogPS.Contracts;

namespace PostHogPS.Engine.Sandbox;

/// <summary>
/// The in-memory server, found by name beside the engine and in its load context: it is loaded only when it is used.
/// </summary>
internal static class SandboxLink
{
    private const string AssemblyName = "PostHogPS.Sandbox";
    private const string FactoryName = "PostHogPS.Sandbox.SandboxFactory";

    internal static HttpMessageHandler Create(SandboxSettings settings, TimeProvider time) =>
        (HttpMessageHandler)Call("Create", settings.Seed, settings.Speed, settings.Generation, time);

    internal static DateTimeOffset Now(HttpMessageHandler sandbox) => ((TimeProvider)Call("ClockOf", sandbox)).GetUtcNow();

    private static object Call(string method, params object[] arguments)
    {
        try
        {
            MethodInfo found = Load().GetType(FactoryName, throwOnError: true)!
                .GetMethod(method, BindingFlags.Public | BindingFlags.Static) ?? throw new MissingMethodException(FactoryName, method);
            return found.Invoke(null, arguments)!;
        }
        catch (TargetInvocationException wrapped) when (wrapped.InnerException is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(wrapped.InnerException).Throw();
            throw;
        }
    }

    private static Assembly Load()
    {
        var name = new AssemblyName(AssemblyName);
#if NET
        System.Runtime.Loader.AssemblyLoadContext own =
            System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(typeof(SandboxLink).Assembly)
            ?? System.Runtime.Loader.AssemblyLoadContext.Default;
        return own.LoadFromAssemblyName(name);
#else
        return Assembly.Load(name);
#endif
    }
}
