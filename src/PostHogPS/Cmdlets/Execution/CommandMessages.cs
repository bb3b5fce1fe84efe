using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Threading.Tasks;
using System.Threading;
using PostHogPS.Changes;
using PostHogPS.Contracts;
using PostHogPS.Errors;
using PostHogPS.Hosting;
using PostHogPS.Text;

namespace PostHogPS.Cmdlets.Execution;

/// <summary>What a command says on the shell's streams, with texts that cannot steer the terminal. On the pipeline thread only.</summary>
internal sealed class CommandMessages
{
    private static readonly TimeSpan ShortestNotice = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SameWait = TimeSpan.FromSeconds(2);
    private const int WaitActivity = 0x5048;

    private readonly PSCmdlet _cmdlet;
    private readonly Func<object?> _target;
    private readonly CancellationToken _stop;
    private readonly HashSet<string> _warned = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);
    private readonly Dictionary<Activity, ProgressLine> _lines = new();
    private DateTimeOffset _waitsUntil;
    private bool _isQuiet;
    private bool _yesToAll;
    private bool _noToAll;

    /// <param name="cmdlet">The cmdlet that writes.</param>
    /// <param name="target">The target of errors that are about no single item.</param>
    /// <param name="stop">Cancelled by Ctrl+C.</param>
    internal CommandMessages(PSCmdlet cmdlet, Func<object?> target, CancellationToken stop)
    {
        _cmdlet = cmdlet;
        _target = target;
        _stop = stop;
    }

    /// <summary>Writes what comes before an error of the pipeline thread.</summary>
    internal Action? BeforeError { get; set; }

    /// <summary>True when something could not be done or read: it has been said as an error.</summary>
    internal bool HasFailed { get; private set; }

    /// <summary>True when somebody reads debug messages.</summary>
    internal bool WantsDebug => IsShown("Debug", "DebugPreference");

    /// <summary>True when somebody reads verbose lines.</summary>
    internal bool WantsVerbose => IsShown("Verbose", "VerbosePreference");

    /// <summary>Writes a warning.</summary>
    internal void WriteWarning(string text)
    {
        KeepDebugFromAsking();
        _cmdlet.WriteWarning(MessageText.Clean(text));
    }

    /// <summary>Writes a verbose line.</summary>
    internal void WriteVerbose(string text)
    {
        KeepDebugFromAsking();
        _cmdlet.WriteVerbose(MessageText.Clean(text));
    }

    /// <summary>Warns of an answer without an error that does not contain the change.</summary>
    internal void WarnNotTaken(string what, IEnumerable<string> fields)
    {
        if (IgnoredFields.Describe(what, fields) is { } warning)
            WriteWarning(warning);
    }

    /// <summary>Tells a person who has just pressed Ctrl+C what continues without the command: the streams are closed, the host is not.</summary>
    internal void WriteOnStop(string? text)
    {
        if (text is not null)
            _cmdlet.Host.UI.WriteWarningLine(MessageText.Clean(text));
    }

    /// <summary>Asks about a change.</summary>
    internal bool ShouldProcess(string target, string action)
    {
        KeepDebugFromAsking();
        (target, action) = (MessageText.Clean(target), MessageText.Clean(action));
        return Ask($"{action}: {target}", () => _cmdlet.ShouldProcess(target, action));
    }

    /// <summary>Asks about a change with one line for each thing that changes, and says why not.</summary>
    internal bool ShouldProcess(string description, string warning, string caption, IReadOnlyCollection<string> lines, out ShouldProcessReason reason)
    {
        KeepDebugFromAsking();
        var why = ShouldProcessReason.None;
        bool answer = Ask(MessageText.Clean(warning), () =>
            _cmdlet.ShouldProcess(MessageText.WithLines(description, lines), MessageText.WithLines(warning, lines), MessageText.Clean(caption), out why));
        reason = why;
        return answer;
    }

    /// <summary>Asks, whatever the preferences say. An answer to all is kept.</summary>
    internal bool ShouldContinue(string question, string caption)
    {
        KeepDebugFromAsking();
        return Ask(MessageText.Clean(question), () =>
            _cmdlet.ShouldContinue(MessageText.Clean(question), MessageText.Clean(caption), ref _yesToAll, ref _noToAll));
    }

    /// <summary>Asks about what is never done without a yes, whatever -Confirm says; -Force is how to say it beforehand.</summary>
    internal bool Confirm(string question, string caption)
    {
        KeepDebugFromAsking();
        return Ask(MessageText.Clean(question), () => _cmdlet.ShouldContinue(MessageText.Clean(question), MessageText.Clean(caption)), "-Force");
    }

    // How hosts say that they have no prompt; the console's fails with a NullReferenceException of its own where standard input has ended.
    private static bool Ask(string question, Func<bool> ask, string answer = "-Confirm:$false")
    {
        try
        {
            return ask();
        }
        catch (Exception e) when (e is NullReferenceException or PSInvalidOperationException or NotImplementedException or HostException)
        {
            throw Problems.CannotAsk(question, e is NullReferenceException ? "standard input has ended" : MessageText.Clean(e.Message).TrimEnd('.'), answer);
        }
    }

    /// <summary>Writes a file as Get-Item gives it: tables of files show nothing of a bare one.</summary>
    internal void WriteFile(FileInfo file)
    {
        foreach (PSObject item in _cmdlet.InvokeProvider.Item.Get([file.FullName], force: true, literalPath: true))
            _cmdlet.WriteObject(item);
    }

    /// <summary>
    /// Does the work for one item. A failure of the item is one error and the next item follows; what no later item can
    /// do better (bad key, no connection) ends the command. Returns whether it succeeded.
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
            BeforeError?.Invoke();
            Report(e, target, e is PostHogApiException failed ? advice?.Invoke(failed) : null);
        }

        return false;
    }

    /// <summary>Shows a message of the work; gives the wait that is to be counted down, if it is one.</summary>
    internal WaitNotice? Show(EngineMessage message)
    {
        switch (message.Kind)
        {
            case EngineMessageKind.Debug:
                _cmdlet.WriteDebug(MessageText.Block(message.Text));
                return null;
            case EngineMessageKind.Warning:
                if (!message.IsOnce || _warned.Add(message.Text))
                    WriteWarning(message.Text);
                return null;
            case EngineMessageKind.Information:
                _cmdlet.WriteInformation(new HostInformationMessage { Message = MessageText.Clean(message.Text) }, ["PSHOST"]);
                return null;
            case EngineMessageKind.Progress:
                ShowProgress(message);
                return null;
            case EngineMessageKind.Error:
                if (!message.IsOnce || _reported.Add(message.Text))
                    Report(message.Error!, message.Item, message.Advice);
                return null;
            case EngineMessageKind.Flush:
                ((TaskCompletionSource<bool>)message.Item!).TrySetResult(true);
                return null;
            case EngineMessageKind.Result:
                _cmdlet.WriteObject(message.Item);
                return null;
            case EngineMessageKind.Waiting when message.Wait is { } wait && wait >= ShortestNotice && !IsAnnounced(wait):
                WriteWarning(message.Text);
                return new WaitNotice(message.Text, wait);
            default:
                WriteVerbose(message.Text);
                return null;
        }
    }

    // Requests that are in flight together wait for the same limit: said once. By the clock that the wait is kept by.
    private bool IsAnnounced(TimeSpan wait)
    {
        DateTimeOffset now = ModuleClock.Current.UtcNow, until = now + wait;
        bool isAnnounced = _waitsUntil > now && until <= _waitsUntil + SameWait;
        if (!isAnnounced)
            _waitsUntil = until;
        return isAnnounced;
    }

    internal void ShowWait(WaitNotice notice, ProgressRecordType type) =>
        _cmdlet.WriteProgress(new ProgressRecord(WaitActivity, "PostHog", MessageText.Clean(notice.Text))
        {
            SecondsRemaining = notice.SecondsRemaining,
            RecordType = type,
        });

    internal void EndProgress()
    {
        foreach (ProgressLine line in _lines.Values)
            line.Dispose();
        _lines.Clear();
    }

    private bool IsShown(string parameter, string preference)
    {
        if (_cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out object? bound))
            return bound is SwitchParameter { IsPresent: true };
        return _cmdlet.GetVariableValue(preference) switch
        {
            ActionPreference action => action != ActionPreference.SilentlyContinue,
            string text => !text.Equals("SilentlyContinue", StringComparison.OrdinalIgnoreCase),
            _ => false,
        };
    }

    /// <summary>
    /// PowerShell turns verbose lines, warnings, errors and low-impact changes into questions under -Debug, which ends the command
    /// where nobody can answer. Parameters are bound by the first message, and not yet in the constructor.
    /// </summary>
    internal void KeepDebugFromAsking()
    {
        if (_isQuiet)
            return;
        _isQuiet = true;
        if (_cmdlet.MyInvocation.BoundParameters.TryGetValue("Debug", out object? debug) && debug is SwitchParameter { IsPresent: true })
            DebugSwitch.KeepFromAsking(_cmdlet.CommandRuntime);
    }

    /// <summary>
    /// Whether an exception is a failure of the work. PowerShell's own say that the pipeline ends or that a command further
    /// down has failed, and belong to nobody here.
    /// </summary>
    private bool IsFailure(Exception e) =>
        e.GetType().Assembly != typeof(PSCmdlet).Assembly
        && e is not (OutOfMemoryException or ThreadAbortException)
        && !(e is OperationCanceledException && _stop.IsCancellationRequested);

    // Every other exception is a defect, or an unexpected value: it is the error of this item, and the next items follow.
    private void Report(Exception error, object? target, string? advice)
    {
        ErrorRecord record = error switch
        {
            PostHogApiException failed => ErrorRecords.Create(failed, target ?? _target(), advice),
            ProblemException problem => ErrorRecords.Create(problem, target ?? _target()),
            _ => ErrorRecords.Create(ErrorRecords.Unexpected(error), target ?? _target()),
        };
        HasFailed = true;
        if (CallContext.EndsCommand(error))
            _cmdlet.ThrowTerminatingError(record);
        _cmdlet.WriteError(record);
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
            _lines.Add(activity, line = new ProgressLine(_cmdlet, activity.Name));
        line.Update(message.Text, message.Percent, message.Wait);
    }
}
