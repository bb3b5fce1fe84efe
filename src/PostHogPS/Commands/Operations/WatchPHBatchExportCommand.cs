using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Formatting;
using PostHogPS.Health;
using PostHogPS.Hosting;
using PostHogPS.Text;
using PostHogPS.Watching;

namespace PostHogPS.Commands;

/// <summary>
/// Shows the state of batch exports until Ctrl+C: a table that is redrawn in place, or one line per change where the
/// host cannot redraw. One list request per project and look. Writes no objects, unless -PassThru asks for the changes.
/// </summary>
[Cmdlet(VerbsCommon.Watch, "PHBatchExport")]
[OutputType(typeof(BatchExportHealth))]
public sealed class WatchPHBatchExportCommand : OperationCmdlet
{
    private readonly Dictionary<(PostHogConnection, string), WatchedProject> _places = new();
    private readonly Dictionary<Guid, WatchedExport> _before = new();
    private readonly HealthComparison _comparison = HealthComparison.Begin();
    private LiveScreen? _screen;
    private int _looks;

    /// <summary><para>Time between two looks; a number means seconds.</para></summary>
    [Parameter]
    [TimeSpanTransformation]
    [ArgumentCompleter(typeof(TimeSpanCompleter))]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary><para>Ends after so many looks. Default: goes on until Ctrl+C.</para></summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = int.MaxValue;

    /// <summary><para>Lag that is in order, as for Get-PHBatchExportHealth.</para></summary>
    [Parameter]
    [TimeSpanTransformation]
    [ArgumentCompleter(typeof(TimeSpanCompleter))]
    public TimeSpan? MaxLag { get; set; }

