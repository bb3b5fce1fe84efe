using System;
using System.Collections.Generic;
using System.Globalization;

namespace PostHogPS.Rows;

/// <summary>Names of columns as names of properties: each once, without regard to case, and none empty.</summary>
internal static class ColumnNames
{
    // Members that PowerShell gives every object.
    private static readonly string[] Taken = ["psobject", "psbase", "psadapted", "psextended", "pstypenames"];

    internal static IReadOnlyList<string> MakeDistinct(IReadOnlyList<string> columns)
    {
        var used = new HashSet<string>(Taken, StringComparer.OrdinalIgnoreCase);
        // What is unique keeps its name, also when an earlier duplicate would be numbered like it.
        var all = new HashSet<string>(columns, StringComparer.OrdinalIgnoreCase);
        var names = new List<string>(columns.Count);
        for (int i = 0; i < columns.Count; i++)
        {
            bool blank = string.IsNullOrWhiteSpace(columns[i]);
            string wanted = blank ? "Column" + Text(i + 1) : columns[i];
            string name = wanted;
            for (int n = 2; used.Contains(name) || ((blank || n > 2) && all.Contains(name)); n++)
                name = wanted + "_" + Text(n);
            used.Add(name);
            names.Add(name);
        }

        return names;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
