using System;
using System.Threading;
using PostHogPS.Contracts;

namespace PostHogPS.Engine.Calls;

/// <summary>
/// Tracks the calls of a session and counts its requests. A session that is closed while calls run, from another runspace,
/// takes no new ones and ends with the last of them: no running call loses the key or the sockets it needs.
/// </summary>
internal sealed class CallTracker(string host) : IDisposable
{
    private readonly object _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private Action? _end;
    private int _running;
    private long _requests;

    internal bool IsClosed
    {
        get
        {
            lock (_gate)
                return _end is not null;
        }
    }

    /// <summary>Cancelled when the session is closed: delays end then, sends do not.</summary>
    internal CancellationToken Closing => _closing.Token;

    internal long Requests => Interlocked.Read(ref _requests);

    internal void CountRequest() => Interlocked.Increment(ref _requests);

    /// <summary>Registers one call, nested ones included; throws when the session is closed.</summary>
    internal CallLease Enter() => TryEnter() ? new CallLease(this) : throw Disconnected();

    /// <summary>False once the session is closed.</summary>
    internal bool TryEnter()
    {
        lock (_gate)
        {
            if (_end is not null)
                return false;
            _running++;
            return true;
        }
    }

    internal void Leave()
    {
        Action? end;
        lock (_gate)
            end = --_running == 0 ? _end : null;
        end?.Invoke();
    }

    /// <summary>Takes no new calls; <paramref name="end"/> runs when none is left, once.</summary>
    internal void Close(Action end)
    {
        lock (_gate)
        {
            if (_end is not null)
                return;
            _end = end;
            // Keeps a call that ends meanwhile from ending the session before the delays are told.
            _running++;
        }

        _closing.Cancel();
        Leave();
    }

    public void Dispose() => _closing.Dispose();

    // The key is gone, so nothing can be redacted: the text holds the host and nothing else.
    private PostHogApiException Disconnected() =>
        new(PostHogErrorKind.Disconnected, $"The connection to {host} has been closed. Nothing was sent.") { Host = host };
}

/// <summary>One call registered with a <see cref="CallTracker"/>.</summary>
internal readonly struct CallLease(CallTracker calls) : IDisposable
{
    public void Dispose() => calls.Leave();
}
