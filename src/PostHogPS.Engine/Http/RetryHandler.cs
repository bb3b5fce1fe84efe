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
        var first = (ApiMessage)request;
        CallState call = first.Call;
        RetryHistory history = default;
        ApiMessage message = first;
        while (true)
        {
            Attempt attempt;
            call.Attempts++;
            try
            {
                HttpResponseMessage response = await base.SendAsync(message, cancellationToken).ConfigureAwait(false);
                attempt = Judge(call, response, null, Outcome.CreateFrom(response, clock.ServerNow), history);
            }
            catch (SendFailure failure)
            {
                attempt = Judge(call, null, failure, new Outcome(failure.Kind), history);
            }
            finally
            {
                if (message != first)
                    message.Dispose();
            }

            if (attempt.Step.Repeat)
            {
                Announce(call, attempt);
                attempt.Response?.Dispose();
                history = history.With(attempt.Step);
                await clock.DelayAsync(attempt.Step.Wait, cancellationToken).ConfigureAwait(false);
                message = first.Copy();
                continue;
            }

            if (attempt.Step.Asked)
                throw errors.WaitTooLong(call, attempt.Response, attempt.Outcome, attempt.Step.Wait, maxWait);
            return attempt.Response ?? throw errors.FromFailure(call, attempt.Failure!);
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
            redactor.Clean($"{call.Method} {call.Path}: {why}; again in "
                + $"{NumberText.FormatDuration(attempt.Step.Wait)} (attempt {NumberText.Format(call.Attempts)}).", call.Context),
            attempt.Step.Wait);
    }

    private readonly record struct Attempt(HttpResponseMessage? Response, SendFailure? Failure, Outcome Outcome, RetryStep Step);
}
