using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace PostHogPS.Engine;

/// <summary>Takes secrets out of every text that leaves the engine: by value (the key), by shape, and by name.</summary>
internal sealed class Redactor
{
    internal const string Mark = "[redacted]";

    private static readonly string[] Signs =
    [
        "phx_", "pha_", "phs_", "phr_", "key", "token", "secret", "pass", "auth", "cookie", "cred", "sig", "user", "email", "bearer",
    ];

    private readonly ConnectionKey _key;

    internal Redactor(ConnectionKey key) => _key = key;

    /// <summary>Takes out the key and everything that looks like a secret.</summary>
    internal string Clean(string text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        text = HideKey(text);
        // Most texts are a method, a path and a status: they never pay for a pattern.
        return HasSign(text) ? Patterns.Apply(text) : text;
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

    /// <summary>Takes out the key alone, wherever it stands in plain values; in place.</summary>
    internal object? HideKeyIn(object? value)
    {
        switch (value)
        {
            case string text:
                return HideKey(text);
            case object?[] list:
                for (int i = 0; i < list.Length; i++)
                    list[i] = HideKeyIn(list[i]);
                return list;
            case IDictionary<string, object?> bag:
                foreach (string name in bag.Keys.ToArray())
                {
                    object? inner = HideKeyIn(bag[name]);
                    string shown = HideKey(name);
                    if (shown != name)
                        bag.Remove(name);
                    bag[shown] = inner;
                }

                return bag;
            default:
                return value;
        }
    }

    private static bool HasSign(string text)
    {
        foreach (string sign in Signs)
        {
            if (text.HasAnyCase(sign))
                return true;
        }

        return false;
    }

    private static class Patterns
    {
        private const string Names =
            @"[\w.-]*(?:secret|password|passphrase|token|private_key|access_key|api_key|apikey|credential|signature)[\w.-]*|user|client_email|sig";

        // "name": "value", also inside text that was escaped once more, and at the end of an answer that broke off.
        private static readonly Regex Field = new(
            @"(?<head>\\?""(?:" + Names + @")\\?""\s*:\s*)(?:\\?""(?:\\.|[^""\\])*(?:\\?""|\\?\z)|[-\d][^,}\]\s]*)",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));

        // name=value in queries and connection texts.
        private static readonly Regex Pair = new(
            @"(?<head>(?<![\w.-])(?:" + Names + @")=)[^&\s""'<>]+",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));

        private static readonly Regex Header = new(
            @"(?<head>(?<![\w])(?:Proxy-Authorization|Authorization|Set-Cookie|Cookie|X-Api-Key|X-Amz-Security-Token)\s*:\s*)[^\r\n""]+",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));

        private static readonly Regex Bearer = new(
            @"(?<head>\bBearer\s+)[A-Za-z0-9._~+/=-]{6,}",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));

        private static readonly Regex Shape = new(
            @"\b(?<head>ph[xasr]_)[A-Za-z0-9_-]{4,}", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));

        internal static string Apply(string text)
        {
            try
            {
                text = Header.Replace(text, "${head}" + Mark);
                text = Bearer.Replace(text, "${head}" + Mark);
                text = Field.Replace(text, "${head}\"" + Mark + "\"");
                text = Pair.Replace(text, "${head}" + Mark);
                return Shape.Replace(text, "${head}" + Mark);
            }
            catch (RegexMatchTimeoutException)
            {
                // Better no text than one that was not looked through.
                return Mark;
            }
        }
    }
}
