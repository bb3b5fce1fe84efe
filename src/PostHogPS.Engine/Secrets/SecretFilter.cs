using System.Collections.Generic;
using PostHogPS.Text;

namespace PostHogPS.Engine.Secrets;

/// <summary>Keeps secrets out of the loose parts of models: AdditionalProperties and Config.</summary>
internal static class SecretFilter
{
    internal static void Clean(ServerObject model)
    {
        if (model.HasAdditionalProperties)
            Clean(model.AdditionalProperties, inConfiguration: false);
    }

    internal static void Clean(BatchExportDestination destination)
    {
        Clean(destination.Config, inConfiguration: true);
        if (destination.HasAdditionalProperties)
            Clean(destination.AdditionalProperties, inConfiguration: true);
    }

    /// <summary>Loose values, in place.</summary>
    internal static void Clean(IDictionary<string, object?> values, bool inConfiguration)
    {
        List<string>? secrets = null;
        foreach (KeyValuePair<string, object?> pair in values)
        {
            // That there is a pair of keys is no secret.
            bool isPair = inConfiguration && SecretNames.IsAccess(pair.Key) && pair.Value is IDictionary<string, object?>;
            if (!isPair && IsSecret(pair.Key, pair.Value, inConfiguration))
                (secrets ??= []).Add(pair.Key);
            else
                CleanValue(pair.Value, inConfiguration);
        }

        if (secrets is null)
            return;
        foreach (string name in secrets)
            values.Remove(name);
    }

    private static bool IsSecret(string name, object? value, bool inConfiguration) =>
        inConfiguration ? SecretNames.Hides(name, value) : value is not (null or bool) && SecretNames.LooksSecret(name);

    private static void CleanValue(object? value, bool inConfiguration)
    {
        switch (value)
        {
            case IDictionary<string, object?> inner:
                Clean(inner, inConfiguration);
                break;
            case object?[] list:
                foreach (object? item in list)
                    CleanValue(item, inConfiguration);
                break;
        }
    }
}
