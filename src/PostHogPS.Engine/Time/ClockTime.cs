using System;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Engine.Time;

/// <summary>The connection's clock as a <see cref="TimeProvider"/>, the form that delays and the budget understand.</summary>
internal sealed class ClockTime : TimeProvider
{
    // One provider per clock: sessions that share a clock must be able to share a budget.
    private static readonly ConditionalWeakTable<IClock, ClockTime> Known = new();

    private readonly IClock _clock;

    private ClockTime(IClock clock) => _clock = clock;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    internal static TimeProvider CreateFrom(IClock? clock) =>
        clock is null ? System : Known.GetValue(clock, static c => new ClockTime(c));

    public override DateTimeOffset GetUtcNow() => _clock.UtcNow;

    public override long GetTimestamp() => _clock.UtcNow.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ClockTimer(_clock, callback, state, dueTime, period);

    private sealed class ClockTimer : ITimer
    {
        private readonly IClock _clock;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly object _gate = new();
        private CancellationTokenSource? _stop;
        private bool _disposed;

        internal ClockTimer(IClock clock, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _clock = clock;
            _callback = callback;
            _state = state;
            Change(dueTime, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            CancellationToken token;
            lock (_gate)
            {
                if (_disposed)
                    return false;
                End();
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                _stop = new CancellationTokenSource();
                token = _stop.Token;
            }

            _ = RunAsync(dueTime, period, token);
            return true;
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _disposed = true;
                End();
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private void End()
        {
            _stop?.Cancel();
            _stop?.Dispose();
            _stop = null;
        }

        private async Task RunAsync(TimeSpan dueTime, TimeSpan period, CancellationToken token)
        {
            TimeSpan wait = dueTime;
            try
            {
                while (true)
                {
                    await _clock.Delay(wait, token).ConfigureAwait(false);
                    if (token.IsCancellationRequested)
                        return;
                    _callback(_state);
                    if (period <= TimeSpan.Zero)
                        return;
                    wait = period;
                }
            }
            catch (OperationCanceledException)
            {
                // The timer was changed or disposed: nothing is left to do.
                return;
            }
        }
    }
}
