using PostHogPS.Engine.Json;
using PostHogPS.Engine.Secrets;

namespace PostHogPS.Engine.Models;

/// <summary>Destinations of exports (API reference 7.4).</summary>
internal sealed class DestinationReader : ItemReader<BatchExportDestination>
{
    protected override BatchExportDestination Make() => new();

    protected override void Set(BatchExportDestination destination, string name, ref JsonCursor json)
    {
        switch (name)
        {
            case "type": destination.Type = json.Text() ?? destination.Type; break;
            case "integration": destination.IntegrationId = json.Long(); break;
            case "config": destination.Config = json.Dictionary() ?? destination.Config; break;
            default: destination.AdditionalProperties[name] = json.Plain(); break;
        }
    }

    protected override void Finish(BatchExportDestination destination)
    {
        SecretFilter.CleanConfiguration(destination.Config);
        if (destination.HasAdditionalProperties)
            SecretFilter.CleanConfiguration(destination.AdditionalProperties);
    }
}
