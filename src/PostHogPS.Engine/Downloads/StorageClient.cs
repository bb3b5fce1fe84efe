using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace PostHogPS.Engine;

/// <summary>Reads signed storage addresses. Knows no key, so it can give none away.</summary>
internal sealed class StorageClient(SessionCore core, HttpStack stack) : IDisposable
{
    private const int MostRedirects = 3;

    private readonly Lazy<HttpMessageInvoker> _invoker = new(() => core.Settings.Sandbox is null
        ? new HttpMessageInvoker(PrimaryHandler.Create(core.Settings, null, decompress: false), disposeHandler: true)
        : new HttpMessageInvoker(stack.Sandbox, disposeHandler: false));

    /// <summary>The bytes from <paramref name="from"/> on, if the file is still the one with <paramref name="tag"/>.</summary>
    internal async Task<HttpResponseMessage> OpenAsync(Uri address, long from, EntityTagHeaderValue? tag, CancellationToken cancellation)
    {
        for (int redirects = 0; ; redirects++)
        {
            HttpResponseMessage response = await SendAsync(address, from, tag, cancellation).ConfigureAwait(false);
            if ((int)response.StatusCode is < 300 or >= 400 or 304 || redirects == MostRedirects || Links.Next(response, address) is not { } next || !MayFollow(address, next))
                return response;
            response.Dispose();
            address = next;
        }
    }

    /// <summary>What began with https goes on with https; plain http stays on the machine.</summary>
    internal static bool MayFollow(Uri from, Uri to) => to.Scheme == Uri.UriSchemeHttps || (from.Scheme == Uri.UriSchemeHttp && (to.IsLoopback || to.Authority == from.Authority));

    public void Dispose()
    {
        if (_invoker.IsValueCreated)
            _invoker.Value.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(Uri address, long from, EntityTagHeaderValue? tag, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("User-Agent", core.Settings.UserAgent);
        if (from > 0)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
            if (tag is { IsWeak: false })
                request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        }

        using var deadline = new Deadline(core, cancellation);
        core.CountRequest();
        try
        {
            return await _invoker.Value.SendAsync(request, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (SendFailure.Explains(error))
        {
            cancellation.ThrowIfCancellationRequested();
            throw deadline.IsCancellationRequested
                ? new SendFailure(Loss.TimedOut, $"no answer within {TextOf.Wait(core.Settings.Timeout)}")
                : SendFailure.From(error);
        }
    }
}
