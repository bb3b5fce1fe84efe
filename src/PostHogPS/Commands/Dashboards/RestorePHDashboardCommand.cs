using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Cmdlets;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Commands;

/// <summary>Brings deleted dashboards back (PATCH deleted). Lists leave them out, so it takes an object or an id.</summary>
[Cmdlet(VerbsData.Restore, "PHDashboard", SupportsShouldProcess = true)]
[OutputType(typeof(Dashboard))]
public sealed class RestorePHDashboardCommand : ProjectCmdlet
{
    private DashboardResolver? _resolver;

    /// <summary><para>The dashboards: objects that were read before the deletion, or ids.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [DashboardReferences]
    public DashboardReference[] Dashboard { get; set; } = [];

    /// <summary><para>Gives the dashboards back as they are afterwards.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private DashboardResolver Resolver => _resolver ??= new DashboardResolver(Command, Scopes);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (DashboardReference named in Dashboard.Where(IsName))
            Try(named.Piped.Input, () => throw Problems.Invalid("Dashboard",
                $"'{named.Name}' is a name, and PostHog does not list deleted dashboards, so none can be found by it.",
                "Give the object that was read before the deletion, or the id."));
        foreach (DashboardTarget target in Resolver.Resolve(Dashboard.Where(reference => !IsName(reference))))
            Try(target.Input, () => Restore(target),
                e => e.Kind == PostHogErrorKind.NotFound ? "Check the id: PostHog keeps deleted dashboards, but lists do not show them."
                : null);
    }

    private static bool IsName(DashboardReference reference) => reference is { Name: { Length: > 0 } name } && !name.All(char.IsDigit);

    private void Restore(DashboardTarget target)
    {
        if (!ShouldProcess(target.Description, "Restore"))
            return;
        var body = new Dictionary<string, object?>(StringComparer.Ordinal) { ["deleted"] = false };
        Dashboard back = Await(call => target.Scope.Session.Dashboards.UpdateAsync(target.Scope.Project, target.Id, body, call));
        Command.Messages.WarnNotTaken(target.Description, back.Deleted ? ["deleted"] : []);
        if (PassThru)
            WriteObject(target.Scope.StampDashboard(back));
    }
}
