using System;
using System.Buffers;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Engine.Answers;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Frameworks;
using PostHogPS.Engine.Retry;
using PostHogPS.Engine.Time;

namespace PostHogPS.Engine.Http;

/// <summary>
/// The last step before the socket: limits the time to the headers, reads the body, and puts every failure into the
/// kinds that the retry plan knows.
/// </summary>
internal sealed class SendHandler(CallTracker calls, ConnectionClock clock, TimeSpan timeout, long mostBytes) : DelegatingHandler
{
    // An error is a few hundred bytes; of anything longer the beginning says what it is.
    private const int MostErrorBytes = 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var message = (ApiMessage)request;
        calls.CountRequest();
        cancellationToken.ThrowIfCancellationRequested();
        message.Call.BeginSend();
        try
        {
            return await AnswerAsync(message, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            message.Call.EndSend(calls.IsClosed);
        }
    }

    private async Task<HttpResponseMessage> AnswerAsync(ApiMessage message, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await HeadersAsync(message, cancellationToken).ConfigureAwait(false);
        try
        {
            if (!message.Call.Streams || !response.IsSuccessStatusCode)
                await BufferAsync(response, cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<HttpResponseMessage> HeadersAsync(ApiMessage message, CancellationToken cancellation)
    {
        using Deadline deadline = clock.StartDeadline(timeout, cancellation);
        try
        {
            HttpResponseMessage response = await base.SendAsync(message, deadline.Token).ConfigureAwait(false);
            clock.Learn(response.Headers.Date);
            return response;
        }
        catch (Exception error) when (SendFailure.Explains(error))
        {
            cancellation.ThrowIfCancellationRequested();
            throw deadline.IsCancellationRequested ? TimedOut() : SendFailure.CreateFrom(error);
        }
    }

    // A body that breaks off is a lost answer like any other, so it is read here, below the retries.
    private async Task BufferAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        HttpContent? content = response.Content;
        if (content is null)
            return;
        using Deadline stall = clock.StartDeadline(timeout, cancellation);
        // Closing the response also ends reads that do not listen to tokens (Windows PowerShell).
        using CancellationTokenRegistration closing = stall.Token.Register(static r => ((HttpResponseMessage)r!).Dispose(), response);
        try
        {
            response.Content = new BufferedContent(await ReadAsync(content, response.IsSuccessStatusCode, stall).ConfigureAwait(false), content);
        }
        catch (Exception error) when (SendFailure.Explains(error) || error is InvalidOperationException or InvalidDataException)
        {
            cancellation.ThrowIfCancellationRequested();
            // A closed stream is an ObjectDisposedException; the other two are how gzip and brotli say that they read nonsense.
            bool garbled = error is InvalidDataException or InvalidOperationException and not ObjectDisposedException;
            throw new SendFailure(
                stall.IsCancellationRequested ? FailureKind.TimedOut : FailureKind.ConnectionLost,
                $"the server answered {NumberText.Format((int)response.StatusCode)} and the answer {(garbled ? "cannot be unpacked" : "broke off")}",
                (int)response.StatusCode);
        }
    }

    // An announced length counts packed bytes, and may be a lie: what counts is what has come out.
    private async Task<Body> ReadAsync(HttpContent content, bool whole, Deadline stall)
    {
        long most = whole ? mostBytes : Math.Min(mostBytes, MostErrorBytes);
        if (content is BufferedContent ready)
            return ready.Body;
        using Stream stream = await content.OpenAsync(stall.Token).ConfigureAwait(false);
        // The announced length is where to begin, not something to trust; one more, so that the end is seen without growing.
        byte[] array = ArrayPool<byte>.Shared.Rent(content.Headers.ContentLength is > 0 and < 16_000_000 and long length ? (int)length + 1 : 32 * 1024);
        int filled = 0;
        int read;
        while ((read = await stream.ReadBlockAsync(array, filled, stall.Token).ConfigureAwait(false)) > 0)
        {
            filled += read;
            if (filled > most)
            {
                if (!whole)
                    return new Body(array, (int)most, isLent: true);
                ArrayPool<byte>.Shared.Return(array);
                throw new SendFailure(FailureKind.TooLarge, $"the answer is larger than {NumberText.Format(most / (1024 * 1024))} MB, the most that is read");
            }

            if (filled == array.Length)
                array = Grown(array);
            // A slow body is fine as long as data arrives.
            stall.Restart();
        }

        return new Body(array, filled, isLent: true);
    }

    private static byte[] Grown(byte[] full)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(full.Length * 2L, 0x7FFFFFC7));
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }

    private SendFailure TimedOut() => new(FailureKind.TimedOut, $"no answer within {NumberText.FormatDuration(timeout)}");
}
