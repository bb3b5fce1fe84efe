using System;
using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Destinations;
using PostHogPS.Reading;
using PostHogPS.Runs;

namespace PostHogPS.Commands;

/// <summary>
/// Tests whether PostHog can write to a destination: every step in order, one result each. Steps may write a test row or
/// file, so -WhatIf runs none of them.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "PHBatchExportDestination", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(DestinationTestStep))]
public sealed class TestPHBatchExportDestinationCommand : ProjectCmdlet
{
    private BatchExportResolver? _resolver;
    private SideBySide<ExportReading<DestinationTestStep>, DestinationTestStep>? _tests;
    private readonly Dictionary<((PostHogConnection, string), string), IReadOnlyList<DestinationTestStep>> _steps = new();

    /// <summary><para>Batch exports (objects, ids, names, patterns), or destinations that New-PHBatchExportDestination made.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id", "Destination")]
    [DestinationSubjects]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public DestinationSubject[] BatchExport { get; set; } = [];

    /// <summary><para>Goes on after a step that failed. Later steps usually need the earlier ones.</para></summary>
    [Parameter]
    public SwitchParameter ContinueOnFailure { get; set; }

    private BatchExportResolver Resolver => _resolver ??= new BatchExportResolver(Command, Scopes);

    private SideBySide<ExportReading<DestinationTestStep>, DestinationTestStep> Tests => _tests ??= Command.ReadSideBySide(
        ExportReading<DestinationTestStep>.Plan("Testing destinations"), (_, step) => WriteObject(step));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (DestinationSubject subject in BatchExport)
        {
            if (subject.Planned is { } planned)
                Try(planned, () => TestPlanned(planned.Definition));
            else
                foreach (BatchExportTarget target in Resolver.Resolve([subject.Stored!]))
                    Try(target.Input, () => TestStored(target));
        }

        Tests.WriteReady();
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Tests.WriteAll();

    private void TestPlanned(BatchExportDestinationDefinition planned)
    {
        if (!planned.IsStored)
            DestinationSchema.Check(planned.Type, planned.WholeConfig());
        DestinationRules.CheckNew(planned.Type, planned.WholeConfig(), planned.IntegrationId);
        string what = $"a destination of type {planned.Type}";
        Run(new BatchExportTarget(Scopes.Default(), Guid.Empty, planned, null, what), null, planned.Type, what,
            DestinationTest.CreateBody("Test of a destination", DestinationBody.CreateFrom(planned.Type, planned.WholeConfig(), planned.IntegrationId)));
    }

    private void TestStored(BatchExportTarget target)
    {
        BatchExport export = Resolver.Load(target);
        BatchExportDestination stored = export.Destination;
        Run(target, export.Id, stored.Type, target.Description,
            DestinationTest.CreateBody(export.Name, DestinationBody.CreateFrom(stored.Type, new Dictionary<string, object?>(), stored.IntegrationId)));
    }

    private void Run(BatchExportTarget target, Guid? id, string type, string what, Dictionary<string, object?> body)
    {
        IReadOnlyList<DestinationTestStep> steps = StepsOnce(target.Scope, type);
        if (ShouldProcess(what, $"Test the destination in {steps.Count} steps"))
            Tests.Add(new ExportReading<DestinationTestStep>(target, target.Input,
                new DestinationTestReader(target.Scope, id, type, body, steps, ContinueOnFailure)));
    }

    private IReadOnlyList<DestinationTestStep> StepsOnce(ProjectScope scope, string type)
    {
        if (!_steps.TryGetValue((scope.Key, type), out IReadOnlyList<DestinationTestStep>? steps))
            _steps.Add((scope.Key, type), steps = Steps(scope, type));
        return steps;
    }

    private IReadOnlyList<DestinationTestStep> Steps(ProjectScope scope, string type)
    {
        try
        {
            return Await(call => scope.Session.BatchExports.ListTestStepsAsync(scope.Project, type, call));
        }
        catch (PostHogApiException e) when (e.Kind == PostHogErrorKind.NotFound)
        {
            throw Problems.Invalid("DestinationType", $"PostHog has no test for destinations of type {type}.",
                "It has tests for AwsS3, S3Compatible, BigQuery, Snowflake, Databricks and AzureBlob.");
        }
    }
}
