using System;
using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Reading;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets that look over many exports: of one project, of a piped project or connection, or of all projects.</summary>
public abstract class OperationCmdlet : ProjectCmdlet
{
    private BatchExportResolver? _resolver;
    private ExportInput? _input;
    private ExportSelection? _selection;
    private IExportReadings? _readings;
    private HealthJudge? _health;

    /// <summary>
    /// <para>The batch exports: objects, ids, names or patterns; a piped project or connection means all of its exports. Default:
    /// every export of the project.</para>
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public virtual BatchExportReference[]? BatchExport { get; set; }

    // A parameter that was given by position takes nothing from the pipeline any more.
    /// <summary><para>Beside names in -BatchExport: the project or connection to look for them in.</para></summary>
    [Parameter(ValueFromPipeline = true)]
    [BatchExportReferences]
    public BatchExportReference[]? InputObject { get; set; }

    /// <summary><para>All projects of the organization that the key works in: one list request for each.</para></summary>
    [Parameter]
    public SwitchParameter AllProjects { get; set; }

    private protected BatchExportResolver Resolver => _resolver ??= new BatchExportResolver(Command, Scopes, pageSize: PageSize,
        takesNamesakes: TakesNamesakes);

    private protected ExportInput Input => _input ??= new ExportInput(Command, Scopes, Resolver, () => InputObject);

    /// <summary>False where the exports are changed: then a name of two is refused.</summary>
    private protected virtual bool TakesNamesakes => true;

    /// <summary>How many exports are listed at once; null for the server's own number.</summary>
    private protected virtual int? PageSize => null;

    private protected HealthJudge Health => _health ??= new HealthJudge(Command, Clock);

    /// <summary>What this record refers to; null for every export of the project.</summary>
    private protected BatchExportReference[]? References => Input.Read(BatchExport);

    /// <summary>What is read of the exports of all records.</summary>
    private protected IExportReadings Readings => _readings ??= CreateReadings();

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _ = Input;
        base.BeginProcessing();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Try(BatchExport, () =>
        {
            foreach (BatchExportTarget target in Exports())
                Readings.Add(target);
        });
        Readings.WriteReady();
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Readings.WriteAll();

    /// <summary>
    /// Says how an export is read, once for each run of the command. A cmdlet that does something else with its exports overrides
    /// ProcessRecord and EndProcessing.
    /// </summary>
    private protected virtual IExportReadings CreateReadings() =>
        throw new NotSupportedException($"{GetType().Name} overrides neither CreateReadings nor ProcessRecord.");

    /// <summary>Readings of one kind of item.</summary>
    /// <param name="activity">What progress calls it.</param>
    /// <param name="read">Makes the reader of one export.</param>
    /// <param name="write">Takes an item; null to write it.</param>
    /// <param name="isWide">True where no item is written before all exports have been read.</param>
    private protected ExportReadings<T> CreateReadings<T>(
        string activity, Func<BatchExportTarget, ItemReader<T>> read, Action<T>? write = null, bool isWide = false) =>
        new(Command, ExportReading<T>.Plan(activity, isWide), read, write ?? (item => WriteObject(item)));

    /// <summary>The exports that this record refers to, each once.</summary>
    private protected IEnumerable<BatchExportTarget> Exports() => Exports(References);

    /// <summary>The exports that some references mean.</summary>
    private protected IEnumerable<BatchExportTarget> Exports(BatchExportReference[]? given) => Selection.Read(given, AllProjects);

    private protected ExportSelection Selection => _selection ??= new ExportSelection(Command, Scopes, Resolver);
}
