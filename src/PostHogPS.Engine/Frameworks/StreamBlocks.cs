using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace PostHogPS.Engine.Frameworks;

/// <summary>Stream calls that .NET Framework has only with arrays and without tokens.</summary>
internal static class StreamBlocks
{
#if NET
    internal static Task<Stream> OpenAsync(this HttpContent content, CancellationToken cancellation) =>
        content.ReadAsStreamAsync(cancellation);

    internal static ValueTask<int> ReadBlockAsync(this Stream stream, byte[] block, int from, CancellationToken cancellation) =>
        stream.ReadAsync(System.MemoryExtensions.AsMemory(block, from), cancellation);

    internal static ValueTask WriteBlockAsync(this Stream stream, byte[] block, int from, int count, CancellationToken cancellation) =>
        stream.WriteAsync(System.MemoryExtensions.AsMemory(block, from, count), cancellation);
#else
    internal static Task<Stream> OpenAsync(this HttpContent content, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return content.ReadAsStreamAsync();
    }

    internal static Task<int> ReadBlockAsync(this Stream stream, byte[] block, int from, CancellationToken cancellation) =>
        stream.ReadAsync(block, from, block.Length - from, cancellation);

    internal static Task WriteBlockAsync(this Stream stream, byte[] block, int from, int count, CancellationToken cancellation) =>
        stream.WriteAsync(block, from, count, cancellation);
#endif
}