    /// <summary>
    /// <para>Draws nothing and gives objects instead: the health of every export at the first look, then of each whose state or
    /// number of failures has changed.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>
    /// <para>With -PassThru: at the first look only what is unhealthy, then what becomes unhealthy, healthy again, or changes
    /// its state.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter ChangedOnly { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Try(null, () =>
    {
        base.BeginProcessing();
        if (ChangedOnly && !PassThru)
            throw Problems.Needs(nameof(ChangedOnly), nameof(PassThru), "Add -PassThru. Where nothing can be redrawn, lines without it are of changes only.");
    });

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Try(BatchExport, () =>
        {
            foreach (BatchExportReference? reference in References ?? [null!])
                Try(reference?.Piped.Input, () => Choose(reference));
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _screen = PassThru ? null : LiveScreen.Create(Host);
        for (int left = Count; left > 0 && _places.Count > 0; left--)
        {
            List<string> troubles = Look();
            // A closed connection stays closed, and the error has said so.
            foreach ((PostHogConnection, string) closed in _places.Keys.Where(key => key.Item1.IsClosed).ToList())
                _places.Remove(closed);
            if (_places.Count == 0)
                return;
            Show(troubles);
            _looks++;
            if (left == 1)
                return;
            Resolver.ForgetLists();
            Delay(Interval);
        }
    }

    private void Choose(BatchExportReference? reference)
    {
        if (reference is null || reference.Piped.Kind is PipedKind.Project or PipedKind.Connection)
        {
            if (AllProjects)
                Scopes.CheckAllProjects(reference?.Piped);
            ProjectScope scope = reference is null ? Scopes.Default() : Scopes.Resolve(reference.Piped);
            foreach (ProjectScope place in AllProjects ? Scopes.ReadAll(scope.Connection) : [scope])
                Place(place).IncludesNew = true;
            return;
        }

        foreach (BatchExportTarget target in Exports([reference]))
            Place(target.Scope).Add(target.Id);
    }

    private WatchedProject Place(ProjectScope scope)
    {
        if (!_places.TryGetValue(scope.Key, out WatchedProject? place))
            _places.Add(scope.Key, place = new WatchedProject(scope));
        return place;
    }

    // At first a failure is an error like everywhere; later it is a line, since who watches wants to see it end.
    private List<string> Look()
    {
        var troubles = new List<string>();
        foreach (WatchedProject place in _places.Values)
        {
            Try(place.Scope.Description, () =>
            {
                try
                {
                    place.Accept(Resolver.ListOnce(place.Scope), export => JudgeOne(place.Scope, export, troubles));
                    if (ChangedOnly)
                        GiveUnlisted(place.Scope);
                }
                catch (PostHogApiException e) when (_looks > 0 && e.Kind is not PostHogErrorKind.Unauthorized and not PostHogErrorKind.Certificate)
                {
                    troubles.Add(e.Message);
                }
            });
        }

        return troubles;
    }

    // The same judgement as Get-PHBatchExportHealth makes; what goes wrong with one does not hide the others.
    private BatchExportHealth? JudgeOne(ProjectScope scope, BatchExport export, List<string> troubles)
    {
        BatchExportHealth? health = null;
        Try(export, () =>
        {
            try
            {
                health = Health.Judge(scope, export, MaxLag);
            }
            catch (PostHogApiException e) when (_looks > 0 && e.Kind is not PostHogErrorKind.Unauthorized and not PostHogErrorKind.Certificate)
            {
                troubles.Add(e.Message);
                health = HealthCheck.Judge(export, scope.Session.ServerNow, MaxLag);
            }
        });
        return health;
    }

    private void Show(List<string> troubles)
    {
        List<WatchedExport> exports = _places.Values.SelectMany(place => place.Known).ToList();
        List<WatchedExport> changed = exports.Where(e => !_before.TryGetValue(e.Health.BatchExportId, out WatchedExport? old) || old.Mark != e.Mark).ToList();
        DateTimeOffset now = _places.Values.First().Scope.Session.ServerNow;
        if (ChangedOnly)
            GiveChanges(exports);
        else if (PassThru)
            WriteObject(WatchTable.Sort(changed).Select(e => e.Health), enumerateCollection: true);
        else if (_screen is null)
            WatchLines.Format(changed, exports, troubles, _before, _looks == 0, IsPartial, now).ForEach(WriteLine);
        else
            _screen.Draw(new WatchTable(_screen.Cells, Colours.OnScreen(SessionState))
                .Lines(exports, Title(exports, now), troubles, now, _screen.Width, _screen.Height));
        foreach (WatchedExport export in exports)
            _before[export.Health.BatchExportId] = export;
    }

    // An export that was removed is a change too; it is in no list any more.
    private void GiveUnlisted(ProjectScope scope)
    {
        foreach (RememberedHealth before in _comparison.FindUnlisted(scope, Resolver.ListOnce(scope)))
            GiveChange(Health.JudgeUnlisted(scope, before, MaxLag));
    }

    private void GiveChanges(List<WatchedExport> exports)
    {
        foreach (WatchedExport export in WatchTable.Sort(exports))
            GiveChange(export.Health);
        _comparison.Finish();
    }

    private void GiveChange(BatchExportHealth health) => _comparison.Give(
        health,
        given =>
        {
            if (given.Changed == true)
                WriteObject(given);
        });

    private bool IsPartial => _places.Values.Any(static place => !place.HasBeenRead);

    private string Title(List<WatchedExport> exports, DateTimeOffset now) => string.Format(CultureInfo.InvariantCulture,
        "{0} {1:HH:mm:ss}, {2}, {3}, every {4}. Ctrl+C ends.",
        string.Join(", ", _places.Keys.Select(key => key.Item1.Host).Distinct()), now.LocalDateTime,
        CountText.FormatCount(exports.Count, "export"), WatchTable.FormatAttention(exports, IsPartial),
        Interval.TotalMinutes >= 2 ? $"{Interval.TotalMinutes:0.#} min" : $"{Interval.TotalSeconds:0.#} s");

    // As Write-Host does: seen, redirectable (6>), and never in the pipeline.
    private void WriteLine(string line) => WriteInformation(new HostInformationMessage { Message = line }, ["PSHOST"]);
}
