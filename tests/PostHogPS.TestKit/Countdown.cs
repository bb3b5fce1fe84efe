using System.Threading;
using System.Threading.Tasks;

namespace PostHogPS.Testing;

/// <summary>A task that ends when so many signals have come.</summary>
public sealed class Countdown(int count)
{
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing = count;

    public Task Task => _all.Task;

    public void Signal()
    {
        if (Interlocked.Decrement(ref _missing) <= 0)
            _all.TrySetResult();
    }
}
