using System.Threading.Tasks;

namespace PostHogPS.Engine.Pacing;

/// <summary>
/// A refusal means that another program uses the key's limit too, and it is unknown how much: all waiting requests would be sent at
/// once when the wait is over, and be refused. So one is sent, and twice as many with each that PostHog accepts.
/// Not safe for several threads: the budget locks.
/// </summary>
internal sealed class SlowStart
{
    /// <summary>The round of what asked for no limit: it is not counted.</summary>
    internal const int Outside = -1;

    // More than a process has in flight: from here on no request has to wait.
    private const int Enough = 32;

    private int _round;
    private int _room = int.MaxValue;
    private int _inFlight;
    private TaskCompletionSource<bool>? _freed;

    private bool IsOn => _room != int.MaxValue;

    /// <summary>A refusal has come: what is sent from now on belongs to a new round.</summary>
    internal void Begin()
    {
        _round++;
        _room = 1;
        _inFlight = 0;
        Free();
    }

    /// <summary>Completed when there may be room; null when there is.</summary>
    internal Task? WaitForRoom()
    {
        if (!IsOn || _inFlight < _room)
            return null;
        return (_freed ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>A request is sent. Answers its round.</summary>
    internal int Enter()
    {
        _inFlight++;
        return _round;
    }

    /// <summary>A request of a round has ended. One that was sent before the last refusal says nothing about the time after it.</summary>
    internal void Leave(int round, bool isAccepted)
    {
        if (round != _round)
            return;
        _inFlight--;
        if (isAccepted && IsOn)
            _room = _room >= Enough ? int.MaxValue : _room * 2;
        Free();
    }

    private void Free()
    {
        TaskCompletionSource<bool>? freed = _freed;
        _freed = null;
        freed?.TrySetResult(true);
    }
}
