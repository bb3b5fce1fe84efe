using System.Linq;
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
        foreach (System.Type type in typeof(StandInCmdlets).Assembly.GetTypes())
        {
            if (type.GetCustomAttribute<CmdletAttribute>() is not { } cmdlet)
                continue;

            string name = cmdlet.VerbName + "-" + cmdlet.NounName;
            state.Commands.Add(new SessionStateCmdletEntry(name, type, null));
            foreach (string alias in type.GetCustomAttributes<AliasAttribute>().SelectMany(a => a.AliasNames))
                state.Commands.Add(new SessionStateAliasEntry(alias, name));
        }
    }
}
