using System;
using System.Collections.Generic;
using System.Text;
using PostHogPS.Engine.Json;

namespace PostHogPS.Engine.Calls;

/// <summary>What to ask, before it is decided where exactly.</summary>
internal sealed class ApiRequest
{
    // Here and not beside the writer, whose encoder a retry never needs: a few milliseconds of the first one.
    private static readonly byte[] EmptyObject = [(byte)'{', (byte)'}'];

    private readonly List<KeyValuePair<string, string>> _query = [];

    private ApiRequest(string method, string? project, string path, byte[]? body = null, IReadOnlyList<string>? secrets = null)
    {
        Secrets = secrets ?? [];
        Method = method;
        Project = project;
        Path = path;
        // .NET silently repeats a request without a body when a connection closes before the answer. Reads may be; of
        // anything else every sending must be known here, and a body of no bytes is enough for that.
        Body = body ?? (IsWrite ? [] : null);
    }

    internal string Method { get; }

    /// <summary>A number or @current; null for routes above projects.</summary>
    internal string? Project { get; }

    /// <summary>Below the project, or below the base path; a paging link starts with a slash and counts from the root.</summary>
    internal string Path { get; }

    internal byte[]? Body { get; private set; }

    /// <summary>The secrets in the body, for taking them out of every text of the call.</summary>
    internal IReadOnlyList<string> Secrets { get; }

    internal CallSafety Safety { get; private set; } = CallSafety.Repeatable;

    internal string? HowToFindOut { get; private set; }

    internal bool Streams { get; private set; }

    /// <summary>A refusal with this status means done, when an earlier attempt of the same call may have been carried out.</summary>
    internal int? DoneOnRepeat { get; private set; }

    internal bool IsWrite => Method != "GET" && Method != "HEAD";

    internal static ApiRequest Get(string project, string path) => new("GET", project, path);

    internal static ApiRequest GetRoot(string path) => new("GET", null, path);

    internal static ApiRequest Send(string method, string project, string path, object? body) => With(method, project, path, body, null);

    /// <summary>Without a body where the endpoint takes none: validating gateways reject even an empty object.</summary>
    internal static ApiRequest Post(string project, string path, object? body = null) =>
        With("POST", project, path, body, null);

    internal static ApiRequest Raw(string method, string path, byte[]? body) => new(method, null, path, body);

    /// <summary>Plain values, outside projects.</summary>
    internal static ApiRequest RawValue(string method, string path, object? value) => With(method, null, path, value, null);

    /// <summary>
    /// Never sent twice. It always carries a body, an empty object where the server ignores it: .NET resends a POST without
    /// one when a pooled connection closes.
    /// </summary>
    internal ApiRequest Once(string howToFindOut)
    {
        Safety = CallSafety.Once;
        HowToFindOut = howToFindOut;
        if (Body is not { Length: > 0 })
            Body = EmptyObject;
        return this;
    }

    /// <summary>The limits that it is counted by.</summary>
    internal RateClass RateClass { get; private set; }

    internal ApiRequest CountedAs(RateClass rateClass)
    {
        RateClass = rateClass;
        return this;
    }

    /// <summary>A read that is not repeated by itself once it may have arrived.</summary>
    internal ApiRequest Costly()
    {
        Safety = CallSafety.Costly;
        return this;
    }

    /// <summary>The answer may hold secrets that nothing tells from other values: no message quotes it.</summary>
    internal bool IsPrivate { get; private set; }

    internal ApiRequest Private()
    {
        IsPrivate = true;
        return this;
    }

    /// <summary>What is sent may hold secrets that cannot be found in it: no log shows it.</summary>
    internal bool HidesBody { get; private set; }

    internal ApiRequest WithoutBodyInLogs()
    {
        HidesBody = true;
        return this;
    }

    internal ApiRequest DoneWhen(int statusOnRepeat)
    {
        DoneOnRepeat = statusOnRepeat;
        return this;
    }

    internal ApiRequest Stream()
    {
        Streams = true;
        return this;
    }

    private static ApiRequest With(string method, string? project, string path, object? body, byte[]? otherwise)
    {
        if (body is null)
            return new ApiRequest(method, project, path, otherwise);
        var secrets = new List<string>();
        byte[] written = PlainValueWriter.Write(body, secrets);
        return new ApiRequest(method, project, path, written, secrets);
    }

    internal ApiRequest With(string name, string? value)
    {
        if (value is not null)
            _query.Add(new KeyValuePair<string, string>(name, value));
        return this;
    }

    /// <summary>Path with the query appended.</summary>
    internal string PathAndQuery()
    {
        if (_query.Count == 0)
            return Path;
        var text = new StringBuilder(Path);
        char separator = Path.IndexOf('?') < 0 ? '?' : '&';
        foreach (KeyValuePair<string, string> pair in _query)
        {
            text.Append(separator).Append(Uri.EscapeDataString(pair.Key)).Append('=').Append(Uri.EscapeDataString(pair.Value));
            separator = '&';
        }

        return text.ToString();
    }
}
