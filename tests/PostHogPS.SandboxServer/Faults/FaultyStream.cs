using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace PostHogPS.Testing.Faults;

/// <summary>A body whose connection is lost in the middle, or that arrives in small pieces.</summary>
internal sealed class FaultyStream : Stream
{
    private readonly byte[] _body;
    private readonly int _end;
    private readonly bool _breaks;
    private readonly TimeSpan? _drip;
    private readonly TimeProvider _time;
    private int _at;

    public FaultyStream(SandboxOutcome outcome, TimeProvider time)
    {
        _body = outcome.Response!.Body;
        _end = Math.Min(outcome.CutAfter ?? _body.Length, _body.Length);
        _breaks = outcome.CutAfter is not null || outcome.DeclaredLength > _body.Length;
        _drip = outcome.Drip;
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

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_drip is { } wait && _at < _end)
            await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
        byte[] piece = new byte[buffer.Length];
        int length = Read(piece, 0, piece.Length);
        piece.AsMemory(0, length).CopyTo(buffer);
        return length;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static HttpIOException Lost() => new(HttpRequestError.ResponseEnded, "The response ended prematurely.");
}
