using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Text;

namespace PostHogPS.Sandbox.Http;

/// <summary>A request as the server receives it.</summary>
public sealed class SandboxRequest
{
    private List<KeyValuePair<string, string>>? _query;

    public SandboxRequest(string method, Uri uri, IEnumerable<KeyValuePair<string, string>> headers, byte[] body)
    {
        Method = method.ToUpperInvariant();
        Uri = uri;
        Body = body;
        var map = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, string> header in headers)
            map[header.Key] = header.Value;
        Headers = map;
    }

    public string Method { get; }

    public Uri Uri { get; }

    public IReadOnlyDictionary<string, string> Headers { get; }

    public byte[] Body { get; }

    public string BodyText => Encoding.UTF8.GetString(Body);

    /// <summary>Scheme and authority, the base of paging links.</summary>
    public string Origin => Uri.GetLeftPart(UriPartial.Authority);

    public string Path => Uri.AbsolutePath;

    public string PathAndQuery => Uri.PathAndQuery;

    public IReadOnlyList<KeyValuePair<string, string>> Query => _query ??= ParseForm(Uri.Query.TrimStart('?'));

    public string? Header(string name) => Headers.TryGetValue(name, out string? value) ? value : null;

    /// <summary>The last value of a query parameter, as Django reads it.</summary>
    public string? Get(string name)
    {
        for (int i = Query.Count - 1; i >= 0; i--)
        {
            if (Query[i].Key == name)
                return Query[i].Value;
        }

        return null;
    }

    public List<string> GetAll(string name)
    {
        var found = new List<string>();
        foreach (KeyValuePair<string, string> pair in Query)
        {
            if (pair.Key == name)
                found.Add(pair.Value);
        }

        return found;
    }

    internal static List<KeyValuePair<string, string>> ParseForm(string text)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (string part in text.Split('&'))
        {
            if (part.Length == 0)
                continue;
            int at = part.IndexOf('=');
            pairs.Add(at < 0
                ? new KeyValuePair<string, string>(WebUtility.UrlDecode(part), "")
                : new KeyValuePair<string, string>(WebUtility.UrlDecode(part.Substring(0, at)), WebUtility.UrlDecode(part.Substring(at + 1))));
        }

        return pairs;
    }

    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "{0} {1}", Method, PathAndQuery);
}
