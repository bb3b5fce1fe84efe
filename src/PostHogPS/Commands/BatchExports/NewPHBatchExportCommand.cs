using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Changes;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>Creates a batch export (POST). Never sent twice: after a lost answer the error says how to find out.</summary>
[Cmdlet(VerbsCommon.New, "PHBatchExport", SupportsShouldProcess = true)]
[OutputType(typeof(BatchExport))]
public sealed class NewPHBatchExportCommand : BatchExportSettingsCmdlet
{
    /// <summary><para>The name.</para></summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Name { get; set; } = "";

    /// <summary>
    /// <para>Where to: what New-PHBatchExportDestination makes, or a hashtable with type, config and integration. An export
    /// is copied: every setting that is not given comes from it.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [DestinationTransformation]
    public DestinationInput Destination { get; set; } = null!;

    /// <summary><para>How often: hour, day, week, or "every 5 minutes" ("5 min") and the like where the project has it enabled.</para></summary>
    [Parameter]
    [IntervalTransformation]
    [ArgumentCompleter(typeof(IntervalCompleter))]
    [ValidateNotNullOrEmpty]
    public string Interval { get; set; } = "hour";

    /// <summary><para>What: events, persons, sessions or hogql. Cannot be changed later.</para></summary>
    [Parameter]
    [Spelling(ServerWord.Model)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [ValidateNotNullOrEmpty]
    public string Model { get; set; } = "events";

    /// <summary><para>Creates it paused: nothing runs before Resume-PHBatchExport.</para></summary>
    [Parameter]
    public SwitchParameter Paused { get; set; }

    /// <summary><para>Creates it even when the project has an export of that name already.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(Name, Create, e => e.Kind == PostHogErrorKind.FateUnknown
        ? $"Look before you try again: {CommandLine.ForName("Get-PHBatchExport", Name.Trim())} shows whether it was created." : null);

    private void Create()
    {
        ProjectScope scope = ScopeOf(Destination.SourcePiped);
        BatchExportDestinationDefinition destination = Destination.Definition;
        if (IntegrationId is null)
            Destination.CheckIntegration(scope);
        var wanted = new NewBatchExport(ReadSettings(Name, Interval, Paused, Model, Destination.Source), destination);
        wanted.Check();
        Dictionary<string, object?> body = wanted.CreateBody(Clock.Moment(scope));
        if (!Force)
            CheckName(scope);
        if (!ShouldProcess($"{wanted.Description} in {scope.Description}", "Create"))
            return;
        WriteObject(Await(call => wanted.SendAsync(scope, body, call)));
    }

    // A copy goes to the project of its original, unless -Connection or -ProjectId is given.
    private ProjectScope ScopeOf(PipedObject? source) =>
        source is null || Connection is not null || ProjectId is not null ? Scopes.Default() : Scopes.Resolve(source);

    // PostHog takes the same name twice. A runbook that runs twice would then export everything twice.
    private void CheckName(ProjectScope scope)
    {
        List<BatchExport> namesakes = Resolver.Namesakes(scope, Name.Trim());
        if (namesakes.Count > 0)
            throw Problems.NameInUse(Name, scope.Description, namesakes,
                $"To change it: Set-PHBatchExport {namesakes[0].Id}. To make a second one of the same name: -Force.");
        // Whatever becomes of the create, the next one looks again.
        Resolver.ForgetLists();
    }
}
