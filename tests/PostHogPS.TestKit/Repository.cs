using System;
using System.Linq;
using System.Reflection;

namespace PostHogPS.TestKit;

/// <summary>The clone that the tests were built from.</summary>
public static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(a => a.Key == "RepositoryRoot")?.Value ?? throw new InvalidOperationException("The build did not record the folder of the repository.");
}
