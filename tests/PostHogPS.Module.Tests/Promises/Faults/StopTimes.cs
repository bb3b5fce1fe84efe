using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Faults;

/// <summary>How long it took from Ctrl+C to the end, for docs/reliability.md.</summary>
public sealed class StopTimes : IAsyncLifetime
{
    private const int FewCommands = 12;

    private readonly ConcurrentBag<(string State, string Command, TimeSpan Took)> _times = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Writes what was measured, when it is asked for. Nothing is held against the times.</summary>
    public ValueTask DisposeAsync()
    {
        if (ReliabilityPage.IsWanted && !_times.IsEmpty)
            ReliabilityPage.Write(ReliabilityPage.Stops, Table());
        return ValueTask.CompletedTask;
    }

    internal void Add(string state, string command, TimeSpan took) => _times.Add((state, command, took));

    private string Table()
    {
        var text = new StringBuilder("\n").Append(ReliabilityPage.Machine("UPDATE_DOCS=1 dotnet test"))
            .Append("\n\n| While | Stops | Median | Longest | Commands |\n|--|--|--|--|--|\n");
        foreach (IGrouping<string, (string State, string Command, TimeSpan Took)> state in _times.GroupBy(t => t.State)
            .OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            List<double> sorted = [.. state.Select(t => t.Took.TotalMilliseconds).Order()];
            string[] commands = [.. state.Select(t => $"`{t.Command}`").Distinct().Order(StringComparer.Ordinal)];
            string which = commands.Length > FewCommands ? $"{commands.Length}, every one of the table above to which it can happen"
                : string.Join(", ", commands);
            text.Append(CultureInfo.InvariantCulture, $"| {state.Key} | {sorted.Count} | {sorted[sorted.Count / 2]:0} ms | {sorted[^1]:0} ms | {which} |\n");
        }

        return text.Append('\n').ToString();
    }
}
