using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Frameworks;
using PostHogPS.Engine.Retry;
using PostHogPS.Engine.Routes;
using PostHogPS.Engine.Time;

namespace PostHogPS.Engine.Downloads;

/// <summary>Reads signed storage addresses. Knows no key, so it can give none away.</summary>
internal sealed class StorageClient(Func<HttpMessageInvoker> connect, CallTracker calls, ConnectionClock clock, string userAgent, TimeSpan timeout)
    : IDisposable
{
    private const int MostRedirects = 3;

    private readonly Lazy<HttpMessageInvoker> _invoker = new(connect);

    /// <summary>The bytes from <paramref name="from"/> on, if the file is still the one with <paramref name="tag"/>.</summary>
    internal async Task<HttpResponseMessage> OpenAsync(Uri address, long from, EntityTagHeaderValue? tag, CancellationToken cancellation)
    {
        for (int redirects = 0; ; redirects++)
        {
            HttpResponseMessage response = await SendAsync(address, from, tag, cancellation).ConfigureAwait(false);
            if ((int)response.StatusCode is < 300 or >= 400 or 304 || redirects == MostRedirects || HttpLinks.Redirect(response, address) is not { } next
                || !MayFollow(address, next))
                return response;
            response.Dispose();
            address = next;
        }
    }

    /// <summary>A call that began with https stays with https; plain http never leaves this machine.</summary>
    internal static bool MayFollow(Uri from, Uri to) =>
        to.Scheme == Uri.UriSchemeHttps || (from.Scheme == Uri.UriSchemeHttp && (to.IsLoopback || to.Authority == from.Authority));

    public void Dispose()
    {
        if (_invoker.IsValueCreated)
            _invoker.Value.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(Uri address, long from, EntityTagHeaderValue? tag, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        if (from > 0)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
            if (tag is { IsWeak: false })
                request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        }

        using Deadline deadline = clock.StartDeadline(timeout, cancellation);
        calls.CountRequest();
        try
        {
            return await _invoker.Value.SendAsync(request, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (SendFailure.Explains(error))
        {
            cancellation.ThrowIfCancellationRequested();
            throw deadline.IsCancellationRequested
                ? new SendFailure(FailureKind.TimedOut, $"no answer within {NumberText.FormatDuration(timeout)}")
                : SendFailure.CreateFrom(error);
        }
    }
}
