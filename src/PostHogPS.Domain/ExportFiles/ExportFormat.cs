using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Destinations;
using PostHogPS.Files;
using PostHogPS.Schedule;

namespace PostHogPS.ExportFiles;

/// <summary>The format of a batch export's file: its properties in their order, with the names that PostHog gives them.</summary>
internal static class ExportFormat
{
    internal const string Fallback = "batch-export";

    internal const string Destination = "destination";
    internal const string Config = "config";
    internal const string Integration = "integration";

    /// <summary>An integration, by what it is called everywhere.</summary>
    internal static readonly ObjectSchema IntegrationSchema = CreateIntegration(null);

    private static ObjectSchema CreateIntegration(string? kind) => new(
        new FileField("kind", new TextSchema { Words = kind is null ? [] : [kind], Description = "Kind of the integration." }) { IsRequired = true },
        new FileField("name", new TextSchema { Description = "Its name; {project} stands for the number of the project." }) { IsRequired = true })
    {
        IsClosed = true,
        TakesOwn = true,
        IsOneValue = true,
        Summary = static integration => $"{integration.FindText("kind")}: {integration.FindText("name")}",
        Description = "The integration that holds the credentials.",
    };

    private static readonly FileSchema Columns = new NullableSchema(new ListSchema(new TextSchema()));
    private static readonly FileSchema Instant = new NullableSchema(new TextSchema { IsInstant = true, Form = (SchemaInstant.Pattern, SchemaInstant.Message) });

    private static readonly FileField Type = new("type",
        new TextSchema
        {
            // A type that only a newer server knows is read; a known one with other capital letters is a mistake.
            Form = ($"^({string.Join("|", KnownDestination.All.Select(static type => type.Name))})$"
                    + $"|^(?!({string.Join("|", KnownDestination.All.Select(static type => SecretSchema.AnyCase(type.Name)))})$)[^ \\t\\r\\n]",
                "This must be written as PostHog does: " + string.Join(", ", KnownDestination.All.Select(static type => type.Name)) + "."),
            Description = "AwsS3, S3Compatible, Snowflake, Postgres, Redshift, BigQuery, Databricks, AzureBlob, HTTP; S3 on old servers.",
        })
    {
        IsRequired = true,
        IsAlwaysWritten = true,
    };

    internal static FileFormat Format { get; } = new(Fallback, 1, "A PostHog batch export", new ObjectSchema(
        new FileField(FileFormat.SchemaKey, new TextSchema
        {
            Form = (FileFormat.SchemaPattern(Fallback, 1), "This does not name the format."),
            Description = "Kind and version of the file.",
        }) { IsRequired = true, IsIgnored = true },
        new FileField("id", new NullableSchema(new TextSchema
        {
            Form = ("^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$", "This must be the id of a batch export."),
            Description = "Id of the batch export in the project it was exported from. Elsewhere, or without it, name, "
                + "model and type of destination say which one it is.",
        })) { IsIgnored = true },
        Field("name", new TextSchema { Description = "Name shown in PostHog.", IsTrimmed = true }, required: true),
        Field("model", new TextSchema { Words = ["events", "persons", "sessions", "hogql"], Description = "Cannot be changed." }, required: true),
        Field("interval", new TextSchema
        {
            Form = ("^(hour|day|week|every [1-9][0-9]{0,2} minutes)$", "This must be one of: " + string.Join(", ", ExportIntervals.All) + "."),
            // Others cannot be chosen any more, but an export that has one keeps it.
            Description = string.Join(", ", ExportIntervals.All) + ". Old exports may have another number of minutes.",
        }, required: true),
        Field("timezone", new NullableSchema(new TextSchema
        {
            // Which names there are, PostHog says, and its list grows: the schema tells only what is no name at all.
            Form = ("^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$", "This is not a known timezone. Give an IANA name such as Europe/Berlin."),
            Description = "IANA name of the timezone that daily and weekly intervals follow.",
        }), "UTC"),
        Field("offset_day", Offset(6, "Weekly exports: the day an interval starts on, 0 = Sunday."), 0L),
        Field("offset_hour", Offset(23, "Daily and weekly exports: the local hour an interval starts at."), 0L),
        Field("start_at", Instant),
        Field("end_at", Instant),
        Field("filters", new NullableSchema(new ListSchema(new ObjectSchema(
            new FileField("type", new TextSchema { Words = ["event", "hogql", "person"] }) { IsRequired = true }) { IsOneValue = true }))),
        Field("hogql_query", new NullableSchema(new TextSchema { MayBeBlank = true }), ""),
        Field("hogql_modifiers", new NullableSchema(new ObjectSchema { IsOneValue = true })),
        Field("primary_key", Columns),
        Field("version_key", Columns),
        Field("incremental_mode", new NullableSchema(new TextSchema { Words = ["APPEND", "MERGE"] }), "APPEND"),
        new FileField(Destination, new CaseSchema(
            "type",
            [Type],
            KnownDestination.All.ToDictionary(static type => type.Name, CreateDestination, StringComparer.Ordinal),
            [IntegrationField(null), new FileField(Config, new NullableSchema(new ObjectSchema { HidesSecrets = true }))]) { HidesSecrets = true })
        {
            IsRequired = true,
        },
        new FileField("paused",
            new NullableSchema(new FlagSchema
            {
                Description = "Whether the export is paused. Left alone where a file does not say it; a new export is paused then.",
            }))
            {
                IsOptional = true,
            })
    {
        HidesSecrets = true,
        Conditions =
        [
            new FieldCondition("interval", ["week"], "This is for weekly exports", "offset_day"),
            new FieldCondition("interval", ["day", "week"], "This is for daily and weekly exports", "offset_hour"),
            new FieldCondition("model", ["events"], "This belongs to the model events", "filters"),
            new FieldCondition("model", ["hogql"], "This belongs to the model hogql", "hogql_query", "hogql_modifiers", "primary_key", "version_key"),
        ],
    });

