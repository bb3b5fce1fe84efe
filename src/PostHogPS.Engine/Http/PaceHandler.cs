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
internal sealed class PaceHandler(Budget common, Budget queries, ErrorFactory errors, Redactor redactor, ConnectionClock clock, bool mayPace, TimeSpan maxWait)
    : DelegatingHandler
{
    // Where a refusal names no time; the retry plan starts with one second as well.
    private static readonly TimeSpan UnknownWait = TimeSpan.FromSeconds(1);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var message = (ApiMessage)request;
        // A 429 of an endpoint's own rate class must not delay the key's other requests; the retry waits by itself.
        if (message.Call.RateClass == RateClass.Own)
            return await base.SendAsync(message, cancellationToken).ConfigureAwait(false);
        if (message.Call.RateClass == RateClass.Common)
            return await SendAsync(message, common, cancellationToken).ConfigureAwait(false);

        await TakePlaceAsync(message.Call, cancellationToken).ConfigureAwait(false);
        try
        {
            return await SendAsync(message, queries, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            queries.Places!.Release();
        }
    }

    // The server would let it wait for half a minute and then refuse it.
    private async Task TakePlaceAsync(CallState call, CancellationToken cancellation)
    {
        if (await queries.Places!.WaitAsync(0, CancellationToken.None).ConfigureAwait(false))
            return;
        call.Context.Report(EngineMessageKind.Verbose,
            redactor.Clean($"{call.Method} {call.Path} waits until another query of this process has ended.", call.Context));
        await queries.Places.WaitAsync(cancellation).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> SendAsync(ApiMessage message, Budget budget, CancellationToken cancellationToken)
    {
        Reservation place = budget.Reserve(mayPace);
        if (!place.IsPlace)
            place = await WaitAsync(message.Call, budget, place, cancellationToken).ConfigureAwait(false);

        bool counted = true;
        try
        {
            HttpResponseMessage response = await base.SendAsync(message, cancellationToken).ConfigureAwait(false);
            // 401 and 403 come before the server's own counting (docs/server.md#order-of-checks).
            counted = (int)response.StatusCode is not (401 or 403 or 407 or 429);
            NoteRefusal(message.Call, budget, response);
            return response;
        }
        catch (SendFailure failure) when (failure.Kind
            is FailureKind.NotSent or FailureKind.ConnectTimedOut or FailureKind.NoTls or FailureKind.Certificate or FailureKind.ProxyRefused)
        {
            counted = false;
            throw;
        }
        finally
        {
            budget.Release(place, counted);
        }
    }

    private async Task<Reservation> WaitAsync(CallState call, Budget budget, Reservation place, CancellationToken cancellation)
    {
        for (; !place.IsPlace; place = budget.Reserve(mayPace))
        {
            if (place.Freed is { } freed)
            {
                await WaitForRoomAsync(freed, cancellation).ConfigureAwait(false);
                continue;
            }

            TimeSpan wait = place.Wait;
            if (wait > maxWait)
                throw errors.PaceTooLong(call, wait, maxWait);
            call.Context.Report(
                EngineMessageKind.Waiting,
                redactor.Clean($"{call.Method} {call.Path} waits {NumberText.FormatDuration(wait)} for the rate limit of {call.Address.Host}.", call.Context),
                wait);
            await clock.DelayAsync(wait, cancellation).ConfigureAwait(false);
        }

        return place;
    }

    private static async Task WaitForRoomAsync(Task freed, CancellationToken cancellation)
    {
        var cancelled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellation.Register(() => cancelled.TrySetCanceled(cancellation)))
            await (await Task.WhenAny(freed, cancelled.Task).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private void NoteRefusal(CallState call, Budget budget, HttpResponseMessage response)
    {
        // Without a time there is no place, which says nothing about the rates.
        if (call.RateClass == RateClass.Query && AnswerHeaders.RetryAfter(response, clock.ServerNow) is null)
            return;
        // A firewall's refusal concerns the one request that it refused.
        if ((int)response.StatusCode == 429 && response.Content is BufferedContent { Error.IsThrottle: true })
            budget.Refuse(AnswerHeaders.RetryAfter(response, clock.ServerNow) ?? UnknownWait);
    }
}
