using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Logs;

/// <summary>
/// What has been written already, for answers that overlap. Counts, since two entries may be alike in everything and both
/// must be shown.
/// </summary>
internal sealed class SeenEntries
{
    private readonly Dictionary<(DateTimeOffset, string?, string, string), int> _written = new();

    /// <summary>The entries of one answer that are new.</summary>
    internal List<BatchExportLogEntry> New(IEnumerable<BatchExportLogEntry> answer)
    {
        var fresh = new List<BatchExportLogEntry>();
        var inAnswer = new Dictionary<(DateTimeOffset, string?, string, string), int>();
        foreach (BatchExportLogEntry entry in answer)
        {
            (DateTimeOffset, string?, string, string) key = (entry.Timestamp, entry.InstanceId, entry.Level, entry.Message);
            inAnswer.TryGetValue(key, out int here);
            inAnswer[key] = ++here;
            _written.TryGetValue(key, out int written);
            if (here <= written)
                continue;
            _written[key] = written + 1;
            fresh.Add(entry);
        }

        return fresh;
    }

    /// <summary>Forgets what no later answer can hold.</summary>
    internal void Keep(Func<DateTimeOffset, bool> stillPossible)
    {
        foreach ((DateTimeOffset, string?, string, string) key in _written.Keys.Where(k => !stillPossible(k.Item1)).ToList())
            _written.Remove(key);
    }
}
