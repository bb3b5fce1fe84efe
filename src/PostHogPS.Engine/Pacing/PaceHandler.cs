using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Engine;

/// <summary>Keeps the process inside the budget of the key, and out of waits that the server asked for.</summary>
internal sealed class PaceHandler(SessionCore core) : DelegatingHandler
{
    // Where a refusal names no time; the retry plan starts with one second as well.
    private static readonly TimeSpan UnknownWait = TimeSpan.FromSeconds(1);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var message = (ApiMessage)request;
        // A refusal in a class of its own must not hold up everything else that the key does; the retry waits by itself.
        if (message.Call.HasOwnRateLimit)
            return await base.SendAsync(message, cancellationToken).ConfigureAwait(false);

        TimeSpan wait = core.Budget.Take(core.Settings.RateLimit);
        if (wait > TimeSpan.Zero)
            await TurnAsync(message.Call, wait, cancellationToken).ConfigureAwait(false);

        bool counted = true;
        try
        {
            HttpResponseMessage response = await base.SendAsync(message, cancellationToken).ConfigureAwait(false);
            // 401 and 403 come before the server's own counting (docs/server.md#order-of-checks).
            counted = (int)response.StatusCode is not (401 or 403 or 407 or 429);
            NoteRefusal(response);
            return response;
        }
        catch (SendFailure failure) when (failure.Loss is Loss.NotSent or Loss.ConnectTimedOut or Loss.NoTls or Loss.Certificate or Loss.ProxyRefused)
        {
            counted = false;
            throw;
        }
        finally
        {
            core.Budget.Return(counted);
        }
    }

    private async Task TurnAsync(CallState call, TimeSpan wait, CancellationToken cancellation)
    {
        for (; wait > TimeSpan.Zero; wait = core.Budget.Take(core.Settings.RateLimit))
        {
            if (wait > core.Settings.MaxWait)
                throw core.Errors.PaceTooLong(call, wait);
            call.Context.Report(
                EngineMessageKind.Waiting,
                core.Redactor.Clean($"{call.Method} {call.Path} waits {TextOf.Wait(wait)} for the rate limit of {call.Address.Host}.", call.Context),
                wait);
            await Pause.ForAsync(core.Time, wait, cancellation).ConfigureAwait(false);
        }
    }

    private void NoteRefusal(HttpResponseMessage response)
    {
        // A firewall's refusal concerns the one request that it refused.
        if ((int)response.StatusCode == 429 && response.Content is BufferedContent { Error.IsThrottle: true })
            core.Budget.Refuse(RetryHint.Of(response, core.ServerNow) ?? UnknownWait);
    }
}
