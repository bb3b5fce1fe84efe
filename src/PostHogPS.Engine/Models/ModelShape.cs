using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PostHogPS.Alerts;
using PostHogPS.Engine.Secrets;

namespace PostHogPS.Engine.Models;

/// <summary>
/// What the models would otherwise say in attributes: the server's names, the extension data, and that a null
/// leaves a property as it was, so that collections and texts are never null.
/// </summary>
internal static class ModelShape
{
    private const string NotFromServer = "";

    private static readonly string ProjectId = Wire(nameof(PostHogObject.ProjectId));
    private static readonly string ProjectName = Wire(nameof(PostHogObject.ProjectName));
    private static readonly string Extras = Wire(nameof(PostHogObject.AdditionalProperties));

    // Exceptions of the models that only the general reader reads; every other name follows the snake_case policy.
    private static readonly Dictionary<(Type, string), string> Names = new()
    {
        [Key<BatchExportLogEntry>(nameof(BatchExportLogEntry.BatchExportId))] = "log_source_id",
        [Key<BatchExportLogEntry>(nameof(BatchExportLogEntry.BatchExportName))] = NotFromServer,
        [Key<BatchExportAlert>(nameof(BatchExportAlert.On))] = NotFromServer,
        [Key<BatchExportAlert>(nameof(BatchExportAlert.BatchExportId))] = NotFromServer,
        [Key<BatchExportAlert>(nameof(BatchExportAlert.BatchExportName))] = NotFromServer,
        [Key<BatchExportAlert>(nameof(BatchExportAlert.AllBatchExports))] = NotFromServer,
        [Key<BatchExportAlert>(nameof(BatchExportAlert.Channel))] = NotFromServer,
        [Key<BatchExportAlert>(nameof(BatchExportAlert.Target))] = NotFromServer,
        [Key<BatchExportAlert>(nameof(BatchExportAlert.IntegrationId))] = NotFromServer,
        [Key<BatchExportAlert>(nameof(BatchExportAlert.HeaderName))] = NotFromServer,
        [Key<BatchExportAlert>(nameof(BatchExportAlert.State))] = NotFromServer,
        [Key<BatchExportAlert>(nameof(BatchExportAlert.QuietTime))] = NotFromServer,
        [Key<BatchExportAlert>(nameof(BatchExportAlert.MadeBy))] = NotFromServer,
        [Key<DashboardSharingPassword>(nameof(DashboardSharingPassword.Password))] = NotFromServer,
        [Key<DashboardTemplate>(nameof(DashboardTemplate.Name))] = "template_name",
        [Key<DashboardTemplate>(nameof(DashboardTemplate.Description))] = "dashboard_description",
        [Key<DashboardTemplate>(nameof(DashboardTemplate.Filters))] = "dashboard_filters",
        [Key<Integration>(nameof(Integration.UsedBy))] = NotFromServer,
        [Key<Integration>(nameof(Integration.Outcome))] = NotFromServer,
        [Key<Project>(nameof(Project.OrganizationId))] = "organization",
    };

    internal static void Apply(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        ModelFields? table = TableOf(type.Type);
        Dictionary<string, string>? names = table is null ? null : NamesOf(table);
        for (int i = type.Properties.Count - 1; i >= 0; i--)
        {
            JsonPropertyInfo property = type.Properties[i];
            if (property.Set is null || !Rename(type.Type, property, names))
                type.Properties.RemoveAt(i);
            else
                KeepWhenNull(property);
        }

        if (typeof(ServerObject).IsAssignableFrom(type.Type))
            type.Properties.Add(Extra(type));
        type.OnDeserialized = table is null ? Finish : table.Finish;
    }

    // Internal, so the generated metadata does not have it.
    private static JsonPropertyInfo Extra(JsonTypeInfo type)
    {
        JsonPropertyInfo property = type.CreateJsonPropertyInfo(typeof(IDictionary<string, object?>), Extras);
        property.IsExtensionData = true;
        property.Get = static o => ((ServerObject)o).AdditionalProperties;
        property.Set = static (o, bag) => ((ServerObject)o).AdditionalProperties = (IDictionary<string, object?>?)bag ?? new PlainBag();
        return property;
    }

    private static ModelFields? TableOf(Type type) =>
        type == typeof(BatchExport) ? ExportFields.Table
        : type == typeof(BatchExportDestination) ? ExportFields.Destination
        : type == typeof(BatchExportRun) ? RunFields.Table
        : type == typeof(BatchExportBackfill) ? BackfillFields.Table
        : type == typeof(BackfillProgress) ? BackfillFields.Progress
        : type == typeof(BackfillStarted) ? BackfillFields.Started
        : null;

    private static Dictionary<string, string> NamesOf(ModelFields table)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string property, string name) in table.Names)
            names[Wire(property)] = name;
        foreach (string property in table.LocalProperties)
            names[Wire(property)] = NotFromServer;
        return names;
    }

    private static bool Rename(Type type, JsonPropertyInfo property, Dictionary<string, string>? names)
    {
        // Known from the connection; no answer has it.
        if (property.Name == ProjectName)
            return false;
        string? name = null;
        if (names?.TryGetValue(property.Name, out name) == true || Names.TryGetValue((type, property.Name), out name))
        {
            if (name == NotFromServer)
                return false;
            property.Name = name;
        }
        else if (property.Name == ProjectId)
        {
            property.Name = "team_id";
        }

        return true;
    }

    private static (Type, string) Key<T>(string member) => (typeof(T), Wire(member));

    private static string Wire(string member) => JsonNamingPolicy.SnakeCaseLower.ConvertName(member);

    private static void KeepWhenNull(JsonPropertyInfo property)
    {
        // A value of its own kind is never null, or begins as null; and this setter would box it.
        if (property.PropertyType.IsValueType)
            return;
        Action<object, object?> set = property.Set!;
        // The reader makes a dictionary, which says only the name of its type as text.
        property.Set = property.PropertyType == typeof(IDictionary<string, object?>)
            ? (target, value) =>
            {
                if (value is IDictionary<string, object?> bag)
                    set(target, new PlainBag(bag));
            }
            : (target, value) =>
            {
                if (value is not null)
                    set(target, value);
            };
    }

    private static void Finish(object model)
    {
        switch (model)
        {
            case Project project:
                project.ProjectId = project.Id;
                break;
            case PostHogUser user:
                user.ProjectId = user.Team?.Id ?? user.ProjectId;
                ModelFields.DropNulls(user.Organizations);
                break;
            case Dashboard dashboard:
                ModelFields.DropNulls(dashboard.Tiles);
                ModelFields.DropNulls(dashboard.Tags);
                break;
            case Insight insight:
                ModelFields.DropNulls(insight.Tags);
                break;
            case Integration integration:
                SecretFilter.Clean(integration.Config, inConfiguration: false);
                break;
            case BatchExportAlert alert:
                AlertFunction.Read(alert);
                break;
            case DashboardSharing sharing:
                ModelFields.DropNulls(sharing.SharePasswords);
                break;
            case DashboardTemplate template:
                ModelFields.DropNulls(template.Tags);
                break;
        }

        if (model is ServerObject known)
            SecretFilter.Clean(known);
    }
}
