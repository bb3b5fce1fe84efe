using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Changes;
using PostHogPS.Text;

namespace PostHogPS.Dashboards;

/// <summary>A change of the public link of a dashboard: what to send, the same in words, and what PostHog did not apply.</summary>
/// <param name="enabled">Whether the link works; null for no change.</param>
/// <param name="passwordRequired">Whether the link asks for a password; null for no change.</param>
/// <param name="settings">All display settings, instead of those there are; null for no change.</param>
internal sealed class SharingChange(bool? enabled, bool? passwordRequired, Dictionary<string, object?>? settings)
{
    /// <summary>True where the change closes the link.</summary>
    internal bool EndsSharing => enabled == false;

    /// <summary>The fields to send; empty where only the link is replaced.</summary>
    internal Dictionary<string, object?> CreateBody()
    {
        var body = new Dictionary<string, object?>(StringComparer.Ordinal);
        body.AddGiven("enabled", enabled);
        body.AddGiven("password_required", passwordRequired);
        body.AddGiven("settings", settings);
        return body;
    }

    /// <summary>What questions call it.</summary>
    /// <param name="replacesLink">Whether the dashboard gets another link too.</param>
    internal string Describe(bool replacesLink)
    {
        var actions = new List<string>();
        if (enabled is { } shares)
            actions.Add(shares ? "Share by a public link" : "End sharing");
        if (passwordRequired is { } asks)
            actions.Add(asks ? "Ask for a password" : "Stop asking for a password");
        if (settings is not null)
            actions.Add("Change the settings of sharing");
        if (replacesLink)
            actions.Add("Replace the public link");
        return string.Join("; ", actions);
    }

    /// <summary>What did not come back as it was sent. PostHog drops settings that it does not know without an error.</summary>
    internal IEnumerable<string> NotTaken(DashboardSharing after)
    {
        if (enabled is { } shares && shares != after.Enabled)
            yield return "Enabled";
        if (passwordRequired is { } asks && asks != after.PasswordRequired)
            yield return "PasswordRequired";
        foreach (KeyValuePair<string, object?> pair in (settings ?? []).Where(static pair => pair.Value is not null))
        {
            if (!after.Settings.TryGetValue(pair.Key, out object? kept) || !PlainText.AreSame(kept, pair.Value))
                yield return "Settings." + pair.Key;
        }
    }
}
