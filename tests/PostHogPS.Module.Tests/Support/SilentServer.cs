using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Testing.Faults;

namespace PostHogPS.Module.Tests.Support;

/// <summary>
/// Lets the time-out of requests that hang be over, as soon as nothing else is under way: what the server answers is never
/// too late, and what it does not answer always is.
/// </summary>
internal sealed class SilentServer : IDisposable
{
    private readonly Bench _bench;
    private readonly string? _method;
    private readonly string _path;
    private readonly object _gate = new();
    private int _hung;

    internal SilentServer(Bench bench, string? method, string path)
    {
        (_bench, _method, _path) = (bench, method, path);
        bench.Requests.Arrived += OnArrived;
        bench.Clock.Timeouts.Changed += Look;
    }

    public void Dispose()
    {
        _bench.Requests.Arrived -= OnArrived;
        _bench.Clock.Timeouts.Changed -= Look;
    }

    private void OnArrived(object? sender, ReceivedRequest request)
    {
        if (!_bench.Requests.Find(_method, _path).Contains(request))
            return;
        lock (_gate)
            _hung++;
        Look();
    }

    private void Look()
    {
        lock (_gate)
        {
            if (_hung == 0 || _bench.Clock.Timeouts.Running != _hung)
                return;
            _hung = 0;
        }

        // Not on this thread: it may be the server's, or one that is about to send.
        _ = Task.Run(_bench.Clock.Timeouts.Expire, CancellationToken.None);
    }
}
