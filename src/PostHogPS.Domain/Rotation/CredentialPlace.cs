using System.Collections.Generic;
using System.Linq;
using PostHogPS.Contracts;
using PostHogPS.Destinations;
using PostHogPS.Text;

namespace PostHogPS.Rotation;

/// <summary>Where an export names the integration that is replaced: as that of its destination, or in the COPY settings of a Redshift one.</summary>
internal sealed class CredentialPlace
{
    private const string CopyKind = "aws-s3";

    private readonly bool _isDestination;
    private readonly string[] _copySettings;

    private CredentialPlace(bool isDestination, string[] copySettings, long id)
    {
        _isDestination = isDestination;
        _copySettings = copySettings;
        Id = id;
    }

    /// <summary>The integration that is there.</summary>
    internal long Id { get; }

    /// <summary>The places that hold an integration.</summary>
    /// <param name="export">The export.</param>
    /// <param name="id">The integration.</param>
    /// <returns>Null where it does not use it.</returns>
    internal static CredentialPlace? Find(BatchExport export, long id)
    {
        string[] copy = [.. IntegrationUsers.FindCopyUses(export).Where(use => use.Value == id).Select(static use => use.Key)];
        bool isDestination = export.Destination.IntegrationId == id;
        return isDestination || copy.Length > 0 ? new CredentialPlace(isDestination, copy, id) : null;
    }

    /// <summary>The place for an integration of a kind, whatever integration is there now.</summary>
    /// <returns>Null where the export has none for that kind.</returns>
    internal static CredentialPlace? FindFor(BatchExport export, string kind)
    {
        if (DestinationKinds.Find(export.Destination.Type) == kind)
            return export.Destination.IntegrationId is { } own ? new CredentialPlace(true, [], own) : null;
        long[] ids = kind == CopyKind ? [.. IntegrationUsers.FindCopyUses(export).Values.Distinct()] : [];
        return ids.Length switch
        {
            0 => null,
            1 => Find(export, ids[0]),
            _ => throw Problems.Validation(
                $"The COPY settings of '{MessageText.Name(export.Name)}' name the integrations {string.Join(" and ", ids)}, so it is not known which one to "
                    + "replace. Nothing was sent.",
                "Say which: -FromIntegration <id>."),
        };
    }

    /// <summary>Whether an export holds an integration in all of these places.</summary>
    internal bool Holds(BatchExport export, long id)
    {
        Dictionary<string, long> copy = IntegrationUsers.FindCopyUses(export);
        return (!_isDestination || export.Destination.IntegrationId == id) && _copySettings.All(name => copy.TryGetValue(name, out long there) && there == id);
    }

    /// <summary>What is sent to put an integration there. The own one of the destination goes along: some types lose it otherwise.</summary>
    internal Dictionary<string, object?> CreateDestination(BatchExport export, long id)
    {
        var config = new Dictionary<string, object?>();
        if (_copySettings.Length > 0)
            config["copy_inputs"] = _copySettings.ToDictionary(static name => name, _ => (object?)id);
        return DestinationBody.CreateFrom(export.Destination.Type, config, _isDestination ? id : export.Destination.IntegrationId);
    }
}
