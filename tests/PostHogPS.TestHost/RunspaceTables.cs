using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace PostHogPS.TestHost;

/// <summary>What the module keeps for each runspace: its connections and its clock. A session that begins anew has none.</summary>
internal static class RunspaceTables
{
    private static readonly Lazy<Action<Runspace>[]> Tables = new(static () => [.. Find()]);

    internal static void Forget(Runspace runspace)
    {
        foreach (Action<Runspace> remove in Tables.Value)
            remove(runspace);
    }

    // Found and not listed, so that a table to come is not forgotten here.
    private static IEnumerable<Action<Runspace>> Find() =>
        from assembly in AppDomain.CurrentDomain.GetAssemblies()
        where assembly.GetName().Name == "PostHogPS"
        from type in assembly.GetTypes()
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where field.FieldType.IsGenericType && field.FieldType.GetGenericTypeDefinition() == typeof(ConditionalWeakTable<,>)
            && field.FieldType.GenericTypeArguments[0] == typeof(Runspace)
        select Remover(field.GetValue(null)!);

    private static Action<Runspace> Remover(object table)
    {
        Func<Runspace, bool> remove = table.GetType().GetMethod("Remove", [typeof(Runspace)])!.CreateDelegate<Func<Runspace, bool>>(table);
        return runspace => remove(runspace);
    }
}
