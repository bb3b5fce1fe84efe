using System.Management.Automation;

namespace PostHogPS.Formatting;

/// <summary>The members that the types file adds to objects. Public because PowerShell calls them; not meant for scripts.</summary>
public static class TypeMembers
{
    /// <summary>What tables and lists show of the object.</summary>
    public static object View(PSObject item) => new View(item);

    /// <summary>Fields of the answer that this version of the module does not know.</summary>
    public static object? AdditionalProperties(PSObject item) => (item?.BaseObject as ServerObject)?.AdditionalProperties;
}
