using System;
using Xunit;

namespace PostHogPS.Module.Tests.Support;

/// <summary>Tests that change what the whole process shares (environment variables, loaded assemblies) run alone.</summary>
[CollectionDefinition(nameof(ProcessState), DisableParallelization = true)]
public sealed class ProcessState;

/// <summary>Sets environment variables and puts the old values back.</summary>
internal sealed class EnvironmentScope : IDisposable
{
    private readonly (string Name, string? Value)[] _before;

    internal EnvironmentScope(params (string Name, string? Value)[] variables)
    {
        _before = Array.ConvertAll(variables, v => (v.Name, Environment.GetEnvironmentVariable(v.Name)));
        foreach ((string name, string? value) in variables)
            Environment.SetEnvironmentVariable(name, value);
    }

    public void Dispose()
    {
        foreach ((string name, string? value) in _before)
            Environment.SetEnvironmentVariable(name, value);
    }
}
