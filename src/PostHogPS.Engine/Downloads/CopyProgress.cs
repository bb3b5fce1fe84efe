using System;
using System.IO;
using System.Net.Http.Headers;

namespace PostHogPS.Engine.Downloads;

/// <summary>How far one copy is, over all the connections it took.</summary>
internal sealed class CopyProgress(long offset, string? tag, Action<long, long?, string?> begin, Stream target)
{
    private bool _begun;

    internal Stream Target => target;

    /// <summary>The next byte that is missing.</summary>
    internal long Position { get; private set; } = Strong(tag) is null ? 0 : offset;

    internal long? Total { get; private set; }

    /// <summary>The version of the file that the bytes so far are of.</summary>
    internal EntityTagHeaderValue? Tag { get; private set; } = Strong(tag);

    /// <summary>True once the caller was told where the copy begins: from then on it can only go on, not start over.</summary>
    internal bool HasBegun => _begun;

    /// <summary>The first byte is about to come.</summary>
    internal void Begin(long at, long? total, EntityTagHeaderValue? version)
    {
        if (_begun)
            return;
        _begun = true;
        Position = at;
        Total = total;
        Tag = version ?? (at > 0 ? Tag : null);
        begin(at, total, Tag is { IsWeak: false } strong ? strong.ToString() : null);
    }

    /// <summary>What is there belongs to another file.</summary>
    internal void StartOver()
    {
        Position = 0;
        Tag = null;
    }

    // A weak one says that two versions mean the same, not that their bytes are equal.
    private static EntityTagHeaderValue? Strong(string? tag) =>
        EntityTagHeaderValue.TryParse(tag, out EntityTagHeaderValue? parsed) && !parsed.IsWeak ? parsed : null;

    internal void Add(int bytes) => Position += bytes;
}
