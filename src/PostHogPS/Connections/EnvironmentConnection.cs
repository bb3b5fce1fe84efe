using System;
using System.Collections.Generic;
using PostHogPS.Contracts;
using PostHogPS.Errors;
using PostHogPS.Hosting;

namespace PostHogPS.Connections;

/// <summary>
/// The connection that environment variables describe, so that a runbook needs no Connect-PostHog.
/// Rebuilt when the variables change; in between one session is kept.
/// </summary>
internal sealed class EnvironmentConnection
{
    internal const string KeyVariable = "POSTHOG_PERSONAL_API_KEY";
    internal const string OtherKeyVariable = "POSTHOG_API_KEY";
    internal const string HostVariable = "POSTHOG_HOST";
    internal const string ProjectVariable = "POSTHOG_PROJECT_ID";
    internal const string Name = "environment";

    private readonly Action<PostHogConnection> _made;
    private PostHogConnection? _connection;
    private string _host = "";
    private string _project = "";

    /// <param name="made">Told of each connection before it is used.</param>
    internal EnvironmentConnection(Action<PostHogConnection> made) => _made = made;

    /// <summary>The connection that is in use already.</summary>
    internal PostHogConnection? Open => _connection is { IsClosed: false } ? _connection : null;

    /// <summary>The connection, or null when the environment holds no key.</summary>
    /// <param name="notes">What to say on first use: warnings begin with "!".</param>
    /// <exception cref="CommandProblemException">The variables hold something that cannot work.</exception>
    internal PostHogConnection? Get(ICollection<string> notes)
    {
        string? key = Key(out string variable);
        if (key is null)
            return null;

        if (_connection is { IsClosed: false } known && IsOf(known, key))
            return known;

        if (key.StartsWith("phc_", StringComparison.Ordinal))
            throw Fault.ProjectTokenAsKey(variable);

        string host = Text(HostVariable);
        string project = Text(ProjectVariable);
        var settings = new ConnectionSettings
        {
            HostUri = Host(host, notes),
            ApiKey = Secrets.Protect(key),
            UserAgent = ModuleInfo.UserAgent,
            Clock = ModuleClock.ForEngine,
        };
        if (project.Length > 0 && !ProjectText.IsValid(project))
            throw Fault.BadProject(project, ProjectVariable);

        _connection?.Close();
        _connection = new PostHogConnection(Name, settings, project.Length > 0 ? project : PostHogConnection.CurrentProject);
        _made(_connection);
        _host = host;
        _project = project;
        notes.Add($"Connected to {_connection.Host} with the key in {variable}.");
        return _connection;
    }

    /// <summary>The connection that a command has made already and the next one would use; null otherwise. Makes none.</summary>
    internal PostHogConnection? Existing()
    {
        string? key = Key(out _);
        return key is not null && _connection is { IsClosed: false } known && IsOf(known, key) ? known : null;
    }

    private bool IsOf(PostHogConnection connection, string key) =>
        Text(HostVariable) == _host && Text(ProjectVariable) == _project && Secrets.Reveal(connection.Settings.ApiKey!) == key;

    private static string Text(string variable) => Environment.GetEnvironmentVariable(variable)?.Trim() ?? "";

    /// <summary>The key, trimmed, and the variable it stands in; null when there is none.</summary>
    internal static string? Key(out string variable)
    {
        foreach (string name in new[] { KeyVariable, OtherKeyVariable })
        {
            string? value = Environment.GetEnvironmentVariable(name)?.Trim();
            if (!string.IsNullOrEmpty(value))
            {
                variable = name;
                return value;
            }
        }

        variable = KeyVariable;
        return null;
    }

    /// <summary>The host variable, mapped from an ingestion host since people often hold that one.</summary>
    internal static Uri Host(string text, ICollection<string> notes)
    {
        if (text.Length == 0)
            return HostAddress.UsCloud;
        Uri uri = HostAddress.Address(text, HostVariable);
        if (HostAddress.ApiHostFor(uri) is { } api)
        {
            notes.Add($"!{HostVariable} is the ingestion host {uri.Host}; using {api.Host}, which serves the API.");
            return api;
        }

        return HostAddress.Problem(uri) is { } problem ? throw Fault.BadHost(problem) : uri;
    }
}
