using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using PostHogPS.Changes;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Alerts;

/// <summary>What changes on an alert. PostHog replaces filters and inputs completely, so what stays is sent with what changes.</summary>
internal sealed class AlertPatch(BatchExportAlert current) : ObjectPatch<BatchExportAlert>(current)
{
    private Dictionary<string, object?>? _inputs;

    internal Dictionary<string, object?> Body => _inputs is null ? _body : new(_body, StringComparer.Ordinal) { ["inputs"] = _inputs };

    private Dictionary<string, object?> Inputs => _inputs ??= AlertFunction.InputsOf(_current);

    private AlertChannel Channel => AlertChannel.Find(AlertFunction.TemplateOf(_current))
        ?? throw Problems.Validation($"The alert '{MessageText.Name(_current.Name)}' goes to {MessageText.Name(_current.Channel)}, "
            + "whose settings this module does not know. Nothing was sent.",
            "Change it on PostHog's own page; name and -Enabled can be changed here.");

    internal void SetName(string? name)
    {
        NewAlert.CheckName(name);
        if (name is not null)
            Set("name", name.Trim(), static alert => alert.Name);
    }

    internal void SetEnabled(bool? enabled)
    {
        if (enabled is not null)
            Set("enabled", enabled, static alert => alert.Enabled);
    }

    internal void SetQuietTime(TimeSpan? time)
    {
        if (time is { } wanted && wanted != (_current.QuietTime ?? TimeSpan.Zero))
            Note("QuietTime", _current.QuietTime ?? TimeSpan.Zero, wanted, "masking", MaskingOf(wanted),
                alert => (alert.QuietTime ?? TimeSpan.Zero) == wanted);
    }

    // A person may have set what counts as the same message, and how many are sent.
    private Dictionary<string, object?>? MaskingOf(TimeSpan time)
    {
        IDictionary<string, object?> stored = AlertFunction.Bag(_current.Function, "masking");
        Dictionary<string, object?>? masking = NewAlert.CreateMasking(time);
        if (masking is null || stored.Count == 0)
            return masking;
        var kept = stored.Where(static pair => pair.Key != "bytecode").ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal);
        kept["ttl"] = masking["ttl"];
        return kept;
    }

    /// <summary>Other events. Text, name and description go along where they are the ones of this module.</summary>
    internal void SetOn(string[]? states)
    {
        if (states is null || states.SequenceEqual(_current.On, StringComparer.Ordinal))
            return;
        IDictionary<string, object?> old = AlertFunction.Bag(_current.Function, "filters");
        if (AlertFunction.Items(old, "events").Any(static e => AlertFunction.Items(e, "properties").Any()))
            throw Problems.Validation($"The events of the alert '{MessageText.Name(_current.Name)}' have filters of their own, which "
                + "-On would lose. Nothing was sent.",
                "Change it on PostHog's own page, or make another alert.");
        Dictionary<string, object?> filters = old.Where(static pair => pair.Key != "bytecode")
            .ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal);
        filters["events"] = NewAlert.CreateEvents(states);
        Note("On", string.Join(", ", _current.On), string.Join(", ", states), "filters", filters,
            alert => alert.On.SequenceEqual(states, StringComparer.Ordinal));
        if (AlertChannel.Find(AlertFunction.TemplateOf(_current)) is { } channel)
        {
            Dictionary<string, object?> inputs = _inputs ?? AlertFunction.InputsOf(_current);
            if (AlertInputs.ReplaceMessage(inputs, channel, _current.On, states))
                _inputs = inputs;
            if (!_body.ContainsKey("name") && _current.Name == NewAlert.DescribeName(_current.BatchExportName, _current.On, channel))
                SetName(NewAlert.DescribeName(_current.BatchExportName, states, channel));
        }

        if (_current.Description == NewAlert.DescribeStates(_current.On))
            _body["description"] = NewAlert.DescribeStates(states);
    }

    internal void SetChannel(string? channel, long? integration)
    {
        if (channel is null && integration is null)
            return;
        if (Channel != AlertChannel.Slack)
            throw Mismatch("-Channel and -IntegrationId are for alerts to Slack");
        channel = channel is null ? null : SlackChannel.Check(channel);
        if (channel is not null && channel != _current.Target)
            SetInput("Channel", "channel", channel, _current.Target, alert => alert.Target == channel);
        if (integration is not null && integration != _current.IntegrationId)
            SetInput("IntegrationId", "slack_workspace", integration, _current.IntegrationId, alert => alert.IntegrationId == integration);
    }

    internal void SetAddress(SecureString? address)
    {
        if (address is null)
            return;
        if (!Channel.IsAddress)
            throw Mismatch("-Uri is for alerts to a webhook, Teams or Discord");
        address = AlertAddress.Check(address);
        if (AlertFunction.InputOf(_current, Channel.Target) is SecureString known && Secrets.Reveal(known) == Secrets.Reveal(address))
            return;
        string host = AlertAddress.HostOf(address), old = _current.Target;
        // Two addresses of one host look the same here; the words tell them apart.
        SetInput("Uri", Channel.Target, address, old, alert => alert.Target == host, host == old ? $"another address of {host}" : host);
    }

    /// <summary>The alert as it will be, to look for another one like it; null where nothing of that changes, or its filter is not known.</summary>
    internal NewAlert? FindResult(string[]? states)
    {
        bool isChanged = _inputs is not null || _body.ContainsKey("filters");
        if (!isChanged || AlertChannel.Find(AlertFunction.TemplateOf(_current)) is not { } channel
            || (!_current.AllBatchExports && _current.BatchExportId.Length == 0))
            return null;
        Dictionary<string, object?> inputs = _inputs ?? AlertFunction.InputsOf(_current);
        object? target = ValueOf(inputs, channel.Target), workspace = ValueOf(inputs, "slack_workspace");
        return target is not (string or SecureString) ? null : new NewAlert(channel, target)
        {
            On = states ?? [.. _current.On],
            Exports = [.. _current.BatchExportId.Select(static id => (id, ""))],
            Integration = AlertFunction.ToNumber(workspace),
        };
    }

    private static object? ValueOf(Dictionary<string, object?> inputs, string key) =>
        AlertFunction.Bag(inputs, key).TryGetValue("value", out object? value) ? value : null;

    private void SetInput(string shown, string key, object wanted, object? old, Func<BatchExportAlert, bool> isTaken, string? words = null)
    {
        Inputs[key] = AlertInputs.Value(wanted);
        _changes.Add($"{shown}: {PlainText.Describe(old)} -> {words ?? PlainText.Describe(wanted)}");
        AddCheck(shown, isTaken);
    }

    private void Note(string shown, object? old, object? wanted, string key, object? value, Func<BatchExportAlert, bool> isTaken)
    {
        _changes.Add($"{shown}: {PlainText.Describe(old)} -> {PlainText.Describe(wanted)}");
        _body[key] = value;
        AddCheck(shown, isTaken);
    }

    private ProblemException Mismatch(string what) => Problems.Validation(
        $"{what}; '{MessageText.Name(_current.Name)}' goes to {MessageText.Name(_current.Channel)}. Nothing was sent.",
        "Make an alert of the other kind, New-PHBatchExportAlert, and remove this one.");
}
