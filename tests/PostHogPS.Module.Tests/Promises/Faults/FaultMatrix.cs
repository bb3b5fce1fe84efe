using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Faults;

/// <summary>Every command that talks to the server through every fault: run once, side by side, for all tests that look at it.</summary>
public sealed class FaultMatrix : IAsyncLifetime
{
    // Most of a cell is waiting for a socket; more at once than this and the shells wait for each other.
    private const int SideBySide = 4;

    private readonly ConcurrentDictionary<string, IReadOnlyList<Cell>> _cells = new();
    private readonly ConcurrentQueue<string> _unobserved = new();

    internal static IReadOnlyList<CmdletCase> Cases { get; } = [.. CmdletCases.All.Where(c => c.Sending != Sending.Nothing)];

    internal IReadOnlyList<Cell> All => [.. Cases.SelectMany(c => Of(c.Name))];

    /// <summary>Exceptions of tasks that nobody looked at.</summary>
    internal IReadOnlyCollection<string> Unobserved => _unobserved;

    /// <summary>Requests that reached a place whose certificate does not hold, and connections left open there.</summary>
    internal int Strays { get; private set; }

    internal IReadOnlyList<Cell> Of(string name) => _cells.TryGetValue(name, out IReadOnlyList<Cell>? cells) ? cells : [];

    public async ValueTask InitializeAsync()
    {
        TaskScheduler.UnobservedTaskException += Note;
        var queue = new ConcurrentQueue<CmdletCase>(Cases.OrderByDescending(c => c.Kind));
        await Task.WhenAll(Enumerable.Range(0, SideBySide).Select(_ => Task.Run(() => WorkAsync(queue)))).ConfigureAwait(false);
        // Exceptions nobody looked at are noticed when their tasks are collected.
        for (int i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        TaskScheduler.UnobservedTaskException -= Note;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task WorkAsync(ConcurrentQueue<CmdletCase> queue)
    {
        await using Places places = await Places.StartAsync().ConfigureAwait(false);
        while (queue.TryDequeue(out CmdletCase? driven))
        {
            await using var run = new CaseRun(driven, places);
            try
            {
                _cells[driven.Name] = await run.RunAsync().ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Whatever ends a case is that case's failure, and not all others'.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _cells[driven.Name] = [new Cell(driven, FaultCases.All[0]) { Wrong = { e.ToString() } }];
            }
        }

        foreach (FaultSource source in new[] { FaultSource.ExpiredCertificate, FaultSource.WrongHostName })
        {
            bool closed = await places.Of(source)!.Connections.NoneAsync(TimeSpan.FromMinutes(10)).ConfigureAwait(false);
            Strays += places.Of(source)!.Requests.Count + (closed ? 0 : 1);
        }
    }

    private void Note(object? sender, UnobservedTaskExceptionEventArgs e)
    {
        // The servers of the tests are not what is tested.
        string text = e.Exception.ToString();
        if (text.Contains("PostHogPS.", StringComparison.Ordinal) && !text.Contains("PostHogPS.Testing", StringComparison.Ordinal))
            _unobserved.Enqueue(text);
    }
}
