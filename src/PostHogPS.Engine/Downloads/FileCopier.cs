using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Engine.Answers;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Client;
using PostHogPS.Engine.Errors;
using PostHogPS.Engine.Frameworks;
using PostHogPS.Engine.Retry;
using PostHogPS.Engine.Routes;
using PostHogPS.Engine.Secrets;
using PostHogPS.Engine.Time;

namespace PostHogPS.Engine.Downloads;

/// <summary>
/// Copies one file: asks the API for the signed address, reads it without the key, and continues where a broken connection
/// left off, with a fresh address each time since signatures run out.
/// </summary>
internal sealed class FileCopier(
    ApiSender sender,
    StorageClient storage,
    CallTracker calls,
    ErrorFactory errors,
    Redactor redactor,
    ConnectionClock clock,
    TimeSpan timeout)
{
    private const int MostBreaks = 3;

    internal async Task CopyAsync(Func<ApiRequest> request, CopyProgress progress, CallContext context)
    {
        using CallLease lease = calls.Enter();
        for (int breaks = 0; ; breaks++)
        {
            CallState? call = null;
            try
            {
                using HttpResponseMessage answer = await sender.OpenAsync(request(), context).ConfigureAwait(false);
                call = ((ApiMessage)answer.RequestMessage!).Call;
                if (await FromAsync(answer, call, progress).ConfigureAwait(false))
                    return;
            }
            catch (SendFailure failure) when (call is not null)
            {
                if (breaks >= MostBreaks || failure.Kind is FailureKind.Certificate or FailureKind.NoTls)
                    throw errors.FromFailure(call, failure);
                TimeSpan wait = RetryPlan.Backoff(breaks, Jitter.Next());
                context.Report(
                    EngineMessageKind.Waiting,
                    redactor.Clean($"The download broke off at byte {NumberText.Format(progress.Position)} ({failure.Reason}); "
                        + $"it goes on in {NumberText.FormatDuration(wait)}.",
                        context),
                    wait);
                await clock.DelayAsync(wait, context.Cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>True when the copy is complete; false to ask again from another place.</summary>
    private async Task<bool> FromAsync(HttpResponseMessage answer, CallState api, CopyProgress progress)
    {
        CancellationToken cancellation = api.Context.Cancellation;
        int status = (int)answer.StatusCode;
        if (status is < 300 or >= 400 || HttpLinks.Redirect(answer, api.Address) is not { } signed)
        {
            return answer.IsSuccessStatusCode
                ? await CopyAsync(answer, api, progress, cancellation).ConfigureAwait(false)
                : throw sender.ErrorFor(api, answer);
        }

        if (!StorageClient.MayFollow(api.Address, signed))
            throw errors.PlainStorage(api, signed);
        // What is shown of a signed address must not hold the signature.
        var call = new CallState(api.Context, CallSafety.Repeatable, "GET", new Uri(signed.GetLeftPart(UriPartial.Path))) { Attempts = 1 };
        using HttpResponseMessage file =
            await storage.OpenAsync(signed, progress.Position, progress.Tag, cancellation).ConfigureAwait(false);
        if (HttpLinks.Redirect(file, signed) is { } next && !StorageClient.MayFollow(signed, next))
            throw errors.PlainStorage(api, next);
        return await CopyAsync(file, call, progress, cancellation).ConfigureAwait(false);
    }

    private async Task<bool> CopyAsync(HttpResponseMessage file, CallState call, CopyProgress progress, CancellationToken cancellation)
    {
        int status = (int)file.StatusCode;
        if (status == 416)
            return AtTheEnd(file, call, progress);
        if (status is 408 or 429 or >= 500)
            throw new SendFailure(FailureKind.ConnectionLost, "the storage answered " + NumberText.Format(status), status);
        if (!file.IsSuccessStatusCode)
        {
            file.Content = new BufferedContent(await ExcerptAsync(file.Content, cancellation).ConfigureAwait(false), file.Content.Headers);
            throw errors.FromAnswer(call, file);
        }

        // A storage without If-Range gives a part of the file that is there now.
        if (status == 206 && progress is { HasBegun: false, Position: > 0 } && !Equals(file.Headers.ETag, progress.Tag))
        {
            progress.StartOver();
            return false;
        }

        long skip = Place(file, call, progress);
        await CopyContentAsync(file.Content, skip, progress, cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>Where the answer's first byte belongs. Returns how many bytes of the answer are there already and must be skipped.</summary>
    private long Place(HttpResponseMessage file, CallState call, CopyProgress progress)
    {
        int status = (int)file.StatusCode;
        if (status == 206)
        {
            long? from = file.Content.Headers.ContentRange?.From;
            long? total = file.Content.Headers.ContentRange?.Length;
            if (from != progress.Position || (progress.HasBegun && progress.Total is not null && total is not null && total != progress.Total))
                throw errors.NotReadable(call, status, [], "it is not the part of the file that was asked for");
            progress.Begin(progress.Position, total, file.Headers.ETag);
            return 0;
        }

        // The complete file, because the storage knows no ranges or the file has changed.
        long? length = file.Content.Headers.ContentLength;
        if (!progress.HasBegun)
        {
            progress.Begin(0, length, file.Headers.ETag);
            return 0;
        }

        if (progress.Total != length || (progress.Tag is { } tag && file.Headers.ETag is { } now && !tag.Equals(now)))
            throw errors.NotReadable(call, status, [], "the file has changed while it was being copied; start the copy again");
        return progress.Position;
    }

    private bool AtTheEnd(HttpResponseMessage file, CallState call, CopyProgress progress)
    {
        long? total = file.Content?.Headers.ContentRange?.Length;
        if (total == progress.Position && (progress.HasBegun || Equals(file.Headers.ETag, progress.Tag)))
        {
            progress.Begin(progress.Position, total, file.Headers.ETag);
            return true;
        }

        if (progress.HasBegun || progress.Position == 0)
            throw errors.FromAnswer(call, file);
        // The local part is longer than the file, or its version is unknown.
        progress.StartOver();
        return false;
    }

    private async Task CopyContentAsync(HttpContent content, long skip, CopyProgress progress, CancellationToken cancellation)
    {
        using Deadline stall = clock.StartDeadline(timeout, cancellation);
        using CancellationTokenRegistration closing = stall.Token.Register(static c => ((HttpContent)c!).Dispose(), content);
        Stream source = await SourceAsync(content, stall.Token, cancellation).ConfigureAwait(false);
        byte[] block = new byte[80 * 1024];
        while (true)
        {
            int read = await ReadAsync(source, block, stall, cancellation).ConfigureAwait(false);
            if (read == 0)
                break;
            int passed = (int)Math.Min(skip, read);
            skip -= passed;
            // Not caught: the caller gets the error of a full disk as it is.
            await progress.Target.WriteBlockAsync(block, passed, read - passed, cancellation).ConfigureAwait(false);
            progress.Add(read - passed);
            stall.Restart();
        }

        if (progress.Total is { } total && progress.Position < total)
            throw new SendFailure(FailureKind.ConnectionLost, "the storage stopped before the end");
    }

    /// <summary>The beginning of an error answer.</summary>
    private async Task<Body> ExcerptAsync(HttpContent content, CancellationToken cancellation)
    {
        using Deadline stall = clock.StartDeadline(timeout, cancellation);
        Stream source = await SourceAsync(content, stall.Token, cancellation).ConfigureAwait(false);
        byte[] block = new byte[4096];
        int read = await ReadAsync(source, block, stall, cancellation).ConfigureAwait(false);
        return new Body(block, read);
    }

    private static async Task<Stream> SourceAsync(HttpContent content, CancellationToken stall, CancellationToken cancellation)
    {
        try
        {
            return await content.OpenAsync(stall).ConfigureAwait(false);
        }
        catch (Exception error) when (SendFailure.Explains(error) || error is ObjectDisposedException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new SendFailure(FailureKind.ConnectionLost, "the connection broke");
        }
    }

    private static async Task<int> ReadAsync(Stream source, byte[] block, CancellationTokenSource stall, CancellationToken cancellation)
    {
        try
        {
            return await source.ReadBlockAsync(block, 0, stall.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (SendFailure.Explains(error) || error is ObjectDisposedException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new SendFailure(FailureKind.ConnectionLost, stall.IsCancellationRequested ? "nothing came for too long" : "the connection broke");
        }
    }
}