    /// <summary>The settings of a destination type, in the order of the table.</summary>
    internal static ObjectSchema CreateConfig(IEnumerable<DestinationField> fields, bool isOneValue = false) => new([.. fields.Select(CreateField)])
    {
        HidesSecrets = true,
        IsOneValue = isOneValue,
    };

    private static NullableSchema Offset(long most, string description) => new(new NumberSchema { Least = 0, Most = most, Description = description });

    private static FileField Field(string name, FileSchema schema, object? fallback = null, bool required = false) =>
        new(name, schema) { Default = fallback, IsRequired = required, IsAlwaysWritten = required };

    private static FileField[] CreateDestination(KnownDestination type) =>
    [
        .. type.IntegrationKind is null ? [] : new[] { IntegrationField(type.IntegrationKind) },
        type.Fields.Any(static field => field.IsRequired)
            ? new FileField(Config, CreateConfig(type.Fields)) { IsRequired = true }
            : new FileField(Config, new NullableSchema(CreateConfig(type.Fields))),
    ];

    private static FileField IntegrationField(string? kind) => new(Integration, new NullableSchema(CreateIntegration(kind)));

    private static FileField CreateField(DestinationField field)
    {
        FileSchema schema = field.Kind switch
        {
            _ when field.IsSecret => new SecretSchema(),
            // As texts they mean the same to the server, and older ones give them back so.
            FieldKind.Number when field.Name == "port" => new NumberSchema
            {
                Least = 1,
                Most = 65535,
                TakesText = true,
                TextPattern = "^([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$",
            },
            FieldKind.Number => new NumberSchema { Least = 1, TakesText = true },
            FieldKind.Flag => new FlagSchema { TakesText = true },
            FieldKind.Names => new ListSchema(new TextSchema()) { IsSet = true },
            FieldKind.Settings => CreateConfig(field.Fields),
            FieldKind.Access => CreateAccess(field),
            _ => new TextSchema { Words = field.Words, MayBeBlank = !field.IsRequired },
        };
        return new FileField(field.Name, field.IsRequired ? schema : new NullableSchema(schema))
        {
            Default = field.Default,
            IsRequired = field.IsRequired,
            IsIgnored = field.IsSecret || field.IsServerOwned,
        };
    }

    private static AnyOfSchema CreateAccess(DestinationField field)
    {
        FileField[] pair = [.. KnownDestination.AwsKeys.Select(static key =>
            new FileField(key.Name, new SecretSchema()) { IsRequired = true, IsIgnored = true })];
        var keys = new ObjectSchema(pair)
        {
            IsClosed = true,
        };
        return field.TakesRole
            ? new AnyOfSchema("an integration, a pair of keys as references to secrets, or the ARN of a role", IntegrationSchema, keys,
                new TextSchema { Form = ("^arn:", "This must be the ARN of a role.") })
            : new AnyOfSchema("an integration, or a pair of keys as references to secrets", IntegrationSchema, keys);
    }
}
