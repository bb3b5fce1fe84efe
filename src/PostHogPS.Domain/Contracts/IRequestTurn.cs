using System;
using System.Threading;
using System.Threading.Tasks;

namespace PostHogPS.Contracts;

/// <summary>Where a piece of work stands among others that are read side by side.</summary>
internal interface IRequestTurn
{
    /// <summary>Waits until this work may have a request in flight. Dispose it when the answer is there.</summary>
    Task<IDisposable> EnterAsync(CancellationToken cancellation);

    /// <summary>The answers so far gave nothing that could be handed on: the work goes on to its next request.</summary>
    void Continue();

    /// <summary>The same work's place for its part of that number: lower parts go first.</summary>
    IRequestTurn Part(int part);
}
