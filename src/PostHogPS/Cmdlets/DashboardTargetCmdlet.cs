using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Completion;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets whose main object is a dashboard.</summary>
public abstract class DashboardTargetCmdlet : DashboardCmdlet
{
    /// <summary><para>The dashboards: objects, ids, names or patterns.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [DashboardReferences]
    [ArgumentCompleter(typeof(DashboardCompleter))]
    [SupportsWildcards]
    public DashboardReference[] Dashboard { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (DashboardTarget target in Resolve(Dashboard))
            Try(target.Input, () => Process(target), Advice);
    }

    private protected abstract void Process(DashboardTarget target);

    /// <summary>What to do about a failed call; null for the usual advice.</summary>
    private protected virtual string? Advice(PostHogApiException e) => null;
}
