using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Engine.Answers;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Errors;
using PostHogPS.Engine.Frameworks;
using PostHogPS.Engine.Pacing;
using PostHogPS.Engine.Retry;
using PostHogPS.Engine.Secrets;
using PostHogPS.Engine.Time;

namespace PostHogPS.Engine.Http;

/// <summary>Keeps the process inside the budget of the key, and out of waits that the server asked for.</summary>
internal sealed class PaceHandler(Budget budget, ErrorFactory errors, Redactor redactor, ConnectionClock clock, bool mayPace, TimeSpan maxWait) : DelegatingHandler
{
    // Where a refusal names no time; the retry plan starts with one second as well.
    private static readonly TimeSpan UnknownWait = TimeSpan.FromSeconds(1);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var message = (ApiMessage)request;
        // A 429 of an endpoint's own rate class must not delay the key's other requests; the retry waits by itself.
        if (message.Call.HasOwnRateLimit)
            return await base.SendAsync(message, cancellationToken).ConfigureAwait(false);

        TimeSpan wait = budget.Reserve(mayPace);
        if (wait > TimeSpan.Zero)
            await WaitAsync(message.Call, wait, cancellationToken).ConfigureAwait(false);

        bool counted = true;
        try
        {
            HttpResponseMessage response = await base.SendAsync(message, cancellationToken).ConfigureAwait(false);
            // 401 and 403 come before the server's own counting (docs/server.md#order-of-checks).
            counted = (int)response.StatusCode is not (401 or 403 or 407 or 429);
            NoteRefusal(response);
            return response;
        }
        catch (SendFailure failure) when (failure.Kind is FailureKind.NotSent or FailureKind.ConnectTimedOut or FailureKind.NoTls or FailureKind.Certificate or FailureKind.ProxyRefused)
        {
            counted = false;
            throw;
        }
        finally
        {
            budget.Release(counted);
        }
    }

    private async Task WaitAsync(CallState call, TimeSpan wait, CancellationToken cancellation)
    {
        for (; wait > TimeSpan.Zero; wait = budget.Reserve(mayPace))
        {
            if (wait > maxWait)
                throw errors.PaceTooLong(call, wait, maxWait);
            call.Context.Report(
                EngineMessageKind.Waiting,
                redactor.Clean($"{call.Method} {call.Path} waits {NumberText.FormatDuration(wait)} for the rate limit of {call.Address.Host}.", call.Context),
                wait);
            await clock.DelayAsync(wait, cancellation).ConfigureAwait(false);
        }
    }

    private void NoteRefusal(HttpResponseMessage response)
    {
        // A firewall's refusal concerns the one request that it refused.
        if ((int)response.StatusCode == 429 && response.Content is BufferedContent { Error.IsThrottle: true })
            budget.Refuse(AnswerHeaders.RetryAfter(response, clock.ServerNow) ?? UnknownWait);
    }
}
