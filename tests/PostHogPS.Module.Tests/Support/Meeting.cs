using System.Threading;
using System.Threading.Tasks;

namespace PostHogPS.Module.Tests.Support;

/// <summary>A task that ends when so many have arrived.</summary>
internal sealed class Meeting(int count)
{
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing = count;

    internal Task Task => _all.Task;

    internal void Arrive()
    {
        if (Interlocked.Decrement(ref _missing) <= 0)
            _all.TrySetResult();
    }
}
