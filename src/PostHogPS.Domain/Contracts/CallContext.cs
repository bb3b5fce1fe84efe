using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Text;

namespace PostHogPS.Contracts;

/// <summary>
/// What belongs to a piece of work: how to stop it, what time it is, and where its messages, errors and results go. They reach
/// the caller in order, as they come.
/// </summary>
public sealed class CallContext
{
    private readonly Action<EngineMessage>? _report;
    private readonly Func<Task>? _flush;
    private readonly HiddenValues _hidden;

    /// <summary>Makes a context.</summary>
    public CallContext(CancellationToken cancellation, Action<EngineMessage>? report = null, bool debug = false)
        : this(report, null, debug, SystemClock.Instance, new HiddenValues(), cancellation)
    {
    }

    /// <param name="report">Takes messages, from any thread.</param>
    /// <param name="debug">Whether somebody reads debug messages.</param>
    /// <param name="clock">The clock to wait by.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="flush">Waits until the messages so far have been handled; null where they are handled at once.</param>
    /// <param name="turn">Its place among work that is read side by side; null where it is alone.</param>
#pragma warning disable CA1068 // The last parameter is optional.
    internal CallContext(
        Action<EngineMessage>? report, bool debug, IClock clock, CancellationToken cancellation, Func<Task>? flush = null, IRequestTurn? turn = null)
#pragma warning restore CA1068
        : this(report, flush, debug, clock, new HiddenValues(), cancellation)
    {
        Turn = turn;
    }

    private CallContext(Action<EngineMessage>? report, Func<Task>? flush, bool debug, IClock clock, HiddenValues hidden, CancellationToken cancellation)
    {
        Cancellation = cancellation;
        _report = report;
        _flush = flush;
        Debug = debug;
        Clock = clock;
        _hidden = hidden;
    }

    /// <summary>Ends the call at once.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>True when somebody reads debug messages: headers and bodies are only formatted then.</summary>
    public bool Debug { get; }

    /// <summary>True when somebody reads verbose lines: else they are neither made nor passed on.</summary>
    public bool WantsVerbose { get; internal set; } = true;

    /// <summary>The thread that waits for nothing but this work, as <see cref="Environment.CurrentManagedThreadId"/> names it; 0 for none.</summary>
    internal int Waiter { get; set; }

    /// <summary>
    /// True where a request may hold the current thread until its answer comes: on the thread that would wait for it anyway. Waking
    /// one thread to wake another takes longer than the rest of a call.
    /// </summary>
    internal bool MayBlock => Waiter == Environment.CurrentManagedThreadId && Turn is null;

    /// <summary>The clock to wait by.</summary>
    internal IClock Clock { get; }

    /// <summary>What the command waits for when it is stopped, before it ends.</summary>
    internal UnfinishedWork Unfinished { get; set; } = new();

    /// <summary>Its place among work that is read side by side; null where it is alone.</summary>
    internal IRequestTurn? Turn { get; private set; }

    internal bool HasSecrets => !_hidden.IsEmpty;

    /// <summary>Takes a secret out of every text of this call, by its value.</summary>
    internal void Hide(string secret)
    {
        if (secret.Length > 0)
            _hidden.Add(new HiddenValue(secret));
    }

    /// <summary>The same with several, and with what is secret by itself inside each.</summary>
    internal void HideAll(IEnumerable<string> secrets)
    {
        foreach (string secret in secrets)
        {
            Hide(secret);
            foreach (string part in SecretParts.Find(secret))
                Hide(part);
        }
    }

    /// <summary>The text without the secrets of this call.</summary>
    internal string WithoutSecrets(string text) => _hidden.Hide(text);

    /// <summary>Passes a message on. Safe from any thread; texts are already redacted.</summary>
    public void Report(EngineMessageKind kind, string text, TimeSpan? wait = null)
    {
        if (kind != EngineMessageKind.Verbose || WantsVerbose)
            _report?.Invoke(new EngineMessage(kind, text, wait));
    }

    internal void Report(EngineMessage message) => _report?.Invoke(message);

    internal void Warn(string text) => Report(EngineMessageKind.Warning, text);

