using System;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Reading;

/// <summary>
/// A turn that has been waited for already, because what is asked for was decided then. The first request takes it, and gives it back when
/// its answer is there; those after it wait as usual.
/// </summary>
internal sealed class EnteredTurn : IRequestTurn
{
    private readonly IRequestTurn _turn;
    private IDisposable? _permit;

    internal EnteredTurn(IRequestTurn turn, IDisposable permit)
    {
        _turn = turn;
        _permit = permit;
    }

    public Task<IDisposable> EnterAsync(CancellationToken cancellation) =>
        Interlocked.Exchange(ref _permit, null) is { } permit ? Task.FromResult(permit) : _turn.EnterAsync(cancellation);

    public void Continue() => _turn.Continue();

    public IRequestTurn Part(int part) => _turn.Part(part);
}
