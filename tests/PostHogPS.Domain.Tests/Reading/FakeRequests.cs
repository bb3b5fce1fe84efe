using System;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Domain.Tests.Reading;

/// <summary>Requests that wait for their turn as those of the engine do, and are answered in any order.</summary>
internal sealed class FakeRequests
{
    private readonly object _sync = new();
    private int _atOnce;

    internal Random Random { get; set; } = new(1);

    internal bool Hangs { get; set; }

    internal int Count { get; private set; }

    internal int MostAtOnce { get; private set; }

    internal async Task AskAsync(CallContext call)
    {
        using (call.Turn is null ? null : await call.Turn.EnterAsync(call.Cancellation))
        {
            int yields;
            lock (_sync)
            {
                Count++;
                MostAtOnce = Math.Max(MostAtOnce, ++_atOnce);
                yields = Random.Next(0, 6);
            }

            try
            {
                if (Hangs)
                    await Task.Delay(Timeout.Infinite, call.Cancellation);
                for (; yields > 0; yields--)
                    await Task.Yield();
            }
            finally
            {
                lock (_sync)
                    _atOnce--;
            }
        }
    }

    internal Task WaitUntilAsync(int count) => WaitAsync(() => _atOnce == count);

    internal Task WaitUntilNoneAsync() => WaitAsync(() => _atOnce == 0);

    private async Task WaitAsync(Func<bool> isSo)
    {
        while (true)
        {
            lock (_sync)
            {
                if (isSo())
                    return;
            }

            await Task.Delay(1, Xunit.TestContext.Current.CancellationToken);
        }
    }
}
