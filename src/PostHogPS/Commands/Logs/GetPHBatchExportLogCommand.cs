using System;
using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Logs;
using PostHogPS.Reading;
using PostHogPS.Schedule;

namespace PostHogPS.Commands;

/// <summary>Reads the log of batch exports (GET logs), newest first; with -Tail and -Follow oldest first.</summary>
[Cmdlet(VerbsCommon.Get, "PHBatchExportLog")]
[OutputType(typeof(BatchExportLogEntry))]
public sealed class GetPHBatchExportLogCommand : ProjectCmdlet
{
    private List<string> _levels = [];
    private LogFollower? _follower;
    private ExportReadings<BatchExportLogEntry>? _entries;
    private BatchExportResolver? _resolver;
    private ExportInput? _input;

    /// <summary><para>Levels: Error, Warning, Info, Log, Debug. Default: all.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(LogLevelCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Level { get; set; }

    /// <summary><para>Text that the message contains; case does not matter.</para></summary>
    [Parameter]
    public string? Search { get; set; }

    /// <summary><para>Only entries after this time. Default: all that PostHog keeps.</para></summary>
    [Parameter]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput? After { get; set; }

    /// <summary><para>Only entries before this time.</para></summary>
    [Parameter]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput? Before { get; set; }

    /// <summary><para>Only entries of a run's time: a run, or its id beside -BatchExport. PostHog does not say which run an entry belongs to.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    public PSObject? Run { get; set; }

    /// <summary><para>The last entries, oldest first.</para></summary>
    [Parameter]
    [ValidateRange(1, 1000000)]
    public int? Tail { get; set; }

    /// <summary><para>Goes on with what comes, oldest first, until Ctrl+C. Begins with the last ten entries, or as -Tail and -After say.</para></summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    private protected override TimeWindow Window => new(nameof(After), After, nameof(Before), Before);

    /// <summary>
    /// <para>The batch exports: objects, ids, names or patterns; a piped project or connection means all of its exports. Default:
    /// every export of the project.</para>
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public BatchExportReference[]? BatchExport { get; set; }

    // A parameter that was given by position takes nothing from the pipeline any more.
    /// <summary><para>Beside names in -BatchExport: the project or connection to look for them in.</para></summary>
    [Parameter(ValueFromPipeline = true)]
    [BatchExportReferences]
    public BatchExportReference[]? InputObject { get; set; }

    private BatchExportResolver Resolver => _resolver ??= new BatchExportResolver(Command, Scopes, takesNamesakes: Run is null);

    private ExportInput Input => _input ??= new ExportInput(Command, Scopes, Resolver, () => InputObject);

    private ExportReadings<BatchExportLogEntry> Entries =>
        _entries ??= new ExportReadings<BatchExportLogEntry>(Command, LogReader.Plan(), Read, entry => WriteObject(entry));

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _ = Input;
        base.BeginProcessing();
        CheckOnce((object?)Run ?? Level, Check);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Try(BatchExport, () =>
        {
            foreach (BatchExportTarget target in Input.Resolve(Input.Read(BatchExport) ?? OfRun()))
                Try(target.Input, () => Entries.Add(target), LogReader.Advise);
        });
        Entries.WriteReady();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Entries.WriteAll();
        if (_follower is { } follower)
            Await(follower.FollowAsync);
    }

    private ItemReader<BatchExportLogEntry> Read(BatchExportTarget target)
    {
        var reader = new LogReader(target, Query(target));
        return Follow ? (_follower ??= new LogFollower()).Begin(reader, Tail) : reader.Read(Tail);
    }

    // Every export of the project, unless a run was given: it belongs to one of them.
    private BatchExportReference[]? OfRun() =>
        Run is null ? null
        : PipedObject.Read(Run).BatchExportId is not null ? BatchExportReference.ManyFrom(Run)
        : throw Problems.Invalid("BatchExport", "The id of a run alone does not say which batch export it belongs to.",
            "Add -BatchExport with its name or id.");

    private void Check()
    {
        RefuseNothing("Run", "A run", nameof(Run));
        if (Follow && Before is not null)
            throw Problems.Validation("-Follow never ends, so it cannot be combined with -Before.");
        if (Search is not null && string.IsNullOrWhiteSpace(Search))
            throw Problems.Validation("-Search may not be blank.");
        _levels = Level is null ? [] : LogLevels.Parse(Level);
        if (Run is not null && PipedObject.Read(Run).Id is null)
            throw RunResolver.NotARun(Run);
    }

    private LogQuery Query(BatchExportTarget target)
    {
        DateTimeOffset now = Clock.Moment(target.Scope);
        var query = new LogQuery
        {
            After = After is null || After.IsBeginning ? null : After.CountFrom(now).Instant,
            Before = Before?.CountFrom(now).Instant,
            Search = Search,
            Levels = _levels,
        };
        if (RunResolver.ReadFor(Command, target, Run) is { } run)
            WriteVerbose(RunTime.Narrow(query, run, Follow));
        return query;
    }
}
