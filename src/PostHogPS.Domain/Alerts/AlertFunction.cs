using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security;
using PostHogPS.Text;

namespace PostHogPS.Alerts;

/// <summary>A function as the server gives it, as an alert. Nothing that lets somebody write to a webhook stays readable.</summary>
internal static class AlertFunction
{
    internal const string Type = "internal_destination";

    /// <summary>What the description of an alert of this module ends with.</summary>
    internal const string Marker = "[posthogps:alert]";

    /// <summary>The state of an alert that is on, and none of whose exports exists any more.</summary>
    internal const string ExportsRemoved = "ExportsRemoved";

    private const string ExportKey = "batch_export_id";

    // The known fields of a function; all others are newer than this module and stay with the object.
    private static readonly string[] Fields =
    [
        "type", "deleted", "hog", "bytecode", "transpiled", "inputs_schema", "inputs", "filters", "masking", "mappings", "icon_url", "template",
        "template_id", "status", "execution_order", "batch_export_id",
    ];

    /// <summary>Fills an alert from the fields of its function, which then are gone from what is shown.</summary>
    internal static void Read(BatchExportAlert alert)
    {
        foreach (string field in Fields)
        {
            if (alert.AdditionalProperties.TryGetValue(field, out object? value))
            {
                alert.Function[field] = value;
                alert.AdditionalProperties.Remove(field);
            }
        }

        IDictionary<string, object?> filters = Bag(alert.Function, "filters");
        string[] events = [.. Items(filters, "events").Select(static e => Text(e, "id")).OfType<string>()];
        alert.On = [.. AlertEvents.Sort([.. events.Select(AlertEvents.FindState).OfType<string>()]),
            .. events.Where(static e => AlertEvents.FindState(e) is null)];
        ReadExports(alert, filters);
        ReadChannel(alert);
        IDictionary<string, object?> masking = Bag(alert.Function, "masking");
        alert.QuietTime = Number(masking, "ttl") is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        alert.State = !alert.Enabled ? "Off" : Number(Bag(alert.Function, "status"), "state") switch
        {
            1 => "Healthy",
            2 or 11 => "Degraded",
            3 or 12 => "DisabledByServer",
            _ => "Unknown",
        };
        alert.MadeBy = alert.Description.TrimEnd().EndsWith(Marker, StringComparison.Ordinal) ? "PostHogPS" : IsOfWebPage(alert, filters) ? "WebPage" : "Other";
    }

    /// <summary>Whether the function tells of batch exports. Lists hold functions for other events too.</summary>
    internal static bool IsAlert(BatchExportAlert alert) =>
        (Text(alert.Function, "type") ?? Type) == Type && alert.On.Any(static state => AlertEvents.States.Contains(state))
            && !(alert.Function.TryGetValue("deleted", out object? deleted) && deleted is true);

    /// <summary>Lists of older servers have no inputs, and so no target.</summary>
    internal static bool IsComplete(BatchExportAlert alert) => alert.Function.ContainsKey("inputs");

    /// <summary>Whether messages about an export come from it.</summary>
    internal static bool Covers(BatchExportAlert alert, Guid export) => alert.AllBatchExports || alert.BatchExportId.Contains(export);

    /// <summary>The inputs as a body takes them: all of them, since what is missing is removed. A secret that is not shown stays as it is.</summary>
    internal static Dictionary<string, object?> InputsOf(BatchExportAlert alert)
    {
        var inputs = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, object?> pair in Bag(alert.Function, "inputs"))
        {
            if (pair.Value is not IDictionary<string, object?> input)
                continue;
            var sent = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (string name in new[] { "value", "secret", "templating" })
            {
                if (input.TryGetValue(name, out object? value) && value is not null)
                    sent[name] = value;
            }

            inputs[pair.Key] = sent;
        }

