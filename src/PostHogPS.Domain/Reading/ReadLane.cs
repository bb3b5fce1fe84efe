using System.Collections.Generic;
using PostHogPS.Contracts;

namespace PostHogPS.Reading;

/// <summary>The results and messages of one of several sources, in order, until it is its turn.</summary>
/// <typeparam name="T">Kind of the items.</typeparam>
internal sealed class ReadLane<T>
{
    // A batch of items, or a message.
    private readonly Queue<object> _entries = new();

    internal ReadLane(int number, object connection)
    {
        Number = number;
        Connection = connection;
    }

    internal int Number { get; }

    internal object Connection { get; }

    /// <summary>True when nothing more comes.</summary>
    internal bool HasEnded { get; set; }

    internal bool IsEmpty => _entries.Count == 0;

    internal void Add(IReadOnlyList<T> batch) => _entries.Enqueue(batch);

    internal void Add(EngineMessage message) => _entries.Enqueue(message);

    internal object Dequeue() => _entries.Dequeue();
}
