using System;
using System.Buffers;
using System.Text;
using PostHogPS.Engine.Json;

namespace PostHogPS.Engine.Answers;

/// <summary>
/// The bytes of an answer, in an array that may be longer than they are. Pages are some hundred kilobytes each: a new array
/// for every one would be most of what a long list costs in memory, so the reader of a body returns its array.
/// </summary>
internal sealed class Body(byte[] array, int length, bool isLent = false)
{
    private byte[]? _array = array;

    internal static Body Empty { get; } = new([], 0);

    internal int Length => length;

    internal ReadOnlyMemory<byte> Memory => Array.AsMemory(0, length);

    internal ReadOnlySpan<byte> Span => Memory.Span;

    internal byte[] Array => _array ?? throw new ObjectDisposedException(nameof(Body));

    internal string Text => Encoding.UTF8.GetString(JsonText.SkipMark(Span).ToArray());

    /// <summary>Returns the array to the pool. Nobody may read the body afterwards; one that is not returned is garbage-collected.</summary>
    internal void Return()
    {
        byte[]? lent = _array;
        if (!isLent || lent is null)
            return;
        _array = null;
        ArrayPool<byte>.Shared.Return(lent);
    }
}
