using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Binding;
using PostHogPS.Contracts;
using PostHogPS.Errors;
using PostHogPS.Hosting;
using PostHogPS.Reading;
using PostHogPS.Text;

namespace PostHogPS.Cmdlets;

/// <summary>
/// Base of every cmdlet. Work runs as a task, its messages cross a queue, and only the pipeline thread touches the
/// cmdlet. Ctrl+C, Select-Object -First and a throw further down end the work at once.
/// </summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WorthSaying = TimeSpan.FromSeconds(5);
    private const int WaitActivity = 0x5048;

    private static volatile bool _hasWorked;

    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _warned = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);
    private readonly Dictionary<Activity, ProgressLine> _lines = new();
    private bool _isQuiet;

    /// <summary>Cancelled by Ctrl+C.</summary>
    internal CancellationToken StopToken => _stop.Token;

    /// <summary>Refuses lists with blank entries before anything is read or sent. An override calls it first.</summary>
    protected override void BeginProcessing() => Try(null, RefuseBlankItems);

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException e)
        {
            // Ctrl+C at the moment the command ended by itself.
            _ = e;
        }
    }

    /// <summary>Tells a person who has just pressed Ctrl+C what goes on without the command: the streams are closed by then, the host is not.</summary>
    internal void SayOnStop(string? text)
    {
        if (text is not null)
            Host.UI.WriteWarningLine(MessageText.Clean(text));
    }

    /// <summary>Writes a file as Get-Item gives it: tables of files show nothing of a bare one.</summary>
    private protected void WriteFile(System.IO.FileInfo file)
    {
        foreach (PSObject item in InvokeProvider.Item.Get([file.FullName], force: true, literalPath: true))
            WriteObject(item);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes a warning that cannot steer the terminal.</summary>
    internal new void WriteWarning(string text)
    {
        KeepDebugFromAsking();
        base.WriteWarning(MessageText.Clean(text));
    }

    /// <summary>Writes a warning that holds for the whole command, however many of its items it comes up with.</summary>
    internal void WarnOnce(string text)
    {
        if (_warned.Add(text))
            WriteWarning(text);
    }

    /// <summary>Writes a verbose line with its text cleaned.</summary>
    internal new void WriteVerbose(string text)
    {
        KeepDebugFromAsking();
        base.WriteVerbose(MessageText.Clean(text));
    }

    /// <summary>Asks with cleaned texts.</summary>
    internal new bool ShouldProcess(string target, string action)
    {
        KeepDebugFromAsking();
        return base.ShouldProcess(MessageText.Clean(target), MessageText.Clean(action));
    }

    /// <summary>Asks with cleaned texts.</summary>
    internal new bool ShouldProcess(string description, string warning, string caption) => ShouldProcess(description, warning, caption, [], out _);

    /// <summary>Asks about a change with one line for each thing that changes, and says why not.</summary>
    internal bool ShouldProcess(string description, string warning, string caption, IReadOnlyCollection<string> lines, out ShouldProcessReason reason)
    {
        KeepDebugFromAsking();
        return base.ShouldProcess(MessageText.WithLines(description, lines), MessageText.WithLines(warning, lines), MessageText.Clean(caption), out reason);
    }

    /// <summary>True when a person will see what ShouldProcess is asked: -WhatIf, -Confirm, and the preferences that stand for them.</summary>
    /// <param name="impact">The command's own.</param>
    private protected bool ShowsIntent(ConfirmImpact impact)
    {
        if (Given("WhatIf") ? IsOn("WhatIf") : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference")))
            return true;
        if (Given("Confirm"))
            return IsOn("Confirm");
        return LanguagePrimitives.TryConvertTo(GetVariableValue("ConfirmPreference"), out ConfirmImpact least) && least != ConfirmImpact.None && impact >= least;
    }

    private bool IsOn(string parameter) => MyInvocation.BoundParameters[parameter] is SwitchParameter { IsPresent: true };

    /// <summary>Runs one call of the engine and shows its messages meanwhile; <paramref name="onTick"/> is called twice a second, for progress.</summary>
    internal T Await<T>(Func<CallContext, Task<T>> body, Action? onTick = null)
    {
        if (_stop.IsCancellationRequested)
            throw new PipelineStoppedException();

        KeepDebugFromAsking();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        using var messages = new BlockingCollection<EngineMessage>();
        var call = new CallContext(message => Post(messages, message), WantsDebug, ModuleClock.Current, cancel.Token);
        // The first call may do a lot before it begins to wait (loading, finding a proxy): apart, so that Ctrl+C can leave it.
        // Later ones begin right here, which saves waking another thread each time.
        Task<T> work = _hasWorked ? Begin(body, call) : Task.Run(() => body(call), cancel.Token);
        _ = work.ContinueWith(_ => Complete(messages), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        bool drained = false;
        try
        {
            Pump(messages, onTick);
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

    /// <summary>The items of a reader. The next batch is asked for when the last one has been consumed, so -First 1 costs one request.</summary>
    internal IEnumerable<T> Stream<T>(ItemReader<T> reader)
    {
        try
        {
            while (Await(call => reader.ReadAsync(call)) is { } batch)
            {
                foreach (T item in batch)
                    yield return item;
            }
        }
        finally
        {
            // Whoever stops in the middle leaves no progress line behind.
            EndProgress();
        }
    }

    /// <summary>The items of a list of PostHog.</summary>
    internal IEnumerable<T> Stream<T>(string activity, Func<string?, CallContext, Task<Page<T>>> fetch) => Stream(new PageReader<T>(activity, fetch));

    /// <summary>Runs one call that gives nothing back.</summary>
    internal void Await(Func<CallContext, Task> body, Action? onTick = null) =>
        Await(async call =>
        {
            await body(call).ConfigureAwait(false);
            return true;
        }, onTick);

    /// <summary>
    /// Does the work for one item. A failure of the item is one error and the next item follows; what no later item can
    /// do better (bad key, no connection) ends the command. Answers whether it succeeded.
    /// </summary>
    internal bool Try(object? target, Action action, Func<PostHogApiException, string?>? advice = null)
    {
        KeepDebugFromAsking();
        try
        {
            action();
            return true;
        }
        catch (Exception e) when (IsFailure(e))
        {
            Report(e, target, e is PostHogApiException failed ? advice?.Invoke(failed) : null);
        }

        return false;
    }

    /// <summary>
    /// Whether an exception is a failure of the work. PowerShell's own say that the pipeline ends or that a command further
    /// down has failed, and belong to nobody here.
    /// </summary>
    private bool IsFailure(Exception e) =>
        e.GetType().Assembly != typeof(PSCmdlet).Assembly
        && e is not (OutOfMemoryException or ThreadAbortException)
        && !(e is OperationCanceledException && _stop.IsCancellationRequested);

    /// <summary>True when the user gave it, be it as $null.</summary>
    private protected bool Given(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>
    /// Refuses a parameter that was given and holds nothing: a variable that was never filled must not mean everything.
    /// </summary>
    private protected void RefuseNothing(string kind, string expected, params string[] parameters)
    {
        foreach (string parameter in parameters)
        {
            if (MyInvocation.BoundParameters.TryGetValue(parameter, out object? given) && (given is null || given is string && BlankItems.IsBlank(given)))
                throw Problems.Invalid(kind, $"{expected} was expected, but the input is nothing.", $"Leave -{parameter} out to get all; look at what the variable holds.");
            // What comes through the pipeline is not there yet when the command begins.
            if (BlankItems.In(given))
                throw Problems.BlankItem("-" + parameter);
        }
    }

    private void RefuseBlankItems()
    {
        foreach (string parameter in MyInvocation.BoundParameters.Where(IsBlank).Select(bound => bound.Key))
        {
            ProblemException blank = Problems.BlankItem("-" + parameter);
            blank.EndsCommand = true;
            throw blank;
        }
    }

    // A text to search for that is blank finds everything.
    private static bool IsBlank(System.Collections.Generic.KeyValuePair<string, object> bound) =>
        BlankItems.In(bound.Value) || (bound is { Key: "Search", Value: string } && BlankItems.IsBlank(bound.Value));

    /// <summary>Ends a Set- command to which nothing but its objects was given.</summary>
    /// <param name="others">Parameters that name or show the objects and change nothing.</param>
    private protected void RequireChange(params string[] others) => Try(null, () =>
    {
        bool some = MyInvocation.BoundParameters.Keys.Any(name => !others.Contains(name)
            && name is not (nameof(PostHogCmdlet.Connection) or nameof(ProjectCmdlet.ProjectId))
            && !CommonParameters.Contains(name) && !OptionalCommonParameters.Contains(name));
        if (!some)
            throw Problems.NothingGiven(MyInvocation.MyCommand.Name);
    });

    /// <summary>What the user gave where no single item is meant; null for nothing.</summary>
    private protected virtual object? OwnTarget => null;

    /// <summary>Waits without blocking Ctrl+C.</summary>
    internal void Delay(TimeSpan delay) => Await(call => call.DelayAsync(delay));

    /// <summary>Shows a message of work that runs beside the pipeline.</summary>
    internal void ShowMessage(EngineMessage message) => Show(message);

    /// <summary>True when somebody reads debug messages.</summary>
    internal bool WantsDebug =>
        MyInvocation.BoundParameters.TryGetValue("Debug", out object? bound)
            ? bound is SwitchParameter { IsPresent: true }
            : GetVariableValue("DebugPreference") is ActionPreference preference && preference != ActionPreference.SilentlyContinue
              || GetVariableValue("DebugPreference") is string text && !text.Equals("SilentlyContinue", StringComparison.OrdinalIgnoreCase);

    /// <summary>True when something could not be done or read: it has been said as an error.</summary>
    internal bool HasFailed { get; private set; }

    // PowerShell turns verbose lines, warnings, errors and low-impact changes into questions under -Debug, which ends the command
    // where nobody can answer. Parameters are bound by the first message, and not yet in the constructor.
    private void KeepDebugFromAsking()
    {
        if (_isQuiet)
            return;
        _isQuiet = true;
        if (MyInvocation.BoundParameters.TryGetValue("Debug", out object? debug) && debug is SwitchParameter { IsPresent: true })
            DebugSwitch.KeepFromAsking(CommandRuntime);
    }

    // What is neither a failed call nor a known problem is a defect, or a value nobody thought of: it is this item's, and the others follow.
    private void Report(Exception error, object? target, string? advice)
    {
        ErrorRecord record = error switch
        {
            PostHogApiException failed => ErrorRecords.Create(failed, target ?? OwnTarget, advice),
            ProblemException problem => ErrorRecords.Create(problem, target ?? OwnTarget),
            _ => ErrorRecords.Create(ErrorRecords.Unexpected(error), target ?? OwnTarget),
        };
        HasFailed = true;
        if (CallContext.EndsCommand(error))
            ThrowTerminatingError(record);
        WriteError(record);
    }

    // What a body throws before its first wait is a failure of the work like any later one: Ctrl+C at that moment too.
    private static Task<T> Begin<T>(Func<CallContext, Task<T>> body, CallContext call)
    {
        try
        {
            return body(call);
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }

    private void Pump(BlockingCollection<EngineMessage> messages, Action? onTick)
    {
        WaitNotice? notice = null;
        try
        {
            while (!messages.IsCompleted)
            {
                int patience = notice is null && onTick is null ? Timeout.Infinite : (int)Tick.TotalMilliseconds;
                bool got = messages.TryTake(out EngineMessage? message, patience, _stop.Token);
                if (!got)
                {
                    onTick?.Invoke();
                    if (notice is not null)
                        ShowWait(notice, ProgressRecordType.Processing);
                    continue;
                }

                if (notice is not null)
                    ShowWait(notice, ProgressRecordType.Completed);
                notice = Show(message!);
            }
        }
        finally
        {
            if (notice is not null && !_stop.IsCancellationRequested)
                ShowWait(notice, ProgressRecordType.Completed);
        }
    }

    private WaitNotice? Show(EngineMessage message)
    {
        switch (message.Kind)
        {
            case EngineMessageKind.Debug:
                WriteDebug(MessageText.Block(message.Text));
                return null;
            case EngineMessageKind.Warning when message.IsOnce:
                WarnOnce(message.Text);
                return null;
            case EngineMessageKind.Warning:
                WriteWarning(message.Text);
                return null;
            case EngineMessageKind.Information:
                WriteInformation(new HostInformationMessage { Message = MessageText.Clean(message.Text) }, ["PSHOST"]);
                return null;
            case EngineMessageKind.Progress:
                ShowProgress(message);
                return null;
            case EngineMessageKind.Error:
                if (!message.IsOnce || _reported.Add(message.Text))
                    Report(message.Error!, message.Item, message.Advice);
                return null;
            case EngineMessageKind.Result:
                WriteObject(message.Item);
                return null;
            case EngineMessageKind.Waiting when message.Wait is { } wait && wait >= WorthSaying:
                WriteWarning(message.Text);
                return new WaitNotice(message.Text, wait);
            default:
                WriteVerbose(message.Text);
                return null;
        }
    }

    private void ShowProgress(EngineMessage message)
    {
        Activity activity = message.Activity!;
        if (activity.HasEnded)
        {
            if (_lines.TryGetValue(activity, out ProgressLine? ended))
                ended.Dispose();
            _lines.Remove(activity);
            return;
        }

        if (!_lines.TryGetValue(activity, out ProgressLine? line))
            _lines.Add(activity, line = new ProgressLine(this, activity.Name));
        line.Update(message.Text, message.Percent, message.Wait);
    }

    private void EndProgress()
    {
        foreach (ProgressLine line in _lines.Values)
            line.Dispose();
        _lines.Clear();
    }

    private void ShowWait(WaitNotice notice, ProgressRecordType type) =>
        WriteProgress(new ProgressRecord(WaitActivity, "PostHog", MessageText.Clean(notice.Text))
        {
            SecondsRemaining = notice.SecondsRemaining,
            RecordType = type,
        });

    private static void Post(BlockingCollection<EngineMessage> messages, EngineMessage message)
    {
        try
        {
            messages.Add(message);
        }
        catch (Exception e) when (e is InvalidOperationException or ObjectDisposedException)
        {
            // The pipeline has ended; nobody reads messages any more.
            _ = e;
        }
    }

    private static void Complete(BlockingCollection<EngineMessage> messages)
    {
        try
        {
            messages.CompleteAdding();
        }
        catch (ObjectDisposedException e)
        {
            // The pipeline has ended before the work did.
            _ = e;
        }
    }

    // An abandoned task must not surface later as an unobserved exception.
    private static void Observe(Task work) =>
        _ = work.ContinueWith(t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
