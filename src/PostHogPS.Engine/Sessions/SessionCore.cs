using System;
using System.Threading;
using PostHogPS.Contracts;

namespace PostHogPS.Engine;

/// <summary>What the handlers and the parts of one session share.</summary>
internal sealed class SessionCore : IDisposable
{
    private readonly object _gate = new();
    private RetryPipeline? _retries;
    private long _requests;

    internal SessionCore(ConnectionSettings settings)
    {
        Settings = settings;
        Time = ClockTime.Of(settings.Clock);
        Key = new ConnectionKey(settings);
        Redactor = new Redactor(Key);
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

    internal long Requests => Interlocked.Read(ref _requests);

    /// <summary>Built at the first failure: most sessions never need it.</summary>
    internal RetryPipeline Retries
    {
        get
        {
            lock (_gate)
                return _retries ??= new RetryPipeline(Time);
        }
    }

    internal void CountRequest() => Interlocked.Increment(ref _requests);

    /// <summary>0 to 1, for jitter.</summary>
    internal static double Chance() => Jitter.Next();

    public void Dispose() => Key.Dispose();
}