        return inputs;
    }

    internal static object? InputOf(BatchExportAlert alert, string key) =>
        Bag(Bag(alert.Function, "inputs"), key).TryGetValue("value", out object? value) ? value : null;

    internal static string? TemplateOf(BatchExportAlert alert) => Text(Bag(alert.Function, "template"), "id") ?? Text(alert.Function, "template_id");

    internal static IDictionary<string, object?> Bag(IDictionary<string, object?> from, string key) =>
        from.TryGetValue(key, out object? value) && value is IDictionary<string, object?> bag ? bag : new Dictionary<string, object?>(StringComparer.Ordinal);

    internal static IEnumerable<IDictionary<string, object?>> Items(IDictionary<string, object?> from, string key) =>
        (from.TryGetValue(key, out object? value) && value is object?[] list ? list : []).OfType<IDictionary<string, object?>>();

    internal static string? Text(IDictionary<string, object?> from, string key) => from.TryGetValue(key, out object? value) ? value as string : null;

    // The filter may be beside the events, or the same one inside each of them. With any other filter it is unknown here
    // which exports pass: the alert names none then, and is not about all of them either.
    private static void ReadExports(BatchExportAlert alert, IDictionary<string, object?> filters)
    {
        HashSet<Guid>?[] inside = [.. Items(filters, "events").Select(IdsOf).Distinct(HashSet<Guid>.CreateSetComparer())];
        HashSet<Guid>?[] all = [.. inside.Append(IdsOf(filters)).Where(static one => one is not null)];
        bool isReadable = inside.Length <= 1 && all.Length <= 1 && all.All(static one => one!.Count > 0)
            && !(filters.TryGetValue("filter_test_accounts", out object? hides) && hides is true);
        alert.BatchExportId = isReadable && all.Length == 1 ? [.. all[0]!] : [];
        alert.AllBatchExports = isReadable && all.Length == 0;
    }

    // Null without a filter. Empty for one that is no plain comparison with exports.
    private static HashSet<Guid>? IdsOf(IDictionary<string, object?> from)
    {
        if (!from.TryGetValue("properties", out object? value) || value is null or object?[] { Length: 0 })
            return null;
        if (value is not object?[] { Length: 1 } list || list[0] is not IDictionary<string, object?> filter || Text(filter, "key") != ExportKey
            || Text(filter, "type") is not (null or "event") || Text(filter, "operator") is not (null or "exact"))
            return [];
        Guid[] ids = [.. ValuesOf(filter)];
        return ids.Contains(Guid.Empty) ? [] : [.. ids];
    }

    private static IEnumerable<Guid> ValuesOf(IDictionary<string, object?> property)
    {
        property.TryGetValue("value", out object? value);
        return (value is object?[] list ? list : [value]).Select(static item => Guid.TryParse(item as string, out Guid id) ? id : Guid.Empty);
    }

    private static void ReadChannel(BatchExportAlert alert)
    {
        string? template = TemplateOf(alert);
        AlertChannel? channel = AlertChannel.Find(template);
        alert.Channel = channel?.Name ?? template ?? "Other";
        Protect(Bag(alert.Function, "inputs"));
        object? target = channel is null ? null : InputOf(alert, channel.Target);
        alert.Target = target is SecureString secret ? AlertAddress.HostOf(secret) : target as string ?? "";
        alert.IntegrationId = channel == AlertChannel.Slack ? ToNumber(InputOf(alert, "slack_workspace")) : null;
        alert.HeaderName = InputOf(alert, "headers") is IDictionary<string, object?> headers ? [.. headers.Keys] : [];
    }

    // The expressions that the server has compiled hold the texts again.
    private static void Protect(IDictionary<string, object?> inputs)
    {
        foreach (IDictionary<string, object?> input in inputs.Values.OfType<IDictionary<string, object?>>())
        {
            input.Remove("bytecode");
            input.Remove("transpiled");
        }

        foreach (string key in inputs.Keys.ToArray())
        {
            if (inputs[key] is not IDictionary<string, object?> input || !input.TryGetValue("value", out object? value))
                continue;
            if (value is string text && (AlertAddress.IsAddress(text) || key is "url" or "webhookUrl" || SecretNames.LooksSecret(key)))
                input["value"] = Secrets.Protect(text);
            else if (key == "headers" && value is IDictionary<string, object?> headers)
                AlertHeaders.Protect(headers);
        }
    }

    private static bool IsOfWebPage(BatchExportAlert alert, IDictionary<string, object?> filters) =>
        alert.Channel == AlertChannel.Slack.Name && alert.On.Length == 1 && alert.On[0] == "Failed" && alert.BatchExportId.Length == 1
            && Items(filters, "properties").Count() == 1 && alert.QuietTime == TimeSpan.FromHours(1);

    /// <summary>An integer of JSON; null for anything else.</summary>
    internal static long? ToNumber(object? value) => value is int or long ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : null;

    private static long? Number(IDictionary<string, object?> from, string key) =>
        from.TryGetValue(key, out object? value) ? ToNumber(value) : null;
}
