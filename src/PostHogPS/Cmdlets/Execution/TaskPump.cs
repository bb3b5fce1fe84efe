using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Hosting;
using PostHogPS.Reading;

namespace PostHogPS.Cmdlets.Execution;

/// <summary>
/// Where tasks meet the pipeline: work runs as a task, its messages cross a queue, and the pipeline thread shows them
/// meanwhile. Ctrl+C, Select-Object -First and a throw further down end the work at once.
/// </summary>
internal sealed class TaskPump
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    // Says that the work has ended.
    private static readonly EngineMessage Ended = new(EngineMessageKind.Flush, "", null);

    private static volatile bool _hasWorked;

    private readonly CommandMessages _messages;
    private readonly CancellationToken _stop;
    private readonly UnfinishedWork _unfinished;

    internal TaskPump(CommandMessages messages, UnfinishedWork unfinished, CancellationToken stop)
    {
        _messages = messages;
        _stop = stop;
        _unfinished = unfinished;
    }

    /// <summary>Runs one call of the engine and shows its messages meanwhile; <paramref name="onTick"/> is called twice a second, for progress.</summary>
    internal T Await<T>(Func<CallContext, Task<T>> body, Action? onTick = null)
    {
        if (_stop.IsCancellationRequested)
            throw new PipelineStoppedException();

        _messages.KeepDebugFromAsking();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(_stop);
        using var messages = new MessageQueue(_stop);
        var call = new CallContext(messages.Add, _messages.WantsDebug, ModuleClock.Current, cancel.Token, () => FlushAsync(messages, cancel.Token))
        {
            WantsVerbose = _messages.WantsVerbose, Unfinished = _unfinished,
        };
        // The first call may do a lot before it begins to wait (loading, finding a proxy): apart, so that Ctrl+C can leave it.
        // Later ones begin right here, which saves waking another thread each time.
        Task<T> work = _hasWorked ? Begin(body, call, onTick) : Task.Run(() => Begin(body, call, onTick: null), cancel.Token);
        _ = work.ContinueWith(_ => messages.Add(Ended), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        bool drained = false;
        try
        {
            Drain(messages, onTick);
            drained = true;
            _hasWorked = true;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            if (!drained)
            {
                cancel.Cancel();
                Observe(work);
            }
        }

        try
        {
            return work.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Runs one call that gives nothing back.</summary>
    internal void Await(Func<CallContext, Task> body, Action? onTick = null) =>
        Await(async call =>
        {
            await body(call).ConfigureAwait(false);
            return true;
        }, onTick);

    /// <summary>
    /// The items of a reader. The first batch is consumed before anything more is asked for, so -First 1 costs one request;
    /// what follows is read ahead where its reader can.
    /// </summary>
    internal IEnumerable<T> Stream<T>(ItemReader<T> reader)
    {
        SideBySideReader<ItemReader<T>, T>? ahead = null;
        try
        {
            while (ahead is null && Await(call => reader.ReadAsync(call)) is { } batch)
            {
                foreach (T item in batch)
                    yield return item;
                if (reader.CanReadAhead)
                    ahead = new SideBySideReader<ItemReader<T>, T>(new SideBySidePlan<ItemReader<T>, T>("", static one => one, static one => one), [reader]);
            }

            while (ahead is not null && Await(call => ahead.ReadAsync(call)) is { } batch)
            {
                foreach ((_, T item) in batch)
                    yield return item;
            }
        }
        finally
        {
            // Whoever stops in the middle leaves neither work nor a progress line behind.
            ahead?.Dispose();
            (reader as IDisposable)?.Dispose();
            _messages.EndProgress();
        }
    }

    /// <summary>Nothing is waited for any more.</summary>
    internal void EndProgress() => _messages.EndProgress();

    // What a body throws before its first wait is a failure of the work like any later one: Ctrl+C at that moment too.
    private static Task<T> Begin<T>(Func<CallContext, Task<T>> body, CallContext call, Action? onTick)
    {
        // Not where progress is shown while a request is in flight.
        call.Waiter = onTick is null ? Environment.CurrentManagedThreadId : 0;
        try
        {
            return body(call);
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }

    private void Drain(MessageQueue messages, Action? onTick)
    {
        WaitNotice? notice = null;
        try
        {
            while (true)
            {
                int patience = notice is null && onTick is null ? Timeout.Infinite : (int)Tick.TotalMilliseconds;
                EngineMessage? message = messages.Take(patience);
                if (message is null)
                {
                    onTick?.Invoke();
                    if (notice is not null)
                        _messages.ShowWait(notice, ProgressRecordType.Processing);
                    continue;
                }

                if (ReferenceEquals(message, Ended))
                    return;
                // While one request waits, others have something to say.
                if (notice is { SecondsRemaining: 0 })
                {
                    _messages.ShowWait(notice, ProgressRecordType.Completed);
                    notice = null;
                }

                notice = _messages.Show(message) ?? notice;
            }
        }
        finally
        {
            if (notice is not null && !_stop.IsCancellationRequested)
                _messages.ShowWait(notice, ProgressRecordType.Completed);
        }
    }

    // Completed when the pipeline thread comes to it, and so has shown everything before it.
    private static async Task FlushAsync(MessageQueue messages, CancellationToken cancellation)
    {
        var flushed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellation.Register(() => flushed.TrySetCanceled()))
        {
            messages.Add(new EngineMessage(EngineMessageKind.Flush, "", null) { Item = flushed });
            await flushed.Task.ConfigureAwait(false);
        }
    }

    // An abandoned task must not surface later as an unobserved exception.
    private static void Observe(Task work) =>
        _ = work.ContinueWith(t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
