using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Engine;

/// <summary>Repeats what may be repeated, and turns what cannot be saved into an error.</summary>
internal sealed class RetryHandler(SessionCore core) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var message = (ApiMessage)request;
        var history = new RetryHistory(0, 0);

        Attempt attempt = await AttemptAsync(message, cancellationToken).ConfigureAwait(false);
        if (attempt.Step.Repeat)
            attempt = await core.Retries.ContinueAsync(attempt, NextAsync, cancellationToken).ConfigureAwait(false);
        if (attempt.Step is { Asked: true, Repeat: false })
            throw core.Errors.WaitTooLong(message.Call, attempt);
        return attempt.Response ?? throw core.Errors.FromLoss(message.Call, attempt.Failure!);

        async Task<Attempt> NextAsync(CancellationToken token)
        {
            history = attempt.Step.Asked ? history with { Asked = history.Asked + 1 } : history with { Blind = history.Blind + 1 };
            attempt.Response?.Dispose();
            using ApiMessage again = message.Copy();
            return attempt = await AttemptAsync(again, token).ConfigureAwait(false);
        }

        async Task<Attempt> AttemptAsync(ApiMessage one, CancellationToken token)
        {
            one.Call.Attempts++;
            Attempt made;
            try
            {
                HttpResponseMessage response = await base.SendAsync(one, token).ConfigureAwait(false);
                made = Judge(one.Call, response, null, Outcome.Of(response, core.ServerNow), history);
            }
            catch (SendFailure failure)
            {
                made = Judge(one.Call, null, failure, new Outcome(failure.Loss), history);
            }

            if (made.Step.Repeat)
                Announce(one.Call, made);
            return made;
        }
    }

    private Attempt Judge(CallState call, HttpResponseMessage? response, SendFailure? failure, Outcome outcome, RetryHistory history)
    {
        call.Ambiguous |= RetryPlan.LeavesOpen(outcome);
        call.MayHaveArrived = !RetryPlan.IsClearRefusal(outcome);
        RetryStep step = RetryPlan.Next(call.Safety, outcome, history, core.Settings.MaxWait, SessionCore.Chance());
        return new Attempt(response, failure, outcome, step);
    }

    private void Announce(CallState call, Attempt attempt)
    {
        string why = attempt.Failure?.Reason ?? (attempt.Outcome.Status == 429
            ? "the rate limit is reached"
            : "the server answered " + TextOf.Number(attempt.Outcome.Status));
        call.Context.Report(
            EngineMessageKind.Waiting,
            core.Redactor.Clean($"{call.Method} {call.Path}: {why}; again in {TextOf.Wait(attempt.Step.Wait)} (attempt {TextOf.Number(call.Attempts)}).", call.Context),
            attempt.Step.Wait);
    }
}