    /// <summary>A warning about the complete command, written once however many items cause it.</summary>
    internal void WarnOnce(string text) => Report(new EngineMessage(EngineMessageKind.Warning, text, null) { IsOnce = true });

    internal void Verbose(string text) => Report(EngineMessageKind.Verbose, text);

    /// <summary>A line for a person, as Write-Host shows it.</summary>
    internal void Inform(string text) => Report(EngineMessageKind.Information, text);

    /// <summary>A result, written to the pipeline as it comes.</summary>
    internal void WriteResult(object item) => Report(new EngineMessage(EngineMessageKind.Result, "", null) { Item = item });

    /// <summary>The failure of one item.</summary>
    /// <param name="error">What happened.</param>
    /// <param name="target">What the user gave.</param>
    /// <param name="advice">The next command, where there is a better one than usual.</param>
    /// <param name="isOnce">Reported once however often the same list is read.</param>
    internal void Fail(Exception error, object? target, string? advice = null, bool isOnce = false) =>
        Report(new EngineMessage(EngineMessageKind.Error, error.Message, null) { Error = error, Item = target, Advice = advice, IsOnce = isOnce });

    /// <summary>
    /// Waits until the caller has handled all messages so far. Before a request that starts work: an error or a result among
    /// them may end the command, and then it must not be sent.
    /// </summary>
    internal async Task FlushAsync()
    {
        if (_flush is not null)
            await _flush().ConfigureAwait(false);
        Cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Waits by the clock of this work.</summary>
    internal Task DelayAsync(TimeSpan delay)
    {
        // A timer cannot be set for longer.
        TimeSpan longest = TimeSpan.FromDays(24);
        return Clock.Delay(delay < longest ? delay : longest, Cancellation);
    }

    /// <summary>The same work with another way to stop it.</summary>
    internal CallContext With(CancellationToken cancellation) => With(Turn, cancellation);

    /// <summary>The same work with another place among others, and another way to stop it.</summary>
    internal CallContext With(IRequestTurn? turn, CancellationToken cancellation) => new(_report, _flush, Debug, Clock, _hidden, cancellation)
    {
        Turn = turn, WantsVerbose = WantsVerbose, Waiter = Waiter, Unfinished = Unfinished,
    };

    /// <summary>
    /// Does the work for one item. A failure of the item is one error and the next item follows; what no later item can do
    /// better (bad key, no connection) ends the command. Returns whether it succeeded.
    /// </summary>
    /// <param name="target">What the user gave for it.</param>
    /// <param name="work">Does it.</param>
    /// <param name="advice">The next command after a failure, where there is a better one than usual.</param>
    internal async Task<bool> TryAsync(object? target, Func<Task> work, Func<PostHogApiException, string?>? advice = null)
    {
        try
        {
            await work().ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException e) when (e is CommandEndedException || Cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is not (OutOfMemoryException or ThreadAbortException))
        {
            Fail(e, target, e is PostHogApiException failed ? advice?.Invoke(failed) : null);
            // The caller ends the command when it hears of the error.
            if (EndsCommand(e))
                throw new CommandEndedException();
        }

        return false;
    }

    /// <summary>
    /// Does something within the time that a wait has left. False when it took longer: a slow answer must not prolong the wait.
    /// </summary>
    internal async Task<bool> WithinAsync(TimeSpan? left, Func<CallContext, Task> look)
    {
        if (left is not { } time)
        {
            await look(this).ConfigureAwait(false);
            return true;
        }

        // The last read starts at the deadline and still needs a moment.
        TimeSpan least = TimeSpan.FromSeconds(2), most = TimeSpan.FromDays(24);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(time < least ? least : time < most ? time : most);
        try
        {
            await look(With(limit.Token)).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !Cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>True for a failure that no later item can avoid.</summary>
    internal static bool EndsCommand(Exception e) => e switch
    {
        PostHogApiException failed => failed.Kind is PostHogErrorKind.Unauthorized or PostHogErrorKind.Certificate,
        ProblemException problem => problem.EndsCommand,
        _ => false,
    };

    // Passes through every piece of work that the failed one is a part of.
    private sealed class CommandEndedException : OperationCanceledException
    {
    }
}
