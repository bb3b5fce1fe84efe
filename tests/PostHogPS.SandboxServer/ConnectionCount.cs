using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Connections;

namespace PostHogPS.Testing;

/// <summary>The connections of a server, counted where they are accepted: before TLS, and until both sides are done.</summary>
public sealed class ConnectionCount
{
    private readonly object _gate = new();
    private TaskCompletionSource _none = Ended();
    private int _open;
    private int _accepted;

    /// <summary>Open just now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>All there ever were.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Ends when no connection is open; the limit is for a client that keeps one.</summary>
    /// <returns>False when the time was over.</returns>
    public async Task<bool> NoneAsync(TimeSpan limit)
    {
        Task none;
        lock (_gate)
            none = _none.Task;
        return await Task.WhenAny(none, Task.Delay(limit)).ConfigureAwait(false) == none;
    }

    internal async Task CountAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        lock (_gate)
        {
            _accepted++;
            if (_open++ == 0)
                _none = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                if (--_open == 0)
                    _none.TrySetResult();
            }
        }
    }

    private static TaskCompletionSource Ended()
    {
        var ended = new TaskCompletionSource();
        ended.SetResult();
        return ended;
    }
}
