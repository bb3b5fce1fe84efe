using System;
using System.IO;
using System.Net.Http.Headers;

namespace PostHogPS.Engine;

/// <summary>How far one copy is, over all the connections it took.</summary>
internal sealed class CopyProgress(long offset, Action<long, long?> begin, Stream target)
{
    private bool _begun;

    internal Stream Target => target;

    /// <summary>The next byte that is missing.</summary>
    internal long Position { get; private set; } = offset;

    internal long? Total { get; private set; }

    internal EntityTagHeaderValue? Tag { get; set; }

    /// <summary>True once the caller was told where the copy begins: from then on it can only go on, not start over.</summary>
    internal bool HasBegun => _begun;

    internal bool IsWhole => Total is { } total && Position >= total;

    internal void Begin(long at, long? total)
    {
        if (_begun)
            return;
        _begun = true;
        Position = at;
        Total = total;
        begin(at, total);
    }

    internal void StartOver() => Position = 0;

    internal void Add(int bytes) => Position += bytes;
}
