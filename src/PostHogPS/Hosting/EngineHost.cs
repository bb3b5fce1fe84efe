using System;
using System.IO;
using System.Reflection;
using System.Threading;
using PostHogPS.Contracts;
using PostHogPS.Schedule;

namespace PostHogPS.Hosting;

/// <summary>
/// The engine of this process, loaded at the first API call. PowerShell 7 gets it in a load context of its own,
/// Windows PowerShell through <see cref="DesktopResolver"/>.
/// </summary>
internal static class EngineHost
{
    private static readonly object Gate = new();
    private static IPostHogEngine? _engine;

    internal static IPostHogEngine Engine
    {
        get
        {
            if (Volatile.Read(ref _engine) is { } loaded)
                return loaded;

            // A failed attempt is not remembered: the user may put the missing file back and try again.
            lock (Gate)
                return _engine ??= Load();
        }
    }

    /// <summary>Reads JSON files.</summary>
    internal static IJsonFileReader FileReader => (IJsonFileReader)Engine;

    /// <summary>A connection whose session the engine opens at the first call.</summary>
    internal static PostHogConnection NewConnection(string name, ConnectionSettings settings, string project)
    {
        // .NET Framework knows Windows names only; the engine brings the table.
        Timezones.Others ??= static name => Engine.FindTimezone(name);
        return new PostHogConnection(name, settings, project, ModuleClock.Current, static opened => Engine.Open(opened));
    }

    /// <summary>Windows PowerShell runs on .NET Framework, whose core library has kept its old name.</summary>
    private static bool IsDesktop => typeof(object).Assembly.GetName().Name == "mscorlib";

    private static IPostHogEngine Load()
    {
        string bin = Path.GetDirectoryName(typeof(EngineHost).Assembly.Location)!;
        return IsDesktop ? LoadDesktop(Path.Combine(bin, "desktop")) : LoadCore(Path.Combine(bin, "core"));
    }

    private static IPostHogEngine LoadCore(string directory)
    {
        Require(directory, "PostHogPS.Engine.dll");
        Assembly loader = Assembly.LoadFrom(Require(directory, "PostHogPS.Loader.dll"));
        MethodInfo create = loader.GetType("PostHogPS.Loader.EngineLoader", throwOnError: true)!.GetMethod("Create")!;

        // A delegate, not Invoke: failures arrive as they were thrown, not wrapped.
        var call = (Func<string, object>)create.CreateDelegate(typeof(Func<string, object>));
        return (IPostHogEngine)call(directory);
    }

    private static IPostHogEngine LoadDesktop(string directory)
    {
        string file = Require(directory, "PostHogPS.Engine.dll");
        DesktopResolver.Register(directory);
        Assembly engine = Assembly.LoadFrom(file);
        try
        {
            return (IPostHogEngine)Activator.CreateInstance(engine.GetType("PostHogPS.Engine.EngineEntry", throwOnError: true)!);
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            throw e.InnerException;
        }
    }

    private static string Require(string directory, string name)
    {
        string file = Path.Combine(directory, name);
        if (File.Exists(file))
            return file;

        throw new FileNotFoundException(
            "This copy of PostHogPS is not complete: '" + file + "' is missing. Install it again with"
            + " 'Install-PSResource PostHogPS -Reinstall' (in a clone: 'dotnet build') and start a new session.",
            file);
    }
}
