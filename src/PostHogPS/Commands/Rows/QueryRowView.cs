using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace PostHogPS.Commands;

/// <summary>
/// A table for the rows of a query. PowerShell shows more than four properties as a list where a type has no view, so a type
/// name is made from the columns, and a view for it is added to the runspace, once.
/// </summary>
internal static class QueryRowView
{
    private const int MostWithoutView = 4;

    // More columns than these do not fit into a window.
    private const int MostColumns = 12;

    private static readonly char[] Wildcards = ['*', '?', '[', ']'];
    private static readonly ConditionalWeakTable<Runspace, HashSet<string>> Tried = new();

    /// <summary>The type name that has a table of the columns; null where PowerShell's own choice is as good, or the shell refuses views.</summary>
    /// <param name="names">The columns.</param>
    /// <param name="first">The first row, which says what is a number.</param>
    /// <param name="shell">Runs commands in the shell of the caller.</param>
    internal static string? Find(IReadOnlyList<string> names, object?[] first, CommandInvocationIntrinsics shell)
    {
        // A view takes names with wildcards for patterns.
        if (names.Count is <= MostWithoutView or > MostColumns || names.Any(static name => name.IndexOfAny(Wildcards) >= 0)
            || Runspace.DefaultRunspace is not { } runspace)
            return null;
        string type = "PostHogPS.QueryRow#" + string.Join(",", names);
        return !Tried.GetOrCreateValue(runspace).Add(type)
            || TryAdd(runspace, new ExtendedTypeDefinition(type, [new FormatViewDefinition("QueryRow", Table(names, first))]), shell)
            ? type : null;
    }

    private static TableControl Table(IReadOnlyList<string> names, object?[] first)
    {
        TableControlBuilder table = TableControl.Create(outOfBand: false, autoSize: true, hideTableHeaders: false);
        for (int i = 0; i < names.Count; i++)
            table.AddHeader(i < first.Length && first[i] is long or double or decimal ? Alignment.Right : Alignment.Left, 0, names[i]);
        TableRowDefinitionBuilder row = table.StartRowDefinition(wrap: false, null, null);
        foreach (string name in names)
            row.AddPropertyColumn(name, Alignment.Undefined, null);
        return row.EndRowDefinition().EndTable();
    }

    // A restricted shell may not have the command, and another module's broken view fails it too: then rows stay a list.
    private static bool TryAdd(Runspace runspace, ExtendedTypeDefinition view, CommandInvocationIntrinsics shell)
    {
        try
        {
            runspace.InitialSessionState.Formats.Add(new SessionStateFormatEntry(view));
            shell.InvokeScript(@"Microsoft.PowerShell.Utility\Update-FormatData -ErrorAction Stop", useNewScope: true, PipelineResultTypes.None, null);
            return true;
        }
        catch (Exception e) when (e is RuntimeException or InvalidOperationException or NotSupportedException)
        {
            return false;
        }
    }
}
