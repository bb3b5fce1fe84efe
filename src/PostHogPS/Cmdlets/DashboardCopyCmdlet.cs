using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.DashboardFiles;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets that compare a dashboard with another project.</summary>
public abstract class DashboardCopyCmdlet : DashboardTargetCmdlet
{
    private readonly Dictionary<(PostHogConnection, string), ProjectDefinitions> _sources = new();

    /// <summary><para>The project to copy to: its number, a project object, or '@current' in quotes. Default: the project of -ToConnection.</para></summary>
    [Parameter]
    [ProjectTransformation]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public ProjectReference? ToProject { get; set; }

    /// <summary><para>The connection to copy to: an object of Connect-PostHog -PassThru or Get-PHConnection, or a name. Default: the one that the dashboard was
    /// read through.</para></summary>
    [Parameter]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public PostHogConnection? ToConnection { get; set; }

    private protected override bool TakesParts => false;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        Try(null, () => CopyTarget.Check(MyInvocation.MyCommand.Name, ToProject, ToConnection));
    }

    private protected ProjectScope To(DashboardTarget target) => CopyTarget.Resolve(ToProject, ToConnection, target.Scope.Connection);

    /// <summary>A dashboard as its file would say it.</summary>
    private protected DashboardFile ReadFile(DashboardTarget target)
    {
        Dashboard dashboard = Await(target.ReadAsync);
        if (!_sources.TryGetValue(target.Scope.Key, out ProjectDefinitions? definitions))
            _sources.Add(target.Scope.Key, definitions = new ProjectDefinitions(target.Scope));
        return new DashboardFile(target.Description, Await(call => DashboardFileWriter.CreateAsync(dashboard, target.Scope, definitions, call)));
    }
}
