using System.Management.Automation;

namespace PostHogPS.Formatting;

/// <summary>The members that our types file names: PowerShell looks for them while it reads the file.</summary>
public static class TypeMembers
{
    public static object? View(PSObject item) => item;

    public static object? AdditionalProperties(PSObject item) => item;
}
