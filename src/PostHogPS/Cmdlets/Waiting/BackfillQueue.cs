using System;
using System.Collections.Generic;
using PostHogPS.Contracts;
using PostHogPS.Errors;
using PostHogPS.Hosting;
using PostHogPS.Waiting;

namespace PostHogPS.Cmdlets.Waiting;

/// <summary>
/// Starts backfills one after the other and, with -Wait, waits for all of them together. The server's limit of running
/// backfills is met by waiting for one to end when the caller waits anyway, and by stopping when not.
/// </summary>
internal sealed class BackfillQueue
{
    private static readonly TimeSpan WhenNothingIsOurs = TimeSpan.FromSeconds(30);

    private readonly WorkingCmdlet _cmdlet;
    private readonly bool _wait;
    private readonly BackfillWatcher _watcher;
    private readonly HashSet<(PostHogConnection, string)> _full = new();
    private readonly HashSet<(PostHogConnection, string)> _saidFull = new();

    internal BackfillQueue(WorkingCmdlet cmdlet, bool wait, TimeSpan? timeout)
    {
        _cmdlet = cmdlet;
        _wait = wait;
        _watcher = new BackfillWatcher(cmdlet, timeout);
    }

    /// <summary>What goes on in PostHog, for a person who stops the wait.</summary>
    internal string? Running => _watcher.Running;

    /// <summary>When it last had to wait for room; null when it never had.</summary>
    internal DateTimeOffset? LastWait { get; private set; }

    /// <summary>Starts one. Written at once, or at its end with -Wait.</summary>
    internal void Send(BackfillJob job)
    {
        if (_full.Contains(job.Scope.Key))
        {
            _cmdlet.WriteError(ErrorRecords.Create(
                new PostHogApiException(PostHogErrorKind.TooManyBackfills,
                    $"Not sent: PostHog refused the backfill before, since {job.Scope.Description} already runs as many as it may."), job.Input));
            return;
        }

        _cmdlet.Try(job.Input, () => Start(job));
    }

    /// <summary>With -Wait: writes each backfill when it has ended.</summary>
    internal void WaitAll()
    {
        if (_wait)
            _watcher.WaitAll(_cmdlet.WriteObject);
    }

    private void Start(BackfillJob job)
    {
        while (true)
        {
            // After a wait, what was true before it is looked at again.
            if (LastWait is not null && job.ReasonToSkip?.Invoke() is { } reason)
            {
                _cmdlet.WriteWarning(reason);
                return;
            }

            try
            {
                BatchExportBackfill started = job.SendFor(_cmdlet);
                if (_wait)
                    _watcher.Add(job.Scope, started, job.Input);
                else
                    _cmdlet.WriteObject(started);
                return;
            }
            catch (PostHogApiException e) when (e.Kind == PostHogErrorKind.TooManyBackfills)
            {
                // Refused before anything happened, so sending it again later is safe.
                PollRhythm rhythm = _watcher.Begin();
                if (!_wait || rhythm.IsOver)
                {
                    _full.Add(job.Scope.Key);
                    throw;
                }

                if (_saidFull.Add(job.Scope.Key))
                    _cmdlet.WriteWarning("PostHog runs as many backfills as it may in " + job.Scope.Description + "; waiting for one to end.");
                if (!_watcher.WaitForOne(_cmdlet.WriteObject))
                    _cmdlet.Pause(rhythm.AtMost(WhenNothingIsOurs));
            }

            LastWait = ModuleClock.Current.UtcNow;
        }
    }
}
