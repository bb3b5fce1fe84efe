using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using PostHogPS.Binding;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Rest;

namespace PostHogPS.Commands;

/// <summary>What the parameters of Invoke-PHRestMethod mean. What cannot be sent is refused here, before anybody is asked.</summary>
internal static class RestInput
{
    /// <summary>The path with the project in it. The key goes to the connection's host and nowhere else, so an address has no place here.</summary>
    internal static string ReadPath(string given, ProjectScope scope)
    {
        string path = given.Trim();
        if (path.Length == 0 || path.IndexOf("://", StringComparison.Ordinal) >= 0 || path.StartsWith("//", StringComparison.Ordinal)
            || path.StartsWith("\\", StringComparison.Ordinal))
            throw Problems.Invalid("Path", $"'{given}' is not a path on {scope.Connection.Host}.",
                "Give a path such as /api/users/@me/; Connect-PostHog chooses the host.");
        if (RestPath.Problem(path) is { } problem)
            throw Problems.Invalid("Path", $"'{given}' was not sent: {problem}.", "Give the path as the server is to read it, such as /api/users/@me/.");
        return "/" + path.TrimStart('/').Replace("{project_id}", scope.Project).Replace(":project_id", scope.Project);
    }

    /// <summary>The query parameters in their order; a list gives one several times.</summary>
    internal static List<KeyValuePair<string, string>> ReadQuery(IDictionary? query)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (DictionaryEntry entry in query ?? new Hashtable())
        {
            string key = Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "";
            if (BlankItems.Contains(entry.Value))
                throw Problems.BlankItem("-Query");
            foreach (object? value in PlainValue.CreateFrom(entry.Value) is object?[] list ? list : [PlainValue.CreateFrom(entry.Value)])
            {
                if (value is System.Security.SecureString)
                    throw Problems.Validation($"The query parameter '{key}' is a secret. Addresses are written to logs on the way, so none is sent in one.",
                        "Send it in -Body, where the endpoint allows that.");
                if (value is not null)
                    pairs.Add(new KeyValuePair<string, string>(key,
                        value is bool yes ? yes ? "true" : "false" : Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
            }
        }

        return pairs;
    }

    /// <summary>A text is JSON already.</summary>
    internal static RestBody ReadBody(object body) =>
        ShellObject.Unwrap(body) is string json ? new RestBody { Json = json } : new RestBody { Value = PlainValue.CreateFrom(body) };
}
