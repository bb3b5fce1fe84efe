using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Commands;

/// <summary>Lists the templates that a dashboard can begin with: PostHog's own, and those of the project.</summary>
[Cmdlet(VerbsCommon.Get, "PHDashboardTemplate")]
[OutputType(typeof(DashboardTemplate))]
public sealed class GetPHDashboardTemplateCommand : ProjectCmdlet
{
    /// <summary><para>Names or objects; wildcards are allowed and case does not matter. Default: all.</para></summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(DashboardTemplateCompleter))]
    [SupportsWildcards]
    public PSObject[]? Name { get; set; }

    /// <summary><para>Text in the name, the description or a tag, as PostHog finds it.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Search { get; set; }

    /// <summary><para>Only those that PostHog shows first.</para></summary>
    [Parameter]
    public SwitchParameter Featured { get; set; }

    /// <summary><para>A project or a connection whose templates to list, or a name.</para></summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(InputObject?.BaseObject ?? Name, () =>
    {
        RefuseNothing("DashboardTemplate", "A template", nameof(Name), nameof(InputObject));
        PipedObject piped = PipedObject.Read(InputObject);
        bool isScope = piped.Kind is PipedKind.Connection or PipedKind.Project;
        if (InputObject is not null && !isScope && piped.Kind != PipedKind.Text)
            throw Problems.Invalid("DashboardTemplate", $"The name of a template, a project or a connection was expected, but the input is '{InputObject}'.",
                "Get-PHProject | Get-PHDashboardTemplate");
        var given = new NameInput(Name);
        foreach (PSObject item in InputObject is null ? given.Items : [])
            Try(item, () => List(Scopes.Resolve(PipedObject.Read(item)),
                NameInput.NamesOf(item) is null ? null : [PipedObject.ReadText(item, nameof(Name)) ?? ""]));
        if (InputObject is not null || given.HasTexts)
            List(isScope ? Scopes.Resolve(piped) : Scopes.Default(), InputObject is null ? given.Texts : isScope ? given.AllTexts : [piped.Text!]);
    });

    private void List(ProjectScope scope, string[]? names)
    {
        string[] missing = (names ?? []).Where(n => !NameMatcher.IsPattern(n)).ToArray();
        foreach (DashboardTemplate template in Stream("Reading templates",
            (next, call) => scope.Session.Dashboards.ListTemplatesAsync(scope.Project, Search, next, call)))
        {
            missing = missing.Where(m => !NameMatcher.IsMatch(m, template.Name)).ToArray();
            if ((names is null || names.Any(n => NameMatcher.IsMatch(n, template.Name))) && (!Featured || template.IsFeatured))
                WriteObject(scope.Stamp(template));
        }

        foreach (string name in missing)
            Try(name, () => throw Problems.NotFound("template", name, scope.Description, "Get-PHDashboardTemplate"));
    }
}
