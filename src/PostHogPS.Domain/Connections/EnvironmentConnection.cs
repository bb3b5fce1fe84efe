using System;
using System.Collections.Generic;
using System.Security;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Connections;

/// <summary>
/// The connection that environment variables describe, so that a runbook needs no Connect-PostHog.
/// Rebuilt when the variables change; in between one session is kept.
/// </summary>
internal sealed class EnvironmentConnection
{
    internal const string Name = "environment";

    private readonly Func<Uri, SecureString, string, PostHogConnection> _connect;
    private PostHogConnection? _connection;
    private string _host = "";
    private string _project = "";

    /// <param name="connect">Makes the connection to a host with a key and a default project.</param>
    internal EnvironmentConnection(Func<Uri, SecureString, string, PostHogConnection> connect) => _connect = connect;

    /// <summary>The connection that is in use already.</summary>
    internal PostHogConnection? Open => _connection is { IsClosed: false } ? _connection : null;

    /// <summary>The connection, or null when the environment holds no key.</summary>
    /// <param name="notes">What to say on first use: warnings begin with "!".</param>
    /// <exception cref="ProblemException">The variables hold something that cannot work.</exception>
    internal PostHogConnection? Get(ICollection<string> notes)
    {
        string? key = Key(out string variable);
        if (key is null)
            return null;

        if (_connection is { IsClosed: false } known && IsOf(known, key))
            return known;

        if (key.StartsWith("phc_", StringComparison.Ordinal))
            throw Problems.ProjectTokenAsKey(variable);

        string host = ReadVariable(EnvironmentNames.Host);
        string project = ReadVariable(EnvironmentNames.Project);
        Uri uri = Host(host, notes);
        if (project.Length > 0 && !ProjectText.IsValid(project))
            throw Problems.BadProject(project, EnvironmentNames.Project);

        _connection?.Close();
        _connection = _connect(uri, Secrets.Protect(key), project.Length > 0 ? project : PostHogConnection.CurrentProject);
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
        ReadVariable(EnvironmentNames.Host) == _host && ReadVariable(EnvironmentNames.Project) == _project
            && Secrets.Reveal(connection.Settings.ApiKey!) == key;

    private static string ReadVariable(string variable) => Environment.GetEnvironmentVariable(variable)?.Trim() ?? "";

    /// <summary>The key, trimmed, and the variable that holds it; null when there is none.</summary>
    internal static string? Key(out string variable)
    {
        foreach (string name in new[] { EnvironmentNames.Key, EnvironmentNames.OtherKey })
        {
            string? value = Environment.GetEnvironmentVariable(name)?.Trim();
            if (!string.IsNullOrEmpty(value))
            {
                variable = name;
                return value;
            }
        }

        variable = EnvironmentNames.Key;
        return null;
    }

    /// <summary>The host variable, mapped from an ingestion host since people often hold that one.</summary>
    internal static Uri Host(string text, ICollection<string> notes)
    {
        if (text.Length == 0)
            return HostAddress.UsCloud;
        Uri uri = HostAddress.Address(text, EnvironmentNames.Host);
        if (HostAddress.ApiHostFor(uri) is { } api)
        {
            notes.Add($"!{EnvironmentNames.Host} is the ingestion host {uri.Host}; using {api.Host}, which serves the API.");
            return api;
        }

        return HostAddress.ReasonToRefuse(uri) is { } problem ? throw Problems.BadHost(problem) : uri;
    }
}
