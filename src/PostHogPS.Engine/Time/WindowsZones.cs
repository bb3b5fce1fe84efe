using System;
using System.Collections.Generic;
using System.IO;

namespace PostHogPS.Engine;

/// <summary>The table of WindowsZones.txt, read at the first question.</summary>
internal static class WindowsZones
{
    private static readonly Lazy<Dictionary<string, string>> Names = new(Read);

    internal static string? Find(string ianaName) => Names.Value.TryGetValue(ianaName, out string? name) ? name : null;

    private static Dictionary<string, string> Read()
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        using Stream? table = typeof(WindowsZones).Assembly.GetManifestResourceStream("WindowsZones.txt");
        if (table is null)
            return names;
        using var reader = new StreamReader(table);
        while (reader.ReadLine() is { } line)
        {
            int end = line.IndexOf('=');
            if (end <= 0 || line[0] == '#')
                continue;
            string windowsName = line.Substring(0, end);
            foreach (string ianaName in line.Substring(end + 1).Split(' '))
                names[ianaName] = windowsName;
        }

        return names;
    }
}
