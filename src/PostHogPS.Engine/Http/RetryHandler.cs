using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Errors;
using PostHogPS.Engine.Frameworks;
using PostHogPS.Engine.Retry;
using PostHogPS.Engine.Secrets;
using PostHogPS.Engine.Time;

namespace PostHogPS.Engine.Http;

/// <summary>Carries out what <see cref="RetryPlan"/> decides, and turns a failure that is final into an error.</summary>
internal sealed class RetryHandler(ErrorFactory errors, Redactor redactor, ConnectionClock clock, TimeSpan maxWait) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var message = (ApiMessage)request;
        RetryHistory history = default;
        Attempt attempt = await AttemptAsync(message, history, cancellationToken).ConfigureAwait(false);
        while (attempt.Step.Repeat)
        {
            Announce(message.Call, attempt);
            attempt.Response?.Dispose();
            history = history.With(attempt.Step);
            await clock.DelayAsync(attempt.Step.Wait, cancellationToken).ConfigureAwait(false);
            using ApiMessage again = message.Copy();
            attempt = await AttemptAsync(again, history, cancellationToken).ConfigureAwait(false);
        }

        if (attempt.Step.Asked)
            throw errors.WaitTooLong(message.Call, attempt.Response, attempt.Outcome, attempt.Step.Wait, maxWait);
        return attempt.Response ?? throw errors.FromFailure(message.Call, attempt.Failure!);
    }

    private async Task<Attempt> AttemptAsync(ApiMessage message, RetryHistory history, CancellationToken cancellation)
    {
        message.Call.Attempts++;
        try
        {
            HttpResponseMessage response = await base.SendAsync(message, cancellation).ConfigureAwait(false);
            return Judge(message.Call, response, null, Outcome.CreateFrom(response, clock.ServerNow), history);
        }
        catch (SendFailure failure)
        {
            return Judge(message.Call, null, failure, new Outcome(failure.Kind), history);
        }
    }

    private Attempt Judge(CallState call, HttpResponseMessage? response, SendFailure? failure, Outcome outcome, RetryHistory history)
    {
        call.Ambiguous |= RetryPlan.LeavesOpen(outcome);
        call.MayHaveArrived = !RetryPlan.IsClearRefusal(outcome);
        return new Attempt(response, failure, outcome, RetryPlan.Next(call.Safety, outcome, history, maxWait, Jitter.Next()));
    }

    private void Announce(CallState call, Attempt attempt)
    {
        string why = attempt.Failure?.Reason ?? (attempt.Outcome.Status == 429
            ? "the rate limit is reached"
            : "the server answered " + NumberText.Format(attempt.Outcome.Status));
        call.Context.Report(
            EngineMessageKind.Waiting,
            redactor.Clean($"{call.Method} {call.Path}: {why}; again in {NumberText.FormatDuration(attempt.Step.Wait)} (attempt {NumberText.Format(call.Attempts)}).", call.Context),
            attempt.Step.Wait);
    }

    private readonly record struct Attempt(HttpResponseMessage? Response, SendFailure? Failure, Outcome Outcome, RetryStep Step);
}
