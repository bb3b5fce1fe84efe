using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Rules;

/// <summary>A destination that is valid.</summary>
internal sealed class DestinationDraft
{
    public required DestinationType Type { get; init; }

    public required JsonObject Config { get; init; }

    public long? Integration { get; init; }
}

/// <summary>The checks of the nested destination.</summary>
internal sealed class DestinationRules
{
    private const string NonField = "destination__non_field_errors";

    private static readonly string[] Formats = ["Parquet", "JSONLines"];
    private static readonly string[] ParquetCompressions = ["zstd", "lz4", "snappy", "gzip", "brotli"];
    private static readonly string[] LineCompressions = ["gzip", "brotli"];
    private static readonly string[] CopyFields = ["s3_bucket", "region_name"];

    private readonly World _world;
    private readonly long _project;
    private readonly Export? _stored;
    private readonly WriteKind _kind;

    public DestinationRules(World world, long project, Export? stored, WriteKind kind)
    {
        _world = world;
        _project = project;
        _stored = stored;
        _kind = kind;
    }

    /// <summary>The export whose stored config is filled in for a test of its destination.</summary>
    public Export? Tested { get; init; }

    public DestinationDraft Check(JsonNode? node)
    {
        if (node is null)
            throw ApiError.Null("destination");
        if (node is not JsonObject destination)
            throw ApiError.Invalid(NonField, "Invalid data. Expected a dictionary, but got " + node.PythonType() + ".");

        // Without type or config a partial update is a server error instead of a validation error.
        if (_kind == WriteKind.Patch && (!destination.ContainsKey("type") || !destination.ContainsKey("config")))
            throw ApiError.Server();
        DestinationType type = CheckType(destination);
        JsonObject config = CheckConfigObject(destination);
        Integration? integration = CheckIntegration(destination, out bool sent);
        config = CheckFields(type, config);
        if (_stored is not null && !_world.Old && type.Name != _stored.Type)
            throw Reject("Cannot change the destination type from '" + _stored.Type + "' to '" + type.Name + "'. Create a new batch export instead.");

        JsonObject merged = Merged(config);
        CheckUsable(type, config, merged);
        if (!_world.Old || type.Name == "Databricks")
            integration = SettleIntegration(type, integration, sent, merged);
        if (type.Name == "Redshift")
            CheckRedshift(merged, integration);
        return new DestinationDraft { Type = type, Config = Tested is null ? config : merged, Integration = integration?.Id };
    }

    private static ApiError Reject(string detail) => ApiError.Invalid("destination", detail);

    private DestinationType CheckType(JsonObject destination)
    {
        if (!destination.ContainsKey("type"))
            throw ApiError.Required("destination__type");
        JsonNode? node = destination["type"];
        if (node is null)
            throw ApiError.Null("destination__type");
        string name = node.AsText() ?? node.ToJsonString();
        return DestinationTypes.Find(name, _world.Old) ?? throw ApiError.Choice("destination__type", name);
    }

    private static JsonObject CheckConfigObject(JsonObject destination)
    {
        if (!destination.ContainsKey("config"))
            throw ApiError.Required("destination__config");
        JsonNode? node = destination["config"];
        if (node is null)
            throw ApiError.Null("destination__config");
        return node as JsonObject ?? throw ApiError.Invalid("destination__config", "Config must be an object.");
    }

    private Integration? CheckIntegration(JsonObject destination, out bool sent)
    {
        string attr = !_world.Old && destination.ContainsKey("integration") ? "integration" : "integration_id";
        sent = destination.ContainsKey(attr);
        if (destination[attr] is not { } node)
            return null;
        long? id = node.AsInteger();
        return _world.Integrations.Find(i => i.Id == id && i.ProjectId == _project)
            ?? throw ApiError.Invalid(
                "destination__" + attr,
                "Invalid pk \"" + (node.AsText() ?? node.ToJsonString()) + "\" - object does not exist.",
                "does_not_exist");
    }

