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
    private const string Failed = "Failed";

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
    }

    private void TestPlanned(BatchExportDestinationDefinition planned)
    {
        if (!planned.IsStored)
            DestinationSchema.Check(planned.Type, planned.WholeConfig());
        DestinationRules.CheckNew(planned.Type, planned.WholeConfig(), planned.IntegrationId);
        Run(Scopes.Default(), null, planned.Type, $"a destination of type {planned.Type}",
            Body("Test of a destination", "events", "hour", DestinationBody.CreateFrom(planned.Type, planned.WholeConfig(), planned.IntegrationId)));
    }

    // The server fills in the stored config itself and judges the body as a new export's. Sent back, a query model would lack
    // its query, and a key of an earlier server would be unknown.
    private void TestStored(BatchExportTarget target)
    {
        BatchExport export = Resolver.Load(target);
        BatchExportDestination stored = export.Destination;
        Run(target.Scope, export.Id, stored.Type, target.Description,
            Body(export.Name, "events", "hour", DestinationBody.CreateFrom(stored.Type, new Dictionary<string, object?>(), stored.IntegrationId)));
    }

    private void Run(ProjectScope scope, Guid? id, string type, string what, Dictionary<string, object?> body)
    {
        IReadOnlyList<DestinationTestStep> steps = Steps(scope, type);
        if (!ShouldProcess(what, $"Test the destination in {steps.Count} steps"))
            return;

        bool broken = false;
        using var progress = new ProgressLine(this, "Testing " + what);
        for (int i = 0; i < steps.Count; i++)
        {
            int step = i;
            progress.Update(steps[i].Name, i * 100.0 / steps.Count);
            DestinationTestStep result = broken && !ContinueOnFailure
                ? Left(steps[i])
                : Await(call => scope.Session.BatchExports.RunTestStepAsync(scope.Project, id, body, step, call));
            broken |= result.Status == Failed;
            result.Step = i;
            result.DestinationType = type;
            result.BatchExportId = id;
            WriteObject(scope.Stamp(result));
        }
    }

    private IReadOnlyList<DestinationTestStep> Steps(ProjectScope scope, string type)
    {
        try
        {
            return Await(call => scope.Session.BatchExports.ListTestStepsAsync(scope.Project, type, call));
        }
        catch (PostHogApiException e) when (e.Kind == PostHogErrorKind.NotFound)
        {
            throw Problems.Invalid("DestinationType", $"PostHog has no test for destinations of type {type}.", "It has tests for AwsS3, S3Compatible, BigQuery, Snowflake, Databricks and AzureBlob.");
        }
    }

    private static DestinationTestStep Left(DestinationTestStep step) => new()
    {
        Name = step.Name,
        Description = step.Description,
        Status = "Skipped",
        Message = "Not run, since an earlier step failed (-ContinueOnFailure runs it).",
    };

    private static Dictionary<string, object?> Body(string name, string model, string interval, Dictionary<string, object?> destination) =>
        new(StringComparer.Ordinal) { ["name"] = name, ["model"] = model, ["interval"] = interval, ["destination"] = destination };
}
