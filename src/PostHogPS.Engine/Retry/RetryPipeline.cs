using System;
using System.Threading;
using System.Threading.Tasks;
using Polly;
using Polly.Retry;

namespace PostHogPS.Engine;

/// <summary>
/// Polly carries out what <see cref="RetryPlan"/> decides. Built at a connection's first failure: a call that succeeds
/// never loads it.
/// </summary>
internal sealed class RetryPipeline
{
    private readonly ResiliencePipeline<Attempt> _pipeline;

    internal RetryPipeline(TimeProvider time)
    {
        _pipeline = new ResiliencePipelineBuilder<Attempt> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<Attempt>
            {
                // The plan does the counting.
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = static args => new ValueTask<bool>(args.Outcome.Result is { Step.Repeat: true }),
                DelayGenerator = static args => new ValueTask<TimeSpan?>(args.Outcome.Result!.Step.Wait),
            })
            .Build();
    }

    /// <summary>Goes on after <paramref name="first"/>, which has happened already.</summary>
    internal async Task<Attempt> ContinueAsync(Attempt first, Func<CancellationToken, Task<Attempt>> next, CancellationToken cancellation)
    {
        Attempt? given = first;
        return await _pipeline.ExecuteAsync(
            async token =>
            {
                if (given is { } ready)
                {
                    given = null;
                    return ready;
                }

                return await next(token).ConfigureAwait(false);
            },
            cancellation).ConfigureAwait(false);
    }
}
