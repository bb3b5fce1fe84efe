using System.Linq;
using System.Management.Automation;
using PostHogPS.Cmdlets;
using PostHogPS.Connections;
using PostHogPS.DashboardFiles;

namespace PostHogPS.Commands;

/// <summary>Lists what on a dashboard belongs to its project, and what another project has in its place. Sends no write.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PHDashboardPortability")]
[OutputType(typeof(DashboardPortability))]
public sealed class TestPHDashboardPortabilityCommand : DashboardCopyCmdlet
{
    private readonly System.Collections.Generic.Dictionary<(PostHogConnection, string), ProjectDefinitions> _targets = new();

    private protected override void Process(DashboardTarget target)
    {
        DashboardFile file = ReadFile(target);
        ProjectScope to = To(target);
        if (!_targets.TryGetValue(to.Key, out ProjectDefinitions? definitions))
            _targets.Add(to.Key, definitions = new ProjectDefinitions(to));
        ResolvedDashboard resolved = Await(call => ReferenceResolver.ResolveAsync(file, to, definitions, UnmappedChoice.Fail, call));
        WriteObject(resolved.Found.ToArray(), enumerateCollection: true);
    }
}
