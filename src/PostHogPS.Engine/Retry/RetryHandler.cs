using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Engine;

/// <summary>Carries out what <see cref="RetryPlan"/> decides, and turns a failure that is final into an error.</summary>
internal sealed class RetryHandler(SessionCore core) : DelegatingHandler
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
            await Pause.ForAsync(core.Time, attempt.Step.Wait, cancellationToken).ConfigureAwait(false);
            using ApiMessage again = message.Copy();
            attempt = await AttemptAsync(again, history, cancellationToken).ConfigureAwait(false);
        }

        if (attempt.Step.Asked)
            throw core.Errors.WaitTooLong(message.Call, attempt.Response, attempt.Outcome, attempt.Step.Wait);
        return attempt.Response ?? throw core.Errors.FromLoss(message.Call, attempt.Failure!);
    }

    private async Task<Attempt> AttemptAsync(ApiMessage message, RetryHistory history, CancellationToken cancellation)
    {
        message.Call.Attempts++;
        try
        {
            HttpResponseMessage response = await base.SendAsync(message, cancellation).ConfigureAwait(false);
            return Judge(message.Call, response, null, Outcome.Of(response, core.ServerNow), history);
        }
        catch (SendFailure failure)
        {
            return Judge(message.Call, null, failure, new Outcome(failure.Loss), history);
        }
    }

    private Attempt Judge(CallState call, HttpResponseMessage? response, SendFailure? failure, Outcome outcome, RetryHistory history)
    {
        call.Ambiguous |= RetryPlan.LeavesOpen(outcome);
        call.MayHaveArrived = !RetryPlan.IsClearRefusal(outcome);
        return new Attempt(response, failure, outcome, RetryPlan.Next(call.Safety, outcome, history, core.Settings.MaxWait, Jitter.Next()));
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

    private readonly record struct Attempt(HttpResponseMessage? Response, SendFailure? Failure, Outcome Outcome, RetryStep Step);
}
