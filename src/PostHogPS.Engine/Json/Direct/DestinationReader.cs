using System.Text.Json;

namespace PostHogPS.Engine;

/// <summary>Destinations of exports (API reference 7.4).</summary>
internal sealed class DestinationReader : ItemReader<BatchExportDestination>
{
    protected override BatchExportDestination Make() => new();

    protected override void Set(BatchExportDestination destination, string name, ref Utf8JsonReader json)
    {
        switch (name)
        {
            case "type": destination.Type = JsonValue.Text(ref json) ?? destination.Type; break;
            case "integration": destination.IntegrationId = JsonValue.Long(ref json); break;
            case "config": destination.Config = JsonValue.Dictionary(ref json) ?? destination.Config; break;
            default: destination.AdditionalProperties[name] = JsonValue.Plain(ref json); break;
        }
    }

    protected override void Finish(BatchExportDestination destination)
    {
        SecretFilter.CleanConfiguration(destination.Config);
        if (destination.HasAdditionalProperties)
            SecretFilter.CleanConfiguration(destination.AdditionalProperties);
    }
}