    /// <summary>Unknown keys, missing ones, and types; text becomes a number or a boolean where one is expected.</summary>
    private JsonObject CheckFields(DestinationType type, JsonObject config)
    {
        List<string> unknown = config.Select(p => p.Key).Where(k => !type.Fields.ContainsKey(k)).OrderBy(k => k, StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
            throw ApiError.Invalid(NonField, "Configuration has unknown field/s: '" + string.Join("', '", unknown) + "'");
        if (_kind != WriteKind.Patch)
        {
            foreach (string required in type.Required)
            {
                // PUT merges too, so a stored secret need not be sent again.
                bool kept = (_stored is not null && type.Secrets.Contains(required) && _stored.Config.ContainsKey(required))
                    || Tested?.Config.ContainsKey(required) == true;
                if (!config.ContainsKey(required) && !kept)
                    throw ApiError.Invalid(NonField, "Configuration missing required field: '" + required + "'");
            }
        }

        var typed = new JsonObject();
        foreach (KeyValuePair<string, JsonNode?> pair in config)
            typed[pair.Key] = Typed(pair.Value, type.Fields[pair.Key]);
        return typed;
    }

    private static JsonNode? Typed(JsonNode? value, string type)
    {
        bool nullable = type.EndsWith('?');
        string expected = type.TrimEnd('?');
        if (value is null)
            return nullable ? null : throw WrongType("NoneType", expected);
        string got = value.PythonType();
        if (got == expected)
            return value.DeepCopy();
        return expected switch
        {
            "bool" when got == "str" && JsonValueReader.ParseBoolean(value.AsText()!) is { } flag => flag,
            "int" when got == "str" && value.AsInteger() is { } number => number,
            _ => throw WrongType(got, expected),
        };
    }

    private static ApiError WrongType(string got, string expected) =>
        ApiError.Invalid(NonField, "Configuration has invalid type: got '" + got + "', expected '" + expected + "'");

    private JsonObject Merged(JsonObject config)
    {
        var merged = _stored is null ? new JsonObject() : (JsonObject)_stored.Config.DeepClone();
        if (Tested is not null)
            Fill(merged, Tested);
        DestinationConfig.Merge(merged, config);
        return merged;
    }

    // Only from the stored config the server removes fields that the type no longer has.
    private void Fill(JsonObject merged, Export tested)
    {
        DestinationType? type = DestinationTypes.Find(tested.Type, _world.Old);
        foreach (KeyValuePair<string, JsonNode?> pair in tested.Config)
        {
            if (type?.Fields.ContainsKey(pair.Key) == true)
                merged[pair.Key] = pair.Value?.DeepClone();
        }
    }

    private void CheckUsable(DestinationType type, JsonObject config, JsonObject merged)
    {
        if (!_world.Old && config["legacy_parquet_extension"].AsBoolean() == true
            && (_stored ?? Tested)?.Config["legacy_parquet_extension"].AsBoolean() != true)
            throw Reject("'legacy_parquet_extension' may not be switched on");
        if (type.Name == "HTTP" && merged["url"].AsText() is not ("https://us.i.posthog.com/batch/" or "https://eu.i.posthog.com/batch/"))
            throw Reject("Invalid destination URL: " + merged["url"].AsText());
        if (type.IsS3)
        {
            List<string> empty = type.Required.Where(k => merged[k].AsText() is { } text && text.Trim().Length == 0).ToList();
            if (empty.Count > 0)
                throw Reject("The following inputs are empty: ['" + string.Join("', '", empty) + "']");
        }

        if (type.IsFile)
            CheckFile(merged);
        if (type.Name is "Postgres" or "Redshift" && PublicHosts.IsPrivate(config["host"].AsText()))
            throw Reject("Host '" + config["host"].AsText() + "' is invalid or not reachable from outside");
        if (_world.Old && type.Name == "Snowflake")
            CheckOldSnowflake(merged);
    }

    private static void CheckFile(JsonObject merged)
    {
        string format = merged["file_format"].AsText() ?? "JSONLines";
        if (!Formats.Contains(format))
            throw Reject("File format " + format + " is not supported. Supported file formats are ['Parquet', 'JSONLines']");
        string[] allowed = format == "Parquet" ? ParquetCompressions : LineCompressions;
        if (merged["compression"].AsText() is { } compression && !allowed.Contains(compression))
            throw Reject("Compression " + compression + " is not supported for file format " + format + ". Supported compressions are ['"
                + string.Join("', '", allowed) + "']");
    }

    private static void CheckOldSnowflake(JsonObject merged)
    {
        string kind = merged["authentication_type"].AsText() ?? "password";
        if (kind == "password" && string.IsNullOrEmpty(merged["password"].AsText()))
            throw Reject("Password is required if authentication type is password");
        if (kind == "keypair" && string.IsNullOrEmpty(merged["private_key"].AsText()))
            throw Reject("Private key is required if authentication type is key pair");
    }

    private Integration? SettleIntegration(DestinationType type, Integration? integration, bool sent, JsonObject merged)
    {
        if (type.IntegrationKind is null)
            return integration;

        if (integration is null && _stored?.Integration is { } id)
        {
            if (type.Name == "Redshift")
                throw Reject("The integration of a Redshift batch export cannot be removed");
            if (type.KeepsIntegration && !sent)
                integration = _world.Integrations.Find(i => i.Id == id);
        }

        // Exports that are older than integrations may keep the credentials in their config.
        bool inline = _stored is { Integration: null } && type.Name is "Postgres" or "Redshift" && merged["user"] is not null;
        if (integration is null)
        {
            return type.IntegrationRequired && !inline
                ? throw Reject("Integration is required for " + (type.Label ?? type.Name) + " batch exports")
                : null;
        }

        if (integration.Kind == type.IntegrationKind)
            return integration;
        throw Reject(type.IsS3
            ? "Integration provided is not an AWS S3 integration (got kind='" + integration.Kind + "')"
            : "Integration is not " + type.IntegrationLabel + ".");
    }

    private void CheckRedshift(JsonObject merged, Integration? integration)
    {
        // A user with a password is stored with its host; AWS credentials are not.
        if (integration is not null && integration.Config["host"] is null && string.IsNullOrEmpty(merged["host"].AsText()))
            throw Reject("A 'host' is required with an AWS Redshift integration");
        if (merged["mode"].AsText() != "COPY")
            return;
        if (merged["copy_inputs"] is not JsonObject copy)
            throw Reject("Missing required inputs for 'COPY'");
        foreach (string key in CopyFields)
        {
            if (string.IsNullOrEmpty(copy[key].AsText()))
                throw Reject("Missing required input for 'COPY'");
        }

        if (copy["bucket_credentials"] is null)
            throw Reject("Missing required bucket credentials for 'COPY'");
        CheckCredentials(copy["bucket_credentials"]!, "Missing required bucket credentials for 'COPY'");
        JsonNode? authorization = copy["authorization"];
        if (authorization is null)
            throw Reject("Missing required credentials for 'COPY'");
        if (authorization.AsText() is { } arn && authorization.AsInteger() is null)
        {
            if (arn.Trim().Length == 0)
                throw Reject("Missing required IAM role for 'COPY'");
            return;
        }

        CheckCredentials(authorization, "Missing required credentials for 'COPY'");
    }

    private void CheckCredentials(JsonNode node, string missing)
    {
        if (node is JsonObject keys)
        {
            if (string.IsNullOrEmpty(keys["aws_access_key_id"].AsText()) || string.IsNullOrEmpty(keys["aws_secret_access_key"].AsText()))
                throw Reject(missing);
            return;
        }

        long id = node.AsInteger() ?? throw Reject("Credentials for 'COPY' must be an integration or a pair of keys, not '" + node.PythonType() + "'");
        if (_world.Integrations.Find(i => i.Id == id && i.ProjectId == _project && i.Kind == "aws-s3") is null)
            throw Reject(string.Format(CultureInfo.InvariantCulture, "Integration {0} is not an AWS S3 integration of this project", id));
    }
}
