using System;
using System.Diagnostics;
using PostHogPS.Reading;

namespace PostHogPS.Cmdlets.Execution;

/// <summary>
/// What a cmdlet reads side by side: sources are added as they come through the pipeline, and what they give is written in
/// their order, as soon as it is there.
/// </summary>
/// <typeparam name="TSource">What is read.</typeparam>
/// <typeparam name="TItem">What it gives.</typeparam>
internal sealed class SideBySide<TSource, TItem> : IDisposable
{
    // A pipeline that brings its objects one by one in its own time gets the results of each at once.
    private static readonly TimeSpan SlowInput = TimeSpan.FromMilliseconds(300);

    private readonly TaskPump _pump;
    private readonly SideBySideReader<TSource, TItem> _reader;
    private readonly Action<TSource, TItem> _write;
    private readonly Func<bool> _isFull;
    private readonly Stopwatch _outside = new();
    private bool _hasEnded;

    /// <param name="pump">Shows what the work says meanwhile.</param>
    /// <param name="plan">How the sources are read.</param>
    /// <param name="write">Writes an item of a source.</param>
    /// <param name="isFull">True when no more items are wanted.</param>
    internal SideBySide(TaskPump pump, SideBySidePlan<TSource, TItem> plan, Action<TSource, TItem> write, Func<bool> isFull)
    {
        _pump = pump;
        _reader = new SideBySideReader<TSource, TItem>(plan);
        _write = write;
        _isFull = isFull;
    }

    /// <summary>Adds a source at the end.</summary>
    internal void Add(TSource source)
    {
        if (!_hasEnded)
            _reader.Add(source);
    }

    /// <summary>At the end of a record of the pipeline: writes what is there, and waits only where enough is read ahead.</summary>
    internal void WriteReady()
    {
        if (_outside.IsRunning && _outside.Elapsed > SlowInput)
            WriteAll();
        else
            Write(ready: true);
        _outside.Restart();
    }

    /// <summary>Writes all that is left.</summary>
    internal void WriteAll() => Write(ready: false);

    /// <summary>Ends the work at once.</summary>
    public void Dispose()
    {
        _hasEnded = true;
        _reader.Dispose();
    }

    private void Write(bool ready)
    {
        bool isDone = false;
        try
        {
            while (!_hasEnded && _pump.Await(call => ready ? _reader.ReadReadyAsync(call) : _reader.ReadAsync(call)) is { } batch)
            {
                foreach ((TSource source, TItem item) in batch)
                {
                    _write(source, item);
                    if (_isFull())
                        return;
                }
            }

            isDone = true;
        }
        finally
        {
            // Whoever stops in the middle leaves no work behind.
            if (!isDone)
                Dispose();
            if (!isDone || !ready)
                _pump.EndProgress();
        }
    }
}
