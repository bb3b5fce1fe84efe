using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Rules;

/// <summary>An integration that is valid, before it is stored.</summary>
internal sealed class IntegrationDraft
{
    public required string Identity { get; init; }

    public required JsonObject Config { get; init; }

    public JsonObject Secrets { get; init; } = [];

    /// <summary>Refuses an identity that is in use; the other kinds replace what is stored.</summary>
    public bool IsNamed { get; init; }
}

/// <summary>
/// What the server checks of the credentials of a new integration, one problem at a time and without the name of a field. The form
/// is chosen by the keys that are there, and keys that it does not have are dropped.
/// </summary>
internal sealed class IntegrationRules
{
    private static readonly string[] AwsKeys = ["aws_access_key_id", "aws_secret_access_key"];
    private static readonly string[] GoogleKeys = ["private_key", "private_key_id", "token_uri"];
    private static readonly string[] GoogleHosts = ["https://oauth2.googleapis.com/token", "https://accounts.google.com/o/oauth2/token"];
    private static readonly string[] SignIn = ["host", "port", "user", "password"];
    private static readonly string[] SslModes = ["require", "verify-ca", "verify-full"];

    private readonly World _world;
    private readonly Project _project;
    private readonly string _kind;
    private readonly JsonObject _config;

    public IntegrationRules(World world, Project project, string kind, JsonObject config)
    {
        _world = world;
        _project = project;
        _kind = kind;
        _config = config;
    }

    public IntegrationDraft Check() => _kind switch
    {
        "aws-s3" => _config.ContainsKey("aws_role_arn") ? CheckRole([]) : CheckKeys([]),
        "s3-compatible" => CheckS3Compatible(),
        "snowflake" => CheckSnowflake(),
        "google-cloud-service-account" => CheckGoogle(),
        "databricks" => CheckDatabricks(),
        "azure-blob" => CheckAzure(),
        "postgresql" => CheckDatabase(),
        _ => CheckRedshift(),
    };

    private static ApiError Reject(string detail) => ApiError.Invalid(null, detail);

    private string? Text(string key) => _config[key].AsText() is { Length: > 0 } text ? text : null;

    private IntegrationDraft CheckKeys(JsonObject more)
    {
        string name = Text("name") ?? throw Reject("A name is required for AWS integration");
        string id = Text("aws_access_key_id") ?? throw Reject("Access key ID is required for AWS integration");
        if (Text("aws_secret_access_key") is null)
            throw Reject("Secret access key is required for AWS integration");
        // The server asks AWS; here a key of AWS is one that begins as theirs do.
        if (!id.StartsWith("AKIA", StringComparison.Ordinal) && !id.StartsWith("ASIA", StringComparison.Ordinal))
            throw Reject("AWS credentials are not valid: The security token included in the request is invalid.");
        if (CredentialRules.IsWrong(_config["aws_secret_access_key"]))
            throw Reject("AWS credentials are not valid: The request signature we calculated does not match the signature you provided.");
        return new IntegrationDraft
        {
            Identity = name, Config = With(more, ("name", name), ("aws_account_id", "123456789012")), Secrets = Pick(AwsKeys), IsNamed = true,
        };
    }

    private IntegrationDraft CheckRole(JsonObject more)
    {
        string name = Text("name") ?? throw Reject("A name is required for AWS integration");
        string role = Text("aws_role_arn") ?? throw Reject("A valid role ARN is required for AWS integration");
        if (!Regex.IsMatch(role, "^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$"))
            throw Reject("AWS role ARN is not valid");
        if (_world.Integrations.Exists(i =>
            i.Config["aws_role_arn"].AsText() == role && _world.FindProject(i.ProjectId)?.Organization != _project.Organization))
            throw Reject("Cannot create AWS integration: Invalid role");
        return new IntegrationDraft { Identity = name, Config = With(more, ("name", name), ("aws_role_arn", role)), IsNamed = true };
    }

