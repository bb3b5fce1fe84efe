using System;
using System.Management.Automation;
using System.Reflection;

namespace PostHogPS.TestHost;

/// <summary>What the real cmdlets may use because they are PowerShell's own, reached by reflection.</summary>
internal static class Engine
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    /// <summary>Ends the upstream the way Select-Object -First does: an exception that only the engine may catch.</summary>
    internal static void StopUpstream(Cmdlet requester)
    {
        Type type = typeof(PSCmdlet).Assembly.GetType("System.Management.Automation.StopUpstreamCommandsException", throwOnError: true)!;
        throw (Exception)Activator.CreateInstance(type, Hidden, null, [requester], null)!;
    }

    /// <summary>Gives a formatting cmdlet its inner command.</summary>
    internal static void SetShape(PSCmdlet format, string shape)
    {
        Assembly engine = typeof(PSCmdlet).Assembly;
        const string Space = "Microsoft.PowerShell.Commands.Internal.Format.";
        Type shapes = engine.GetType(Space + "FormatShape", throwOnError: true)!;
        Type inner = engine.GetType(Space + "InnerFormatShapeCommand", throwOnError: true)!;
        object command = Activator.CreateInstance(inner, Hidden, null, [Enum.Parse(shapes, shape)], null)!;
        FieldInfo field = format.GetType().GetField("implementation", Hidden)
            ?? engine.GetType(Space + "FrontEndCommandBase", throwOnError: true)!.GetField("implementation", Hidden)!;
        field.SetValue(format, command);
    }
}
