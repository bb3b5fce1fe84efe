using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Health;
using PostHogPS.Reading;
using PostHogPS.Schedule;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets that say how exports are, also against how they were at the last call.</summary>
public abstract class HealthCmdlet : OperationCmdlet
{
    private readonly Dictionary<BatchExportTarget, (RememberedHealth Before, bool IsProjectGone)> _unlisted = new();
    private HealthComparison? _comparison;

    /// <summary>
    /// <para>The allowed lag. Default: the interval plus three hours for hourly and shorter ones, plus a quarter of the
    /// interval for longer ones.</para>
    /// </summary>
    [Parameter]
    [TimeSpanTransformation]
    [ArgumentCompleter(typeof(TimeSpanCompleter))]
    public TimeSpan? MaxLag { get; set; }

    /// <summary>
    /// <para>Also looks at the intervals since then: a missing one is unhealthy. Costs a request per hundred runs and
    /// export.</para>
    /// </summary>
    [Parameter]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput? After { get; set; }

    /// <summary><para>A file that remembers the last state of each export, from one call to the next.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StatePath { get; set; }

    /// <summary><para>With -StatePath: only what has changed since the last call.</para></summary>
    [Parameter]
    public SwitchParameter ChangedOnly { get; set; }

    private protected override TimeWindow? Window => After is null ? null : new(nameof(After), After, "Before", null) { HasExportDays = true };

    /// <summary>True where nothing is given before all exports have been judged.</summary>
    private protected virtual bool IsWide => false;

    /// <summary>True where rows count as well.</summary>
    private protected virtual bool ComparesRows => false;

    /// <summary>Judges one export.</summary>
    private protected virtual ItemReader<BatchExportHealth> Read(BatchExportTarget target) => Health.Read(target, MaxLag, After);

    /// <summary>Takes what counts whether it is given or not.</summary>
    private protected virtual void Judge(BatchExportHealth health)
    {
    }

    /// <summary>Gives one to the user.</summary>
    private protected abstract void Give(BatchExportHealth health);

    // Nothing is changed in PostHog, so there is no -WhatIf. But under $WhatIfPreference nothing must be remembered as reported.
    private bool IsWhatIf => LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <inheritdoc/>
    protected override void BeginProcessing() => Try(StatePath, () =>
    {
        base.BeginProcessing();
        if (StatePath is not null)
            _comparison = HealthComparison.OpenOrBegin(FilePath.Resolve(this, StatePath), !IsWhatIf,
                HealthComparison.FormatCriteria(After, MaxLag, ComparesRows));
        else if (ChangedOnly)
            throw Problems.Needs(nameof(ChangedOnly), nameof(StatePath), "Add -StatePath with the path of the file that remembers the last states.");
    });

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (_comparison is null)
            return;
        // Two connections can lead to one host and show different parts of a project: what any of them has shown is there.
        var known = new HashSet<(Uri, Guid)>(Selection.Listed.SelectMany(static listed =>
            listed.Exports.Select(export => (listed.Scope.Connection.HostUri, export.Id))));
        bool IsUnknown(PostHogConnection connection, RememberedHealth before) => known.Add((connection.HostUri, before.Id));
        foreach ((ProjectScope scope, IReadOnlyList<BatchExport> exports) in Selection.Listed)
        {
            foreach (RememberedHealth before in _comparison.FindUnlisted(scope, exports).Where(before => IsUnknown(scope.Connection, before)))
                AddUnlisted(scope, before, isProjectGone: false);
        }

        foreach (KeyValuePair<PostHogConnection, IReadOnlyList<ProjectScope>> listed in Selection.ListedProjects)
        {
            foreach (RememberedHealth before in _comparison.FindOfVanishedProjects(listed.Key, listed.Value).Where(before => IsUnknown(listed.Key, before)))
                AddUnlisted(new ProjectScope(listed.Key, ProjectText.FormatId(before.ProjectId)) { IsOneOfMany = true }, before, isProjectGone: true);
        }

        Readings.WriteAll();
        Try(StatePath, () => _comparison.Finish([.. Selection.ListedProjects.Values.SelectMany(static projects => projects)]));
        if (_comparison.FormatReturned() is { } warning)
            WriteWarning(warning);
    }

    private void AddUnlisted(ProjectScope scope, RememberedHealth before, bool isProjectGone)
    {
        var target = new BatchExportTarget(scope, before.Id, before.Name, null, before.Name);
        _unlisted.Add(target, (before, isProjectGone));
        Readings.Add(target);
    }

    private protected override IExportReadings CreateReadings() =>
        CreateReadings<BatchExportHealth>("Judging batch exports", ReadAny, Compare, IsWide);

    private ItemReader<BatchExportHealth> ReadAny(BatchExportTarget target) =>
        _unlisted.TryGetValue(target, out (RememberedHealth Before, bool IsProjectGone) known)
            ? HealthJudge.ReadUnlisted(target.Scope, known.Before, Read(target), known.IsProjectGone) : Read(target);

    private void Compare(BatchExportHealth health)
    {
        Judge(health);
        if (_comparison is null)
            Give(health);
        else
            Try(StatePath, () => _comparison.Give(health, GiveNews));
    }

    // A pipeline that ends in WriteObject looks the same whether Select-Object -First had enough or a command further down failed:
    // that object is given again.
    private void GiveNews(BatchExportHealth health)
    {
        if (!ChangedOnly || health.Changed == true)
            Give(health);
    }
}
