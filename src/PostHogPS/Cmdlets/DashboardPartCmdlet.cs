using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Completion;
using PostHogPS.Contracts;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets that act on tiles or passwords: finds the dashboard that one belongs to.</summary>
public abstract class DashboardPartCmdlet : DashboardCmdlet
{
    private DashboardTarget? _dashboard;

    /// <summary><para>The dashboard that bare ids belong to.</para></summary>
    [Parameter]
    [DashboardReferences]
    [ArgumentCompleter(typeof(DashboardCompleter))]
    public DashboardReference[]? Dashboard { get; set; }

    /// <summary>What <paramref name="references"/> mean; a bare id needs -Dashboard.</summary>
    /// <param name="references">What was given.</param>
    /// <param name="kind">The kind of object that is taken.</param>
    /// <param name="what">Its name in messages.</param>
    /// <param name="advice">What lists them.</param>
    private protected IEnumerable<DashboardPartTarget> Resolve(IEnumerable<DashboardPartReference> references, PipedKind kind, string what, string advice)
    {
        foreach (DashboardPartReference reference in references)
        {
            DashboardPartTarget? target = null;
            Try(reference.Piped.Input, () => target = Resolve(reference, kind, what, advice));
            if (target is not null)
                yield return target;
        }
    }

    private DashboardPartTarget Resolve(DashboardPartReference reference, PipedKind kind, string what, string advice)
    {
        PipedObject piped = reference.Piped;
        bool bare = piped.Kind is PipedKind.Number or PipedKind.Text;
        if (reference.Id is not { } id || (!bare && piped.Kind != kind))
            throw Problems.Invalid(kind.ToString(), $"A {what} was expected, but the input is {(piped.Input is null ? "nothing" : $"'{piped.Input}'")}.", advice);
        if (piped.DashboardId is { } own)
            return new DashboardPartTarget(new DashboardTarget(ScopeOf(piped), own, piped.Input, null), id, piped.Input);
        if (Dashboard is null)
            throw Problems.Invalid("Dashboard", $"The {what} {id.ToString(CultureInfo.InvariantCulture)} alone does not say which dashboard it belongs to.", "Add -Dashboard with its name or id.");
        return new DashboardPartTarget(_dashboard ??= ResolveSingle(Dashboard, nameof(Dashboard)), id, piped.Input);
    }
}
