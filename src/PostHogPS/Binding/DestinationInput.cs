using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Binding;

/// <summary>
/// What -Destination was given: what New-PHBatchExportDestination makes, an export's destination, or a hashtable, either
/// whole (type, config, integration) or only the settings that change.
/// </summary>
public sealed class DestinationInput
{
    private static readonly string[] Outer = ["type", "integration", "integration_id", "integrationid", "config", "SecretSettings"];

    private readonly BatchExportDestinationDefinition? _definition;
    private readonly object? _input;
    private ProblemException? _problem;

    private DestinationInput(ProblemException problem) => _problem = problem;

    private DestinationInput(BatchExportDestinationDefinition? definition, object? input)
    {
        _definition = definition;
        _input = input;
    }

    /// <summary>The type of the destination.</summary>
    public override string ToString() => _definition?.Type ?? "";

    /// <summary>The definition, or a thrown problem when the input is none.</summary>
    internal BatchExportDestinationDefinition Definition =>
        _problem is not null
            ? throw _problem
        : _definition is null
            ? throw Problems.Invalid("Destination",
                $"A destination was expected, but the input is {(_input is null ? "nothing" : $"of the type {_input.GetType().Name}")}.",
                "Give what New-PHBatchExportDestination makes, or a hashtable of settings such as @{ prefix = 'events/' }.")
            : _definition.LostSecrets.Length > 0
                ? throw Problems.Invalid("Destination",
                    $"This copy of a destination has lost its secrets ({string.Join(", ", _definition.LostSecrets)}): they are never written to files or jobs.",
                    "Make it again with New-PHBatchExportDestination in this session.")
                : _definition;

    /// <summary>The export that the destination was taken from, where an export was given.</summary>
    internal BatchExport? Source { get; private set; }

    /// <summary>The same as it was given: where it was read from.</summary>
    internal PipedObject? SourcePiped { get; private set; }

    /// <summary>Rejects the integration of an export from elsewhere: in another project the same number is another integration, or none.</summary>
    /// <param name="scope">Where the destination is to be used.</param>
    internal void CheckIntegration(ProjectScope scope)
    {
        if (SourcePiped is not { } source || Definition.IntegrationId is not { } integration)
            return;
        PostHogConnection? origin = source.Origin;
        bool sameServer = source.MayBeFrom(scope.Connection) || (origin?.HostUri == scope.Connection.HostUri && !scope.Connection.IsSandbox);
        bool sameProject = source.ProjectId is null || !ProjectText.TryId(scope.Project, out long project) || project == source.ProjectId;
        if (!sameServer || !sameProject)
            throw Problems.Validation($"The integration {integration} of '{source.Name}' belongs to project {source.ProjectId}"
                + $"{(sameServer ? "" : " on " + (origin?.Host ?? source.OriginHost?.Host ?? "another connection"))} and is "
                + $"not one of {scope.Description}.",
                "Get-PHIntegration shows those of the project; give one with -IntegrationId.");
    }

    internal static DestinationInput CreateFrom(object? input)
    {
        try
        {
            return Read(input);
        }
        catch (ProblemException problem)
        {
            // Kept for the cmdlet: what is thrown while parameters are bound loses its error id.
            return new DestinationInput(problem);
        }
    }

    private static DestinationInput Read(object? input)
    {
        object? value = ShellObject.Unwrap(input);
        return value switch
        {
            DestinationInput already => already,
            BatchExportDestinationDefinition made => new DestinationInput(made, input),
            BatchExportDestination stored => new DestinationInput(FromStored(stored), input),
            BatchExport export => new DestinationInput(FromStored(export.Destination), input) { Source = export, SourcePiped = PipedObject.Read(export) },
            IDictionary bag => new DestinationInput(FromBag(PlainValue.CopyBag(bag)), input),
            PSObject custom => FromCopy(custom),
            _ => new DestinationInput(null, value),
        };
    }

    private static DestinationInput FromCopy(PSObject custom)
    {
        var fields = PlainValue.CreateFrom(custom) as Dictionary<string, object?> ?? [];
        // Select-Object copies the export and leaves the destination the object that it was.
        object? inner = custom.Properties["Destination"]?.Value;
        if (ShellObject.Unwrap(inner) is BatchExportDestination stored)
            fields["Destination"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["type"] = stored.Type, ["config"] = stored.Config,
                ["integration"] = stored.IntegrationId };
        if (ExportCopy.CreateFrom(fields, out ProblemException? badDate) is { } export)
        {
            return new DestinationInput(FromBag((Dictionary<string, object?>)Find(fields, "Destination")!, isStored: true), custom)
            {
                Source = export, SourcePiped = PipedObject.Read(custom), _problem = badDate,
            };
        }

        // A copy of an export whose destination is only its name.
        return Find(fields, "Destination") is string && Find(fields, "Interval") is not null ? throw LostSettings()
            : new DestinationInput(fields.Count > 0 ? FromBag(fields) : null, custom);
    }

    private static object? Find(Dictionary<string, object?> fields, string name) =>
        fields.FirstOrDefault(field => field.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    // As text they are for a person: shortened, and without what is named like a secret.
    private static ProblemException LostSettings() => Problems.Invalid("Destination",
        "This copy of a destination has its settings as text only: it went through CSV, or through JSON that was not deep enough.",
        "Give the object itself, or a copy of Export-Clixml, or of ConvertTo-Json with a depth of 10.");

    private static BatchExportDestinationDefinition FromStored(BatchExportDestination stored) =>
        new(stored.Type, stored.IntegrationId, stored.Config) { IsStored = true };

    private static BatchExportDestinationDefinition FromBag(Dictionary<string, object?> bag, bool isStored = false)
    {
        object? Take(params string[] names) =>
            bag.Where(pair => names.Contains(pair.Key, StringComparer.OrdinalIgnoreCase)).Select(pair => pair.Value).FirstOrDefault(v => v is not null);

        if (Take("config") is string)
            throw LostSettings();
        bool whole = Take("type") is string && (Take("config") is not null || bag.Count <= 2) || Take("config") is IDictionary<string, object?>;
        string[] flat = isStored || Take("type") is not string || Take("config") is not null ? []
            : [.. bag.Keys.Where(static key => !Outer.Contains(key, StringComparer.OrdinalIgnoreCase))];
        if (flat.Length > 0)
            throw Problems.Validation($"The destination has settings beside its type: {string.Join(", ", flat.Select(MessageText.Name))}. Nothing was sent.",
                "Put them into config: @{ type = '...'; config = @{ ... } }. To change settings, leave the type out.");
        if (!whole)
            return new BatchExportDestinationDefinition("", null, ServerWords.SpellSettings(bag));

        long? integration = long.TryParse(
            Convert.ToString(Take("integration", "integration_id", "integrationid"), CultureInfo.InvariantCulture), NumberStyles.None,
                CultureInfo.InvariantCulture, out long id)
                ? id : null;
        return new BatchExportDestinationDefinition(
            ServerWords.Spell(ServerWord.DestinationType, Take("type") as string ?? ""), integration,
            ServerWords.SpellSettings(Take("config") as IDictionary<string, object?> ?? new Dictionary<string, object?>()))
        {
            IsStored = isStored,
            LostSecrets = (Take("SecretSettings") as object?[] ?? []).OfType<string>().ToArray(),
        };
    }
}

/// <summary>Reads -Destination. What is no destination is refused by the cmdlet, so that it carries the module's own error id and repeats no secret.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DestinationTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => DestinationInput.CreateFrom(inputData);
}
