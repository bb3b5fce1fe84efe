using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;

namespace PostHogPS.Framework;

/// <summary>What got loaded, from where, and which questions the resolve handlers heard.</summary>
internal static class Loading
{
    private static readonly List<string> Asked = [];

    internal static void Watch() => AppDomain.CurrentDomain.AssemblyResolve += static (_, request) =>
    {
        Asked.Add(new AssemblyName(request.Name).Name!);
        return null;
    };

    internal static IEnumerable<string> Report()
    {
        yield return "runtime=" + RuntimeInformation.FrameworkDescription;
        yield return "core=" + typeof(object).Assembly.GetName().Name;
        foreach (Assembly one in AppDomain.CurrentDomain.GetAssemblies().Where(static a => a.GetName().Name!.StartsWith("PostHogPS", StringComparison.Ordinal)))
            yield return "file=" + one.GetName().Name + "=" + one.Location;
        foreach (string name in Asked.Distinct())
            yield return "asked=" + name;
    }
}
