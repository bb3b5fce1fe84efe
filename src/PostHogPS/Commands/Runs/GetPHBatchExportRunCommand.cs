using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Files;
using PostHogPS.Reading;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>Lists the runs of batch exports, newest first (docs/server.md#runs), or reads some by id.</summary>
[Cmdlet(VerbsCommon.Get, "PHBatchExportRun", SupportsPaging = true)]
[OutputType(typeof(BatchExportRun))]
public sealed class GetPHBatchExportRunCommand : ExportItemsCmdlet
{
    // Runs are read side by side.
    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.OrdinalIgnoreCase);
    private string[]? _statuses;

    /// <summary><para>Ids of runs.</para></summary>
    [Parameter]
    [Alias("Id")]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    public string[]? RunId { get; set; }

    /// <summary><para>Statuses as PostHog names them: Failed, FailedRetryable, Completed ...</para></summary>
    [Parameter]
    [Spelling(ServerWord.RunStatus)]
    [ArgumentCompleter(typeof(RunStatusCompleter))]
    public string[]? Status { get; set; }

    /// <summary><para>States as PostHog's own page groups them. Failed means Failed, FailedRetryable and FailedBilling.</para></summary>
    [Parameter]
    [ValidateSet(RunStates.Running, RunStates.Completed, RunStates.Failed, RunStates.Cancelled)]
    public string[]? State { get; set; }

    /// <summary><para>Only runs created at or after this time.</para></summary>
    [Parameter]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput? After { get; set; }

    /// <summary><para>Only runs created at or before this time.</para></summary>
    [Parameter]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput? Before { get; set; }

    private protected override TimeWindow Window => new(nameof(After), After, nameof(Before), Before);

    private protected override string Item => "run";

    private protected override string[]? ItemIds => RunId;

    private protected override string ItemIdParameter => nameof(RunId);

    // Only at the end: a status that this module has never heard of is as good as any when some run has it.
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (HasFailed || Output.IsFull)
            return;
        foreach (string odd in (Status ?? []).Except(ServerWords.Statuses, StringComparer.OrdinalIgnoreCase).Where(status => !_seen.ContainsKey(status)))
        {
            string meant = NearMiss.Find(odd, ServerWords.Statuses) is { } near ? $" Did you mean {near}?" : "";
            Try(odd, () => throw Problems.Invalid("Status", $"'{MessageText.Name(odd)}' is not a known status of a run, and no run here has it.{meant}",
                $"Known statuses: {string.Join(", ", ServerWords.Statuses)}. -State groups them."));
        }
    }

    private protected override void Check()
    {
        RefuseNothing("Status", "A status", nameof(Status));
        if (Status is not null && State is not null && Statuses.Length == 0)
            throw Problems.Validation($"No run is of the status {string.Join(", ", Status)} and of the state {string.Join(", ", State)} at once.",
                "Leave one of them out.");
    }

    private protected override bool IsItem(BatchExportReference reference) =>
        reference is { Piped.Kind: PipedKind.Run, Id: not null } or { Piped.IsItemOfExport: true };

    private protected override ItemReader<PostHogObject> ReadAgain(BatchExportReference reference, BatchExportTarget target) =>
        ReadOne(target, reference.Piped.Id!.Value);

    private protected override ItemReader<PostHogObject> ReadOne(BatchExportTarget target, Guid id) =>
        Wanted(target, ListReader<BatchExportRun>.CreateSingle(call => ItemLookup.ReadRunAsync(target, id, call)));

    private protected override ItemReader<PostHogObject> List(BatchExportTarget target)
    {
        DateTimeOffset now = Clock.Moment(target.Scope);
        return Wanted(target, ExportLists.Runs(target,
            new RunQuery { After = After?.CountFrom(now).Instant, Before = Before?.CountFrom(now).Instant, Statuses = Statuses }));
    }

    // Once: it is asked for every run.
    private string[] Statuses => _statuses ??= FindStatuses();

    private string[] FindStatuses()
    {
        string[] byState = (State ?? []).SelectMany(RunStates.Statuses).ToArray();
        string[] byStatus = Status ?? [];
        // Both filters hold.
        return (State is null ? byStatus : Status is null ? byState
            : byStatus.Intersect(byState, StringComparer.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
    }

    // Old servers ignore the status filter, and a run that was asked for by its id has passed none.
    private bool IsWanted(BatchExportRun run, DateTimeOffset now) =>
        (Statuses.Length == 0 || Statuses.Contains(run.Status, StringComparer.OrdinalIgnoreCase))
        && !(run.CreatedAt < After?.CountFrom(now).Instant) && !(run.CreatedAt > Before?.CountFrom(now).Instant);

    private ItemReader<PostHogObject> Wanted(BatchExportTarget target, ItemReader<BatchExportRun> runs)
    {
        DateTimeOffset now = Clock.Moment(target.Scope);
        return runs.Select<PostHogObject>(run =>
        {
            if (Status is not null)
                _seen[run.Status] = true;
            return IsWanted(run, now) ? target.Scope.StampRun(run, target.Id, target.Name) : null;
        });
    }
}