    private IntegrationDraft CheckS3Compatible()
    {
        string name = Text("name") ?? throw Reject("A name is required for S3-compatible integration");
        if (Text("aws_access_key_id") is null)
            throw Reject("Access key ID is required for S3-compatible integration");
        if (Text("aws_secret_access_key") is null)
            throw Reject("Secret access key is required for S3-compatible integration");
        string url = Text("endpoint_url") ?? throw Reject("An endpoint URL is required for S3-compatible integration");
        if (UrlProblem(url) is { } problem)
            throw Reject("Invalid endpoint URL: " + problem);
        return new IntegrationDraft { Identity = name, Config = With([], ("name", name), ("endpoint_url", url)), Secrets = Pick(AwsKeys), IsNamed = true };
    }

    private IntegrationDraft CheckSnowflake()
    {
        if (Text("name") is not { } name || Text("account") is not { } account || Text("user") is not { } user)
            throw Reject("Name, account, and user must be provided");
        if (!Regex.IsMatch(account, "^[A-Za-z0-9._-]+$"))
            throw Reject("Snowflake integration is not valid: invalid account identifier '" + account + "'");
        string type = Text("authentication_type") ?? "password";
        if (type == "password" && Text("password") is null)
            throw Reject("Password is required for password authentication");
        if (type == "keypair" && Text("private_key") is null)
            throw Reject("Private key is required for key-pair authentication");
        if (type is not ("password" or "keypair"))
            throw Reject("Invalid authentication type: " + type);
        return new IntegrationDraft
        {
            Identity = name,
            Config = With([], ("name", name), ("account", account), ("user", user), ("authentication_type", type)),
            Secrets = type == "password" ? Pick("password") : Pick("private_key", "private_key_passphrase"),
            IsNamed = true,
        };
    }

    // With only a part of the key the server stores an account without one, and says nothing.
    private IntegrationDraft CheckGoogle()
    {
        if (Text("service_account_email") is not { } account || Text("project_id") is not { } google)
            throw Reject("Service account email and project ID must be provided");
        bool hasKey = GoogleKeys.All(key => Text(key) is not null);
        if (hasKey && !GoogleHosts.Contains(Text("token_uri")))
            throw Reject("Token URI must be one of Google's token endpoints");
        if (!hasKey && _world.Integrations.Exists(i => i.Kind == _kind && i.Config["service_account_email"].AsText() == account
            && i.Identity.EndsWith("-impersonated", StringComparison.Ordinal) && _world.FindProject(i.ProjectId)?.Organization != _project.Organization))
            throw Reject("Cannot create Google Cloud service account integration: Invalid service account");
        return new IntegrationDraft
        {
            Identity = IntegrationKinds.GoogleIdentity(_project.Id, account, hasKey),
            Config = With([], ("project_id", google), ("service_account_email", account)),
            Secrets = hasKey ? Pick(GoogleKeys) : [],
        };
    }

    private IntegrationDraft CheckDatabricks()
    {
        if (Text("server_hostname") is not { } host || Text("client_id") is null || Text("client_secret") is null)
            throw Reject("Server hostname, client ID, and client secret must be provided");
        if (host.Contains("://") || host.Contains('/'))
            throw Reject("Databricks integration is not valid: 'server_hostname' should not be a full URL");
        if (PublicHosts.IsPrivate(host))
            throw Reject("Databricks integration error: could not validate hostname '" + host + "'");
        return new IntegrationDraft { Identity = host, Config = With([], ("server_hostname", host)), Secrets = Pick("client_id", "client_secret") };
    }

    private IntegrationDraft CheckAzure()
    {
        string text = Text("connection_string") ?? throw Reject("Connection string must be provided");
        if (text.Contains("UseDevelopmentStorage=true"))
            throw Reject("Emulator account not supported");
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string part in text.Split([';'], StringSplitOptions.RemoveEmptyEntries))
        {
            int at = part.IndexOf('=');
            if (at <= 0)
                throw Reject("Malformed connection string");
            parts[part.Substring(0, at)] = part.Substring(at + 1);
        }

