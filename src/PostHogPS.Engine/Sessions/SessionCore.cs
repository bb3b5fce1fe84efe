using System;
using System.Net;
using System.Threading;
using PostHogPS.Contracts;

namespace PostHogPS.Engine;

/// <summary>What the handlers and the parts of one session share.</summary>
internal sealed class SessionCore : IDisposable
{
    private static readonly TimeSpan LeastSkew = TimeSpan.FromSeconds(3);

    private long _requests;
    private long _skew;
    private long _behind;
    private volatile bool _knowsTime;

    internal SessionCore(ConnectionSettings settings)
    {
        Settings = settings;
        Time = ClockTime.Of(settings.Clock);
        Key = new ConnectionKey(settings);
        Redactor = new Redactor(Key, (settings.ProxyCredential as NetworkCredential)?.Password);
        Addresses = new Addresses(settings.HostUri, settings.Sandbox is not null);
        Errors = new ErrorFactory(this);
        Budget = Budgets.Of(Key, Addresses.Origin, Time);
    }

    internal ConnectionSettings Settings { get; }

    internal TimeProvider Time { get; }

    internal ConnectionKey Key { get; }

    internal Redactor Redactor { get; }

    internal Addresses Addresses { get; }

    internal ErrorFactory Errors { get; }

    internal Budget Budget { get; }

    internal CallGate Calls { get; } = new();

    internal long Requests => Interlocked.Read(ref _requests);

    /// <summary>The server's time, as far as its Date headers tell: a backfill's row is recognised by when the server wrote it.</summary>
    internal DateTimeOffset ServerNow => Time.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _skew));

    /// <summary>True once an answer has told the server's time.</summary>
    internal bool KnowsTime => _knowsTime;

    /// <summary>
    /// The server's time, rather a second too early than too late: what bounds a window at "now" must not be in the future of
    /// the server, which refuses that.
    /// </summary>
    internal DateTimeOffset LatestPast => Time.GetUtcNow() + TimeSpan.FromTicks(Math.Min(Interlocked.Read(ref _behind), Interlocked.Read(ref _skew)));

    /// <summary>Learns how far the server's clock is from ours. The header has whole seconds, so little differences mean nothing.</summary>
    internal void LearnTime(DateTimeOffset? date)
    {
        if (date is not { } server)
            return;
        TimeSpan skew = server - Time.GetUtcNow();
        Interlocked.Exchange(ref _skew, skew.Duration() > LeastSkew ? skew.Ticks : 0);
        Interlocked.Exchange(ref _behind, skew.Ticks);
        _knowsTime = true;
    }

    internal void CountRequest() => Interlocked.Increment(ref _requests);

    /// <summary>A place for one call, nested ones included; a session that is closed has none.</summary>
    internal CallLease Enter() => Calls.TryEnter() ? new CallLease(Calls) : throw Errors.Disconnected();

    public void Dispose()
    {
        Key.Dispose();
        Calls.Dispose();
    }
}
