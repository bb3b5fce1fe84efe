using System;
using PostHogPS.TestHost;
using Xunit;

[assembly: AssemblyFixture(typeof(PostHogPS.Module.Tests.Support.AllShells))]

namespace PostHogPS.Module.Tests.Support;

/// <summary>Ends the sessions of all tests with the last one.</summary>
public sealed class AllShells : IDisposable
{
    public void Dispose() => ShellPool.EndAll();
}
