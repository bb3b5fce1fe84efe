using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Rotation;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>
/// Rotates the credentials of batch exports: tests the destinations with the new ones, switches the exports one by one, proves each by a
/// run, and switches back what fails. A second run continues after an interruption.
/// </summary>
[Cmdlet(VerbsData.Update, "PHBatchExportCredential", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = nameof(Integration))]
[OutputType(typeof(BatchExportCredentialUpdate))]
public sealed class UpdatePHBatchExportCredentialCommand : ProjectCmdlet
{
    private readonly List<BatchExportTarget> _targets = [];
    private BatchExportResolver? _resolver;
    private RotationWork? _work;
    private bool _hasExports;
    private bool _isRefused;

    /// <summary><para>The batch exports: objects, ids, names or patterns. Default: every one that uses -FromIntegration.</para></summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public BatchExportReference[]? BatchExport { get; set; }

    /// <summary><para>The integration with the old credentials: an object, an id or a name. Also in the COPY settings of Redshift exports.</para></summary>
    [Parameter]
    [OneIntegrationReference]
    [ArgumentCompleter(typeof(IntegrationCompleter))]
    public IntegrationReference? FromIntegration { get; set; }

    /// <summary><para>The integration with the new credentials, as New-PHIntegration or PostHog's own page has made it.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Integration))]
    [OneIntegrationReference]
    [ArgumentCompleter(typeof(IntegrationCompleter))]
    public IntegrationReference? Integration { get; set; }

    /// <summary>
    /// <para>The new secret as a SecureString, or several in a table by their settings, such as aws_access_key_id and
    /// aws_secret_access_key. Everything else stays as it is.</para>
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Secret))]
    [SecretSetTransformation]
    public SecretSet? Secret { get; set; }

    /// <summary><para>The old secret in the same form, to switch back to where PostHog replaces the credentials in place.</para></summary>
    [Parameter(ParameterSetName = nameof(Secret))]
    [SecretSetTransformation]
    public SecretSet? OldSecret { get; set; }

    /// <summary><para>Name of the new integration, for the kinds that have one.</para></summary>
    [Parameter(ParameterSetName = nameof(Secret))]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary><para>Removes the old integration at the end, if nothing uses it any more and a run of each export has proved the new one.</para></summary>
    [Parameter]
    public SwitchParameter RemoveOld { get; set; }

    /// <summary><para>Longest time to wait for the run of one export.</para></summary>
    [Parameter]
    [TimeSpanTransformation]
    [ArgumentCompleter(typeof(TimeSpanCompleter))]
    public TimeSpan? Timeout { get; set; }

    /// <summary><para>Does not ask, and replaces credentials in place without the old secret: a failure cannot be undone then.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private BatchExportResolver Resolver => _resolver ??= new BatchExportResolver(Command, Scopes);

    private protected override string? GoesOn => _work?.UnderWay;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _work = new RotationWork(Command, Force);
        // An old secret that is nothing is not the same as none.
        _isRefused = !Try(null, () => RefuseNothing("Secret", "A secret", nameof(Secret), nameof(OldSecret)));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(BatchExport, () =>
    {
        if (_isRefused)
            return;
        _hasExports |= BatchExport is not null;
        _targets.AddRange(Resolver.Resolve(BatchExport ?? []).Where(target =>
            !_targets.Exists(known => known.Id == target.Id && known.Scope.Key == target.Scope.Key)));
    });

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_isRefused)
            return;
        // A pipeline that gave no export does not mean all of them.
        if (_hasExports || MyInvocation.ExpectingInput)
        {
            foreach (IGrouping<(PostHogConnection, string), BatchExportTarget> project in _targets.GroupBy(static target => target.Scope.Key))
                Try(project.First().Input, () => _work!.Rotate(CreateRequest(project.First().Scope, project.ToList())), RotationOutcome.Advise);
            return;
        }

        Try(FromIntegration, () =>
        {
            if (FromIntegration is null)
                throw Problems.Validation("It is not said whose credentials are to be rotated. Nothing was sent.",
                    "Give batch exports, or -FromIntegration for all that use it.");
            FromIntegration.ThrowIfBad();
            _work!.Rotate(CreateRequest(Scopes.Resolve(FromIntegration.Piped), null));
        }, RotationOutcome.Advise);
    }

    private RotationRequest CreateRequest(ProjectScope scope, List<BatchExportTarget>? targets) => new(scope)
    {
        Exports = targets,
        From = NameOf(FromIntegration, scope),
        To = NameOf(Integration, scope),
        Secrets = Secret?.Values,
        OldSecrets = OldSecret?.Values,
        Name = Name,
        HasNoWayBack = Force,
        RemovesOld = RemoveOld,
        Timeout = Timeout,
    };

    private IntegrationName? NameOf(IntegrationReference? reference, ProjectScope scope)
    {
        if (reference is null)
            return null;
        reference.ThrowIfBad();
        ProjectScope own = Scopes.Resolve(reference.Piped);
        if (own.IsElsewhere(scope) && (reference.Piped.Origin is not null || reference.Piped.ProjectId is not null))
            throw Problems.Mismatch($"The integration '{MessageText.Name(reference.ToString())}' is in {Place(own)}, and the batch exports are in "
                + $"{Place(scope)}. Nothing was sent.",
                "Give an integration of the same project.");
        return new IntegrationName(reference.Id, reference.Name);
    }

    // Two connections may lead to one host, and then only their names differ.
    private static string Place(ProjectScope scope) => $"{scope.Description} (connection '{MessageText.Name(scope.Connection.Name)}')";
}
