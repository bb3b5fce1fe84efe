using System.Collections.Generic;
using PostHogPS.Connections;
using PostHogPS.Destinations;

namespace PostHogPS.Rotation;

/// <summary>How the new credentials reach the exports.</summary>
internal enum RotationWay
{
    /// <summary>Each export is given another integration, and can be given the old one again.</summary>
    Switch,

    /// <summary>The integration is replaced in place, for all its exports at once: the kinds of which there is one for each account.</summary>
    Replace,

    /// <summary>The secrets stand in the destination and are sent anew.</summary>
    Inline,
}

/// <summary>What a rotation does, before anything is sent.</summary>
internal sealed class RotationPlan
{
    internal RotationPlan(RotationRequest request, RotationWay way)
    {
        Request = request;
        Way = way;
    }

    internal RotationRequest Request { get; }

    internal ProjectScope Scope => Request.Scope;

    internal RotationWay Way { get; }

    /// <summary>The integration with the old credentials; null where it is not known, or gone.</summary>
    internal Integration? Old { get; set; }

    /// <summary>The one with the new credentials; null as long as it has to be made.</summary>
    internal Integration? New { get; set; }

    /// <summary>-Secret is not sent: an integration of that name is there, and nobody can read which secrets it holds.</summary>
    internal bool WasMadeBefore => Request.Secrets is not null && Way == RotationWay.Switch && Making is null && New is not null;

    /// <summary>What the exports are switched to, in messages.</summary>
    internal string What => WasMadeBefore ? $"the integration {New!.Id}" : "the new credentials";

    /// <summary>What results say where -Secret is not sent.</summary>
    internal string MadeBefore => WasMadeBefore ? $" The integration {New!.Id} was made before, and -Secret was not sent." : "";

    /// <summary>The line that frees the name of the new integration while nothing uses it: another secret would not be sent under it.</summary>
    internal string? Discard => Request.Secrets is not null && Way == RotationWay.Switch && !Items.Exists(static item => item.Result.Switched)
        ? $"Remove-PHIntegration {New!.Id}" : null;

    /// <summary>What is sent to make or to replace it; null where it is there.</summary>
    internal IntegrationDefinition? Making { get; set; }

    /// <summary>What is sent to have the old credentials again; null where there is no way back.</summary>
    internal IntegrationDefinition? WayBack { get; set; }

    /// <summary>The integrations there were, by which a new one is told after a lost answer.</summary>
    internal HashSet<long> Before { get; } = [];

    internal List<RotationItem> Items { get; } = [];

    /// <summary>What the user has to know before agreeing.</summary>
    internal List<string> Notes { get; } = [];
}

/// <summary>One export of a rotation.</summary>
internal sealed class RotationItem
{
    internal RotationItem(BatchExportTarget target, BatchExport export)
    {
        Target = target;
        Export = export;
        Result = target.Scope.StampAbout(new BatchExportCredentialUpdate(), export);
    }

    internal BatchExportTarget Target { get; }

    internal BatchExport Export { get; set; }

    /// <summary>Where it names the old integration; null where that is not to be changed.</summary>
    internal CredentialPlace? Place { get; set; }

    /// <summary>It had the new integration before the command began: an earlier one may have been interrupted.</summary>
    internal bool WasSwitched { get; set; }

    /// <summary>Inline secrets to send; null where an integration holds them.</summary>
    internal Dictionary<string, object?>? Inline { get; set; }

    /// <summary>The old ones; null where there is no way back.</summary>
    internal Dictionary<string, object?>? InlineWayBack { get; set; }

    internal BatchExportCredentialUpdate Result { get; }

    /// <summary>Its result was given.</summary>
    internal bool IsWritten { get; set; }

    /// <summary>The user has heard of its error.</summary>
    internal bool IsReported { get; set; }

    /// <summary>It uses the new credentials, and no run has shown yet that they work.</summary>
    internal bool IsUnproved => Result.Switched && (Result.Proof is not { } proof || RunStates.FromStatus(proof.State) != RunStates.Completed);

    /// <summary>A run refused the new credentials.</summary>
    internal bool IsRefused => Result.State is RotationState.Failed or RotationState.SwitchedBack && Result.Proof is { } proof
        && CredentialProver.IsFailure(proof.State);

    /// <summary>The line that shows its runs.</summary>
    internal string ShowRuns => Export.CommandFor("Get-PHBatchExportRun").ToString();

    internal void End(string state, string reason, string? suggestion = null)
    {
        Result.State = state;
        Result.Reason = reason;
        Result.Suggestion = suggestion;
    }
}
