using System;
using System.Collections.Generic;
using System.Threading;
using PostHogPS.Contracts;

namespace PostHogPS.Cmdlets.Execution;

/// <summary>
/// The messages of a piece of work on their way to the pipeline thread. BlockingCollection does the same and spins before it
/// sleeps, which takes from the answer the processor that it needs: a third of a call's time on two of them.
/// </summary>
internal sealed class MessageQueue : IDisposable
{
    private readonly Queue<EngineMessage> _messages = new();
    private readonly CancellationToken _stop;
    private readonly CancellationTokenRegistration _waking;

    /// <param name="stop">Ends the wait for a message.</param>
    internal MessageQueue(CancellationToken stop)
    {
        _stop = stop;
        _waking = stop.Register(static queue => ((MessageQueue)queue!).Wake(), this);
    }

    /// <summary>Adds a message, from any thread. One that comes after the end of the work is dropped.</summary>
    internal void Add(EngineMessage message)
    {
        lock (_messages)
        {
            _messages.Enqueue(message);
            Monitor.Pulse(_messages);
        }
    }

    /// <summary>The next message; null when none has come for so many milliseconds.</summary>
    internal EngineMessage? Take(int milliseconds)
    {
        lock (_messages)
        {
            while (_messages.Count == 0)
            {
                _stop.ThrowIfCancellationRequested();
                if (!Monitor.Wait(_messages, milliseconds) && _messages.Count == 0)
                    return null;
            }

            _stop.ThrowIfCancellationRequested();
            return _messages.Dequeue();
        }
    }

    public void Dispose() => _waking.Dispose();

    private void Wake()
    {
        lock (_messages)
            Monitor.PulseAll(_messages);
    }
}
