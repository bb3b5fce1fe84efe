using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace PostHogPS.Sandbox.Http;

/// <summary>A body on a bad line: it breaks off, or it comes drop by drop.</summary>
internal sealed class FaultyStream : Stream
{
    private readonly byte[] _body;
    private readonly int _end;
    private readonly bool _breaks;
    private readonly TimeSpan? _drip;
    private readonly TimeProvider _time;
    private int _at;

    public FaultyStream(SandboxResponse response, TimeProvider time)
    {
        _body = response.Body;
        _end = Math.Min(response.CutAfter ?? _body.Length, _body.Length);
        _breaks = response.CutAfter is not null || response.DeclaredLength > _body.Length;
        _drip = response.Drip;
        _time = time;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _at;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_at >= _end)
            return _breaks && count > 0 ? throw Lost() : 0;
        int length = Math.Min(count, Math.Min(_end - _at, _drip is null ? int.MaxValue : Math.Max(1, _body.Length / 20)));
        Array.Copy(_body, _at, buffer, offset, length);
        _at += length;
        return length;
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_drip is { } wait && _at < _end)
            await _time.Wait(wait, cancellationToken).ConfigureAwait(false);
        return Read(buffer, offset, count);
    }

#if !NETFRAMEWORK
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        byte[] piece = new byte[buffer.Length];
        int length = await ReadAsync(piece, 0, piece.Length, cancellationToken).ConfigureAwait(false);
        piece.AsMemory(0, length).CopyTo(buffer);
        return length;
    }
#endif

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static IOException Lost() =>
#if NETFRAMEWORK
        new("The response ended prematurely.");
#else
        new System.Net.Http.HttpIOException(System.Net.Http.HttpRequestError.ResponseEnded, "The response ended prematurely.");
#endif
}
