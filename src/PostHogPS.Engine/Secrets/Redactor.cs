using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Contracts;
using PostHogPS.Engine.Frameworks;
using PostHogPS.Text;

namespace PostHogPS.Engine.Secrets;

/// <summary>Takes secrets out of every text that leaves the engine: by value (the key, what came as a SecureString), by shape, and by name.</summary>
internal sealed class Redactor
{
    internal const string Mark = SecretScanner.Mark;

    private const int LeastProxyPassword = 4;

    private readonly ConnectionKey _key;
    private readonly HiddenValue? _proxyPassword;

    internal Redactor(ConnectionKey key, string? proxyPassword = null)
    {
        _key = key;
        _proxyPassword = proxyPassword is { Length: >= LeastProxyPassword } ? new HiddenValue(proxyPassword) : null;
    }

    /// <summary>Takes out what is known to be secret and everything that looks like it.</summary>
    internal string Clean(string text, CallContext? call = null) =>
        string.IsNullOrEmpty(text) ? "" : AddressPasswords.Hide(SecretScanner.Clean(HideValues(text, call)), bare: true);

    /// <summary>Takes out what is known to be secret.</summary>
    internal string HideValues(string text, CallContext? call)
    {
        text = HideKey(text);
        if (_proxyPassword is not null)
            text = _proxyPassword.Hide(text);
        return call is null ? text : call.WithoutSecrets(text);
    }

    /// <summary>Takes out the key alone.</summary>
    internal string HideKey(string text)
    {
        string? key = _key.Read();
        if (string.IsNullOrEmpty(key) || key!.Length < 4)
            return text;
        if (text.Has(key))
            text = text.Replace(key, Mark);
        string escaped = Uri.EscapeDataString(key);
        return escaped != key && text.Has(escaped) ? text.Replace(escaped, Mark) : text;
    }

    /// <summary>The same in every text of plain values; changes them in place.</summary>
    internal object? HideValuesIn(object? value, CallContext call) => HideIn(value, text => HideValues(text, call));

    /// <summary>What people write or systems report is free text, and may hold any secret: errors of runs, log lines.</summary>
    internal void CleanTexts(object? model, CallContext call)
    {
        switch (model)
        {
            case BatchExportRun { LatestError: { } error } run:
                run.LatestError = Clean(error, call);
                break;
            case BatchExport export:
                foreach (BatchExportRun run in export.LatestRuns)
                    CleanTexts(run, call);
                // A secret that was sent under an unknown name may come back in the settings.
                if (call.HasSecrets)
                    HideValuesIn(export.Destination.Config, call);
                break;
            case BatchExportLogEntry entry:
                entry.Message = Clean(entry.Message, call);
                break;
            case FileDownload { Error: { } error } download:
                download.Error = Clean(error, call);
                break;
            case BatchExportAlert alert when call.HasSecrets:
                HideValuesIn(alert, call);
                break;
            case Integration integration:
                integration.Errors = Clean(integration.Errors, call);
                // Most names hold what was given: one that was a secret by mistake is not shown.
                integration.DisplayName = HideValues(integration.DisplayName, call);
                if (call.HasSecrets)
                    HideValuesIn(integration.Config, call);
                break;
        }
    }

    // An address that was sent is removed from every part of the answer.
    private void HideValuesIn(BatchExportAlert alert, CallContext call)
    {
        alert.Name = HideValues(alert.Name, call);
        alert.Description = HideValues(alert.Description, call);
        alert.Target = HideValues(alert.Target, call);
        alert.On = [.. alert.On.Select(text => HideValues(text, call))];
        alert.HeaderName = [.. alert.HeaderName.Select(text => HideValues(text, call))];
        alert.Channel = HideValues(alert.Channel, call);
        HideValuesIn(alert.AdditionalProperties, call);
    }

    private static object? HideIn(object? value, Func<string, string> hide)
    {
        switch (value)
        {
            case string text:
                return hide(text);
            case object?[] list:
                for (int i = 0; i < list.Length; i++)
                    list[i] = HideIn(list[i], hide);
                return list;
            case IDictionary<string, object?> bag:
                foreach (string name in bag.Keys.ToArray())
                {
                    object? inner = HideIn(bag[name], hide);
                    string shown = hide(name);
                    if (shown != name)
                        bag.Remove(name);
                    bag[shown] = inner;
                }

                return bag;
            default:
                return value;
        }
    }
}
