using System;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace PostHogPS.TestHost;

/// <summary>
/// The engine's package comes without the Utility, Management and Security modules. These small stand-ins let
/// pipelines and help examples run as written in it. They are never shipped, and no test is about them: what needs
/// the real cmdlets is tested under pwsh.
/// </summary>
internal static class StandInCmdlets
{
    internal static void AddTo(InitialSessionState state)
    {
        foreach (Type type in typeof(StandInCmdlets).Assembly.GetTypes())
        {
            // The usual aliases (select, sort, ft ...) are the engine's own already.
            if (type.GetCustomAttribute<CmdletAttribute>() is { } cmdlet)
                state.Commands.Add(new SessionStateCmdletEntry(cmdlet.VerbName + "-" + cmdlet.NounName, type, null));
        }
    }
}
