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
    private string[]? _states;
    private IReadOnlyList<(Guid Id, string Name)>? _exports;

    internal Dictionary<string, object?> Body => _inputs is null ? _body : new(_body, StringComparer.Ordinal) { ["inputs"] = _inputs };

    private Dictionary<string, object?> Inputs => _inputs ??= AlertFunction.InputsOf(_current);

    /// <summary>The template that says what the input with the text is called: of Teams and Discord nothing else does.</summary>
    internal string? TemplateOfMessage => KnownChannel is { } channel && channel != AlertChannel.Webhook ? channel.Template : null;

    private AlertChannel? KnownChannel => AlertChannel.Find(AlertFunction.TemplateOf(_current));

    private AlertChannel Channel => KnownChannel
        ?? throw Problems.Validation($"The alert '{MessageText.Name(_current.Name)}' goes to {MessageText.Name(_current.Channel)}, "
            + "whose settings this module does not know. Nothing was sent.",
            "Change it on PostHog's own page; -Name, -Enabled, -On and -BatchExport can be changed here.");

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

    /// <summary>Other events, other exports, or both. Text, name and description go along where they are the ones of this module.</summary>
    /// <param name="states">The events; null to keep them.</param>
    /// <param name="exports">The exports, none for all of the project; null to keep them.</param>
    internal void SetFilters(string[]? states, IReadOnlyList<(Guid Id, string Name)>? exports)
    {
        if (states?.SequenceEqual(_current.On, StringComparer.Ordinal) == true)
            states = null;
        if (exports is not null && (exports.Count == 0 ? _current.AllBatchExports : new HashSet<Guid>(_current.BatchExportId).SetEquals(IdsOf(exports))))
            exports = null;
        (_states, _exports) = (states, exports);
        if (states is not null)
        {
            Dictionary<string, object?> filters = Filters(nameof(_current.On));
            filters["events"] = NewAlert.CreateEvents(states);
            Note("On", string.Join(", ", _current.On), string.Join(", ", states), "filters", filters,
                alert => alert.On.SequenceEqual(states, StringComparer.Ordinal));
        }

        if (exports is not null)
            SetExports(exports);
        if (states is not null || exports is not null)
            TakeAlong(states ?? [.. _current.On], exports?.Select(static export => export.Name).ToArray() ?? [.. _current.BatchExportName]);
    }

    private void SetExports(IReadOnlyList<(Guid Id, string Name)> exports)
    {
        Dictionary<string, object?> filters = Filters("BatchExport");
        if (!_current.AllBatchExports && _current.BatchExportId.Length == 0)
            throw LosesFilters("BatchExport");
        Guid[] ids = IdsOf(exports);
        if (NewAlert.CreateProperties(ids) is { } properties)
            filters["properties"] = properties;
        else
            filters.Remove("properties");
        Note("BatchExport", Describe(_current.BatchExportName), Describe(exports.Select(static export => export.Name)), "filters", filters,
            alert => alert.AllBatchExports == (ids.Length == 0) && new HashSet<Guid>(alert.BatchExportId).SetEquals(ids));
    }

    private void TakeAlong(string[] states, IReadOnlyList<string> exports)
    {
        if (KnownChannel is { } channel)
        {
            Dictionary<string, object?> inputs = _inputs ?? AlertFunction.InputsOf(_current);
            if (AlertInputs.ReplaceMessage(inputs, channel, _current.On, states))
                _inputs = inputs;
            if (!_body.ContainsKey("name") && _current.Name == NewAlert.DescribeName(_current.BatchExportName, _current.On, channel))
                SetName(NewAlert.DescribeName(exports, states, channel));
        }

        if (_current.Description == NewAlert.DescribeStates(_current.On))
            _body["description"] = NewAlert.DescribeStates(states);
    }

    // What else is in the filters stays: PostHog replaces them completely.
    private Dictionary<string, object?> Filters(string parameter)
    {
        if (_body.TryGetValue("filters", out object? begun))
            return (Dictionary<string, object?>)begun!;
        IDictionary<string, object?> old = AlertFunction.Bag(_current.Function, "filters");
        return AlertFunction.Items(old, "events").Any(static e => AlertFunction.Items(e, "properties").Any()) ? throw LosesFilters(parameter)
            : old.Where(static pair => pair.Key != "bytecode").ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal);
    }

    private ProblemException LosesFilters(string parameter) => Problems.Validation(
        $"The alert '{MessageText.Name(_current.Name)}' has filters of its own, which -{parameter} would lose. Nothing was sent.",
        "Change it on PostHog's own page, or make another alert.");

    private static Guid[] IdsOf(IReadOnlyList<(Guid Id, string Name)> exports) => [.. exports.Select(static export => export.Id)];

    private static string Describe(IEnumerable<string> exports) => string.Join(", ", exports) is { Length: > 0 } names ? names : "all";

    /// <summary>Another text.</summary>
    /// <param name="message">The text; null to keep it.</param>
    /// <param name="template">The template of the alert's channel; null where none is needed.</param>
    internal void SetMessage(string? message, AlertTemplate? template)
    {
        NewAlert.CheckMessage(message);
        if (message is null)
            return;
        string key = Channel == AlertChannel.Webhook ? "body" : Channel.FindMessage(template!);
        Dictionary<string, object?> inputs = _inputs ?? AlertFunction.InputsOf(_current);
        object? before = ValueOf(inputs, key), blocks = ValueOf(inputs, "blocks");
        if (Channel == AlertChannel.Webhook && before is not null && !AlertInputs.HasText(before))
            throw Problems.Validation($"The body of the alert '{MessageText.Name(_current.Name)}' has no field text, so it is not one of this module, and "
                + "-Message would lose it. Nothing was sent.",
                "Change it on PostHog's own page.");
        AlertInputs.ReplaceText(inputs, Channel, key, message);
        object? after = ValueOf(inputs, key);
        if (PlainText.AreSame(before, after) && PlainText.AreSame(blocks, ValueOf(inputs, "blocks")))
            return;
        _inputs = inputs;
        _changes.Add($"Message: {PlainText.Describe(AlertInputs.TextOf(before))} -> {PlainText.Describe(message)}");
        AddCheck("Message", alert => PlainText.AreSame(AlertFunction.InputOf(alert, key), after));
    }

    /// <summary>Other headers, instead of all that there are.</summary>
    internal void SetHeaders(IDictionary<string, object?>? headers, bool force)
    {
        if (headers is null)
            return;
        if (Channel != AlertChannel.Webhook)
            throw Mismatch("-Header is for alerts to a webhook");
        AlertHeaders.Check(headers, force);
        IDictionary<string, object?> before = AlertFunction.InputOf(_current, "headers") as IDictionary<string, object?> ?? new Dictionary<string, object?>();
        if (AlertHeaders.AreSame(before, headers))
            return;
        // PostHog removes an input that is not sent.
        Inputs.Remove("headers");
        if (headers.Count > 0)
            Inputs["headers"] = AlertInputs.Value(headers);
        _changes.Add($"Header: {Describe(before)} -> {Describe(headers)}");
        AddCheck("Header", alert => new HashSet<string>(alert.HeaderName, StringComparer.Ordinal).SetEquals(headers.Keys));

        static string Describe(IDictionary<string, object?> some) => some.Count == 0 ? "none" : PlainText.Describe(string.Join(", ", some.Keys));
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

    /// <summary>What speaks against an address; null for nothing, or where none was given.</summary>
    internal string? FindHostWarning(SecureString? address) =>
        address is not null && KnownChannel is { } channel ? AlertAddress.FindHostWarning(channel, address) : null;

    /// <summary>The alert as it will be, to look for another one like it; null where nothing of that changes, or its filter is not known.</summary>
    internal NewAlert? FindResult()
    {
        bool isChanged = _inputs is not null || _body.ContainsKey("filters");
        if (!isChanged || KnownChannel is not { } channel || (!_current.AllBatchExports && _current.BatchExportId.Length == 0))
            return null;
        Dictionary<string, object?> inputs = _inputs ?? AlertFunction.InputsOf(_current);
        object? target = ValueOf(inputs, channel.Target), workspace = ValueOf(inputs, "slack_workspace");
        return target is not (string or SecureString) ? null : new NewAlert(channel, target)
        {
            On = _states ?? [.. _current.On],
            Exports = _exports ?? [.. _current.BatchExportId.Select(static id => (id, ""))],
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