        if (!parts.TryGetValue("AccountName", out string? account))
            throw Reject("Could not extract AccountName from connection string. Make sure that it holds 'AccountName='");
        if (parts.TryGetValue("DefaultEndpointsProtocol", out string? protocol) && protocol != "https")
            throw Reject("'DefaultEndpointsProtocol' must be 'https'");
        foreach (KeyValuePair<string, string> endpoint in parts.Where(p => p.Key.EndsWith("Endpoint", StringComparison.Ordinal)))
        {
            if (!endpoint.Value.StartsWith("https://", StringComparison.Ordinal))
                throw Reject("Endpoints in the connection string must use https");
            if (UrlProblem(endpoint.Value) is { } problem)
                throw Reject("Invalid endpoint found in connection string: " + problem);
        }

        return new IntegrationDraft { Identity = account, Config = [], Secrets = Pick("connection_string") };
    }

    private IntegrationDraft CheckDatabase()
    {
        foreach (string key in SignIn)
        {
            if (Text(key) is null && _config[key].AsInteger() is null)
                throw Reject(char.ToUpperInvariant(key[0]) + key.Substring(1) + " is required for " + _kind + " integration");
        }

        if (PublicHosts.IsPrivate(Text("host")))
            throw Reject("Provided host '" + Text("host") + "' is not valid");
        long port = _config["port"].AsInteger() ?? throw Reject("Port must be an integer");
        if (port is < 0 or > 65535)
            throw Reject("A valid port is required for an " + _kind + " integration");
        string mode = Text("ssl_mode") ?? "require";
        if (!SslModes.Contains(mode))
            throw Reject("SSL mode must be one of: " + string.Join(", ", SslModes));
        if (mode != "require" && Text("ssl_root_cert") is null)
            throw Reject("SSL root certificate must be provided when verifying server certificates");
        // Replaced as a whole: what is left out of a later request is gone.
        return new IntegrationDraft
        {
            Identity = IntegrationKinds.DatabaseIdentity(_project.Id, _config),
            Config = new JsonObject
            {
                ["host"] = Text("host"),
                ["port"] = port,
                ["user"] = Text("user"),
                ["ssl_mode"] = mode,
                ["ssl_root_cert"] = mode == "require" ? null : Text("ssl_root_cert"),
            },
            Secrets = Pick("password"),
        };
    }

    private IntegrationDraft CheckRedshift()
    {
        bool role = _config.ContainsKey("aws_role_arn"), keys = AwsKeys.Any(_config.ContainsKey);
        if (!role && !keys)
            return SignIn.Any(_config.ContainsKey) ? CheckDatabase() : throw Reject("Missing required inputs");
        string user = Text("user") ?? throw Reject("Username is required for AWS integration");
        var more = new JsonObject { ["user"] = user };
        if (_config.ContainsKey("groups"))
            more["groups"] = _config["groups"] is JsonArray { Count: > 0 } groups && groups.All(g => g.AsText() is not null) ? groups.DeepClone()
                : throw Reject("Groups must be a list of at least one string");
        if (_config.ContainsKey("auto_create"))
            more["auto_create"] = _config["auto_create"].PythonType() == "bool" ? _config["auto_create"].DeepCopy()
                : throw Reject("Auto create can only be True or False");
        if (_config.ContainsKey("workgroup_arn"))
            more["workgroup_arn"] = Text("workgroup_arn") is { } arn
                && Regex.IsMatch(arn, "^arn:aws[a-z-]*:redshift-serverless:[^:]+:[0-9]{12}:workgroup/.+$") ? arn
                : throw Reject("Workgroup ARN must be a valid Redshift Serverless workgroup ARN");
        return role ? CheckRole(more) : CheckKeys(more);
    }

    private static string? UrlProblem(string url) =>
        !Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https") ? "URL must start with http:// or https://"
        : PublicHosts.Problem(address.Host);

    private JsonObject Pick(params string[] keys)
    {
        var picked = new JsonObject();
        foreach (string key in keys.Where(key => _config[key] is not null))
            picked[key] = _config[key].DeepCopy();
        return picked;
    }

    private static JsonObject With(JsonObject more, params (string Key, string Value)[] values)
    {
        foreach ((string key, string value) in values)
            more[key] = value;
        return more;
    }
}
