using System;
using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Backfills;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Gaps;
using PostHogPS.Schedule;

namespace PostHogPS.Commands;

/// <summary>Starts backfills (POST backfills; docs/server.md#backfills). One whose answer was lost is never sent again.</summary>
[Cmdlet(VerbsLifecycle.Start, "PHBatchExportBackfill", SupportsShouldProcess = true, DefaultParameterSetName = ById)]
[OutputType(typeof(BatchExportBackfill))]
public sealed class StartPHBatchExportBackfillCommand : BatchExportTargetCmdlet
{
    private const string ById = "Id";
    private const string ByInput = "Input";

    private readonly HashSet<(ItemKey, DateTimeOffset?, DateTimeOffset?)> _given = new();
    private DateInput? _typedStart;
    private DateInput? _typedEnd;
    private BackfillStarter? _starter;

    /// <summary>
    /// <para>The batch exports: objects, ids, names or patterns. When exports are piped in, this argument is the start of the
    /// range.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ById)]
    [Parameter(Position = 0, ParameterSetName = ByInput)]
    [Alias("Id")]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public override BatchExportReference[] BatchExport { get; set; } = [];

    /// <summary><para>The batch exports, from the pipeline.</para></summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByInput)]
    [BatchExportReferences]
    public BatchExportReference[] InputObject { get; set; } = [];

    /// <summary>
    /// <para>Start of the range. Daily and weekly exports: a calendar day of the export's timezone. Others: an instant; without
    /// an offset it is local time. "beginning" where the project allows it. Gaps and backfills that are piped in have one of
    /// their own.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ById)]
    [Parameter(Position = 1, ParameterSetName = ByInput, ValueFromPipelineByPropertyName = true)]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput? Start { get; set; }

    /// <summary><para>End of the range, not included. Only HTTP and NoOp exports may leave it out, which means until now.</para></summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput? End { get; set; }

    /// <summary><para>Waits until every backfill has ended.</para></summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary><para>Longest time to wait.</para></summary>
    [Parameter]
    [TimeSpanTransformation]
    [ArgumentCompleter(typeof(TimeSpanCompleter))]
    public TimeSpan? Timeout { get; set; }

    private protected override TimeWindow Window => new(nameof(Start), Start, nameof(End), End) { HasExportDays = true, EndsInPast = true };

    private protected override BatchExportReference[] Targets => ParameterSetName == ByInput ? InputObject : BatchExport;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        Try(null, TakeRange);
        base.BeginProcessing();
    }

    // What is bound before the first object comes was typed; later the object's own Start and End are bound as well.
    private void TakeRange()
    {
        // Get-PHBatchExport events-to-s3 | Start-PHBatchExportBackfill -2d -1d
        if (MyInvocation.ExpectingInput && BatchExport.Length > 0)
        {
            if (BatchExport.Length > 1 || (Given(nameof(Start)) && Given(nameof(End))))
                throw Problems.BothGiven(nameof(BatchExport), "batch exports");
            End = Given(nameof(Start)) ? Start : End;
            Start = DateReader.Read(BatchExport[0].Piped.Input);
        }

        (_typedStart, _typedEnd) = (Start, End);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_starter is { } starter)
            Await(starter.WaitAllAsync);
    }

    private protected override string? GoesOn => _starter?.Running;

    private protected override void Process(BatchExportTarget target)
    {
        BackfillRange.CheckSource(PipedObject.Read(target.Input).Typed, (_typedStart ?? _typedEnd) is not null);
        DateInput from = _typedStart ?? Start?.AsCopy() ?? throw Problems.StartMissing();
        // The end of a piped backfill belongs to its own start.
        DateInput? until = _typedEnd ?? (_typedStart is null ? End?.AsCopy() : null);
        from.ThrowIfBad(nameof(Start));
        until?.ThrowIfBad(nameof(End));
        BatchExport export = Resolver.Load(target);
        DateTimeOffset? now = from.IsRelative || until?.IsRelative == true ? Clock.CertainMoment(target.Scope) : null;
        var range = BackfillRange.CreateFrom(export, from, until, now, Window);
        if (range.Warning is { } warning)
            WriteWarning(warning);
        // The same range twice would be the same rows twice; PostHog refuses the second with an error of its own (500).
        if (!_given.Add((new ItemKey(target.Scope, target.Id), range.Start, range.End)))
        {
            WriteWarning($"'{export.Name}' is duplicated; the second one is skipped.");
            return;
        }

        bool isSeen = Command.Parameters.ShowsIntent(ConfirmImpact.Medium);
        if (!ShouldProcess(target.Description, Await(call => ExportedOverlap.DescribeBackfillAsync(target.Scope, export, range, isSeen, call))))
            return;
        BackfillStarter starter = _starter ??= new BackfillStarter(Timeout, Wait);
        BackfillRequest request = range.CreateRequest(target);
        Await(call => starter.StartAsync(request, call));
    }
}
