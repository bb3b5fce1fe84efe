using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;

namespace PostHogPS.Cmdlets;

/// <summary>
/// One list per project, some projects at a time. The items come as they arrive; the queue is short, so that a slow
/// reader or -First keeps the work from running ahead. The connection's pacing holds for all of it.
/// </summary>
internal static class Fan
{
    private const int AtATime = 4;
    private const int QueueLength = 8;

    /// <summary>Reads all <paramref name="scopes"/>. A project that fails is handed to <paramref name="failed"/> and the others go on.</summary>
    internal static IEnumerable<(ProjectScope Scope, T Item)> Stream<T>(
        AsyncCmdlet cmdlet, IReadOnlyList<ProjectScope> scopes, Func<ProjectScope, string?, CallContext, Task<Page<T>>> fetch, Action<ProjectScope, Exception> failed)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cmdlet.StopToken);
        // Taken out once: workers end after this method does, and the source is disposed of by then.
        CancellationToken stopped = stop.Token;
        var queue = new BlockingCollection<object>(QueueLength);
        var waiting = new ConcurrentQueue<ProjectScope>(scopes);
        var context = new CallContext(stopped, message => Add(queue, message, stopped), cmdlet.WantsDebug);
        Task[] workers = Enumerable.Range(0, Math.Min(AtATime, scopes.Count))
            .Select(_ => Task.Run(() => Work(waiting, queue, fetch, context))).ToArray();
        _ = Task.WhenAll(workers).ContinueWith(_ => queue.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            while (Take(cmdlet, queue) is { } got)
            {
                switch (got)
                {
                    case EngineMessage message:
                        cmdlet.ShowMessage(message);
                        break;
                    case Failure failure:
                        failed(failure.Scope, failure.Exception);
                        break;
                    case Answer<T> answer:
                        foreach (T item in answer.Items)
                            yield return (answer.Scope, item);
                        break;
                }
            }
        }
        finally
        {
            stop.Cancel();
        }
    }

    private static async Task Work<T>(
        ConcurrentQueue<ProjectScope> waiting, BlockingCollection<object> queue, Func<ProjectScope, string?, CallContext, Task<Page<T>>> fetch, CallContext context)
    {
        while (waiting.TryDequeue(out ProjectScope? scope) && !context.Cancellation.IsCancellationRequested)
        {
            try
            {
                var walk = new PageWalk<T>();
                while (walk.GoesOn)
                {
                    Page<T> page = await fetch(scope, walk.Next, context).ConfigureAwait(false);
                    Add(queue, new Answer<T>(scope, walk.Accept(page)), context.Cancellation);
                    foreach (PostHogApiException unreadable in walk.Unreadable)
                        Add(queue, new Failure(scope, unreadable), context.Cancellation);
                    if (walk.Problem is { } problem)
                        throw problem;
                }
            }
            catch (Exception e) when (!context.Cancellation.IsCancellationRequested)
            {
                // Whatever it is: a project that failed must never look like one that has nothing.
                Add(queue, new Failure(scope, e), context.Cancellation);
            }
            catch (Exception e) when (context.Cancellation.IsCancellationRequested)
            {
                // Nobody waits for it any more.
                _ = e;
                return;
            }
        }
    }

    private static object? Take(AsyncCmdlet cmdlet, BlockingCollection<object> queue)
    {
        try
        {
            return queue.TryTake(out object? got, Timeout.Infinite, cmdlet.StopToken) ? got : null;
        }
        catch (OperationCanceledException)
        {
            throw new System.Management.Automation.PipelineStoppedException();
        }
    }

    private static void Add(BlockingCollection<object> queue, object item, CancellationToken cancellation)
    {
        try
        {
            queue.Add(item, cancellation);
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException)
        {
            // Nobody reads any more.
            _ = e;
        }
    }

    private sealed class Answer<T>
    {
        internal Answer(ProjectScope scope, IReadOnlyList<T> items)
        {
            Scope = scope;
            Items = items;
        }

        internal ProjectScope Scope { get; }

        internal IReadOnlyList<T> Items { get; }
    }

    private sealed class Failure
    {
        internal Failure(ProjectScope scope, Exception exception)
        {
            Scope = scope;
            Exception = exception;
        }

        internal ProjectScope Scope { get; }

        internal Exception Exception { get; }
    }
}
