using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;
using PostHogPS.Connections;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets whose main object is a dashboard.</summary>
public abstract class DashboardTargetCmdlet : ProjectCmdlet
{
    private DashboardResolver? _resolver;

    /// <summary><para>The dashboards: objects, ids, names or patterns.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [DashboardReferences]
    [ArgumentCompleter(typeof(DashboardCompleter))]
    [SupportsWildcards]
    public virtual DashboardReference[] Dashboard { get; set; } = [];

    private protected DashboardResolver Resolver => _resolver ??= new DashboardResolver(Command, Scopes, TakesParts);

    /// <summary>False where a tile or a password must not stand for its dashboard: removing what is on one is not removing it.</summary>
    private protected virtual bool TakesParts => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (DashboardTarget target in Resolver.Resolve(Dashboard))
            Try(target.Input, () => Process(target), Advice);
    }

    private protected abstract void Process(DashboardTarget target);

    /// <summary>What to do about a failed call; null for the usual advice.</summary>
    private protected virtual string? Advice(PostHogApiException e) => null;
}
