using System;
using System.Threading;
using System.Threading.Tasks;

namespace PostHogPS.Contracts;

/// <summary>The place of one piece of work among others that are read side by side.</summary>
internal interface IRequestTurn
{
    /// <summary>Waits until this work may have a request in flight. Dispose it when the answer is there.</summary>
    Task<IDisposable> EnterAsync(CancellationToken cancellation);

    /// <summary>The answers so far had no result to pass on: the work continues with its next request.</summary>
    void Continue();

    /// <summary>The place of one part of the same work; parts with lower numbers go first.</summary>
    IRequestTurn Part(int part);
}
