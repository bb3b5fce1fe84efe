using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Reading;

/// <summary>
/// One list per project, some projects at a time. The items come as they arrive; few pages are read ahead, so that a slow
/// reader or -First keeps the work from running ahead. A project that fails is reported and the others go on.
/// </summary>
internal sealed class ProjectsReader<T> : ItemReader<(ProjectScope Scope, T Item)>, IDisposable
{
    private const int AtATime = 4;
    private const int PagesAhead = 8;

    private readonly ConcurrentQueue<ProjectScope> _waiting;
    private readonly int _workers;
    private readonly Func<ProjectScope, string?, CallContext, Task<Page<T>>> _fetch;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _room = new(PagesAhead);
    private readonly SemaphoreSlim _ready = new(0);

    // What the workers have for the caller, in order; null when all of them have ended.
    private readonly ConcurrentQueue<Action<CallContext>?> _news = new();
    private IReadOnlyList<(ProjectScope Scope, T Item)>? _page;
    private bool _hasBegun;

    /// <param name="scopes">The projects.</param>
    /// <param name="fetch">Asks for a page of a project; null is the first one.</param>
    internal ProjectsReader(IReadOnlyCollection<ProjectScope> scopes, Func<ProjectScope, string?, CallContext, Task<Page<T>>> fetch)
    {
        _waiting = new ConcurrentQueue<ProjectScope>(scopes);
        _workers = Math.Min(AtATime, scopes.Count);
        _fetch = fetch;
    }

    internal override async Task<IReadOnlyList<(ProjectScope Scope, T Item)>?> ReadAsync(CallContext call)
    {
        if (!_hasBegun)
            Begin(call);
        while (true)
        {
            await _ready.WaitAsync(call.Cancellation).ConfigureAwait(false);
            if (!_news.TryDequeue(out Action<CallContext>? tell) || tell is null)
                return null;
            tell(call);
            if (_page is { } page)
            {
                _page = null;
                _room.Release();
                return page;
            }
        }
    }

    /// <summary>Ends the work. What it holds is left to the collector: workers end a moment after this.</summary>
    public void Dispose() => _stop.Cancel();

    private void Begin(CallContext call)
    {
        _hasBegun = true;
        var context = new CallContext(message => Add(reader => reader.Report(message)), call.Debug, call.Clock, _stop.Token);
        Task[] workers = Enumerable.Range(0, _workers).Select(_ => Task.Run(() => WorkAsync(context))).ToArray();
        _ = Task.WhenAll(workers).ContinueWith(_ => Add(null), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task WorkAsync(CallContext context)
    {
        while (_waiting.TryDequeue(out ProjectScope? scope) && !context.Cancellation.IsCancellationRequested)
        {
            try
            {
                await ReadAllOfAsync(scope, context).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // Nobody waits for it any more.
                if (context.Cancellation.IsCancellationRequested)
                    return;
                // Whatever it is: a project that failed must never look like one that has nothing.
                context.Fail(e, scope.Description);
            }
        }
    }

    private async Task ReadAllOfAsync(ProjectScope scope, CallContext context)
    {
        var walk = new PageWalk<T>();
        while (walk.GoesOn)
        {
            Page<T> page = await _fetch(scope, walk.Next, context).ConfigureAwait(false);
            IReadOnlyList<T> items = walk.Accept(page);
            await _room.WaitAsync(context.Cancellation).ConfigureAwait(false);
            Add(_ => _page = items.Select(item => (scope, item)).ToList());
            foreach (PostHogApiException unreadable in walk.Unreadable)
                context.Fail(unreadable, scope.Description);
            if (walk.Problem is { } problem)
                throw problem;
        }
    }

    private void Add(Action<CallContext>? tell)
    {
        _news.Enqueue(tell);
        _ready.Release();
    }
}
