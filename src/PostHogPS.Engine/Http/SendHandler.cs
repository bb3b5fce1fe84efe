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

    // Few and long methods here and in the handlers above: the runtime compiles each asynchronous one of them, with a dozen
    // parts of its own, before the first answer.
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var message = (ApiMessage)request;
        calls.CountRequest();
        HttpResponseMessage? response = null;
        Deadline? deadline = null;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            message.Call.BeginSend();
            deadline = clock.StartDeadline(timeout, cancellationToken);
            // Cancelling closes the connection, so that a blocked thread is free again at once.
            bool blocks = MayBlock(message.Call);
#if NET
            if (blocks)
                response = base.Send(message, deadline.Token);
#endif
            response ??= await base.SendAsync(message, deadline.Token).ConfigureAwait(false);
            clock.Learn(response.Headers.Date);
            if (response.Content is { } content && (!message.Call.Streams || !response.IsSuccessStatusCode))
                await BufferAsync(response, content, blocks, deadline, cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch (Exception error) when (response is null && deadline is not null && SendFailure.Explains(error))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw deadline.IsCancellationRequested ? TimedOut() : SendFailure.CreateFrom(error);
        }
        catch
        {
            response?.Dispose();
            throw;
        }
        finally
        {
            deadline?.Dispose();
            // The response refers to the message; nothing that lives longer than this call may hold the key.
            message.Headers.Authorization = null;
            message.Call.EndSend(calls.IsClosed);
        }
    }

    // .NET Framework and the handlers of tests have no way to send without waking another thread.
#if NET
    private bool MayBlock(CallState call) => InnerHandler is SocketsHttpHandler && call.Context.MayBlock && !call.Streams;
#else
    private static bool MayBlock(CallState call) => false;
#endif

    // An incomplete body is a lost answer like any other, so it is read here, below the retries. An announced length
    // counts packed bytes, and may be wrong: the unpacked bytes count.
    private async Task BufferAsync(HttpResponseMessage response, HttpContent content, bool blocks, Deadline stall, CancellationToken cancellation)
    {
        bool whole = response.IsSuccessStatusCode;
        long most = whole ? mostBytes : Math.Min(mostBytes, MostErrorBytes);
        if (content is BufferedContent)
            return;
        stall.Restart();
        // Closing the response also ends reads that ignore tokens: those of Windows PowerShell, and those that block.
        using CancellationTokenRegistration closing = stall.Token.Register(static r => ((HttpResponseMessage)r!).Dispose(), response);
        try
        {
            using Stream stream = await content.OpenAsync(stall.Token).ConfigureAwait(false);
            // The announced length is only the first size of the buffer; one byte more, so that the end is seen without growing.
            byte[] array = ArrayPool<byte>.Shared.Rent(content.Headers.ContentLength is > 0 and < 16_000_000 and long length ? (int)length + 1 : 32 * 1024);
            int filled = 0;
            int read;
            while ((read = blocks ? stream.Read(array, filled, array.Length - filled)
                : await stream.ReadBlockAsync(array, filled, stall.Token).ConfigureAwait(false)) > 0)
            {
                filled += read;
                if (filled > most)
                {
                    if (!whole)
                    {
                        filled = (int)most;
                        break;
                    }

                    ArrayPool<byte>.Shared.Return(array);
                    throw new SendFailure(FailureKind.TooLarge,
                        $"the answer is larger than {NumberText.Format(most / (1024 * 1024))} MB, the most that is read");
                }

                if (filled == array.Length)
                    array = Grown(array);
                // A slow body is fine as long as data arrives.
                stall.Restart();
            }

            response.Content = new BufferedContent(new Body(array, filled, isLent: true), content.Headers);
        }
        catch (Exception error) when (SendFailure.Explains(error) || error is InvalidOperationException or InvalidDataException)
        {
            cancellation.ThrowIfCancellationRequested();
            // A closed stream is an ObjectDisposedException; the other two are the errors of gzip and brotli for invalid data.
            bool garbled = error is InvalidDataException or InvalidOperationException and not ObjectDisposedException;
            throw new SendFailure(
                stall.IsCancellationRequested ? FailureKind.TimedOut : FailureKind.ConnectionLost,
                $"the server answered {NumberText.Format((int)response.StatusCode)} and the answer {(garbled ? "cannot be unpacked" : "broke off")}",
                (int)response.StatusCode);
        }
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
