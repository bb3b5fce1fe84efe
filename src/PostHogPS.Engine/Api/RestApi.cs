using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using PostHogPS.Alerts;
using PostHogPS.Contracts;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Client;
using PostHogPS.Engine.Errors;
using PostHogPS.Engine.Frameworks;
using PostHogPS.Engine.Json;
using PostHogPS.Engine.Routes;
using PostHogPS.Engine.Secrets;

namespace PostHogPS.Engine.Api;

/// <summary>Any endpoint below the connection's address.</summary>
internal sealed class RestApi(
    ApiClient client, ApiSender sender, CallTracker calls, ErrorFactory errors, Addresses addresses, Redactor redactor) : IRestApi
{
    public async Task<RestAnswer> SendAsync(
        string method, string path, IReadOnlyList<KeyValuePair<string, string>> query, RestBody? body, CallContext call)
    {
        using CallLease lease = calls.Enter();
        method = method.ToUpperInvariant();
        ApiRequest request = Request(method, path, query, body);
        if (method == "POST")
            request.Once("Read what it should have changed to find out.");
        // Functions hold the addresses of alerts: the caller gets them, a debug log and an error do not.
        if (Checked(request, path).AbsolutePath.Has("/hog_functions"))
            Protect(request.Private(), body, call);

        ApiAnswer answer = await client.SendAsync(request, call).ConfigureAwait(false);
        string text = answer.Body.Text;
        // What was given as a secret does not come back; what was typed as text does.
        CallContext sent = new(call.Cancellation);
        sent.HideAll(request.Secrets);
        var result = new RestAnswer
        {
            Status = answer.Status,
            Text = redactor.HideValues(text, sent),
            Reject = why => errors.NotReadable(answer.Call, answer.Status, [], why),
        };
        Parse(answer, result);
        // Looking into each value would open the key each time; it is in none where it is not in the text, unless by an escape.
        if (!ReferenceEquals(text, result.Text) || text.Has("\\u"))
            result.Value = redactor.HideValuesIn(result.Value, sent);
        return result;
    }

    public string AddressOf(string path, IReadOnlyList<KeyValuePair<string, string>> query) =>
        Checked(Request("GET", path, query, null), path).PathAndQuery;

    private static void Protect(ApiRequest request, RestBody? body, CallContext call)
    {
        if (body is null)
            return;
        // Written with escapes, a secret does not look like itself.
        if (body.Json is { } text && (text.Has("\\/") || text.Has("\\u")))
            request.WithoutBodyInLogs();
        call.HideAll(FunctionSecrets.Find(body.Json is { } json ? TryParse(json) ?? json : body.Value));
    }

    private static object? TryParse(string json)
    {
        try
        {
            return PlainValue.Read(Encoding.UTF8.GetBytes(json));
        }
        catch (JsonException)
        {
            // The server will say so.
            return null;
        }
    }

    private ApiRequest Request(string method, string path, IReadOnlyList<KeyValuePair<string, string>> query, RestBody? body)
    {
        ApiRequest request = body is { Json: { } json }
            ? ApiRequest.Raw(method, Relative(path), Encoding.UTF8.GetBytes(json))
            : ApiRequest.RawValue(method, Relative(path), body?.Value);
        foreach (KeyValuePair<string, string> pair in query)
            request.With(pair.Key, pair.Value);
        return request;
    }

    // Dots lead out of the base path as soon as an address is made of the text.
    private Uri Checked(ApiRequest request, string path)
    {
        Uri address = sender.Address(request);
        return address.AbsolutePath.StartsWith(addresses.BasePath, StringComparison.Ordinal) ? address : throw Refused(path);
    }

    /// <summary>
    /// A path below the host, or a paging link of the connection's own origin. Anything that could lead to another host is refused.
    /// </summary>
    private string Relative(string path)
    {
        string given = path.Trim();
        if (given.IndexOf("://", StringComparison.Ordinal) is > 0 and < 10)
        {
            if (Uri.TryCreate(given, UriKind.Absolute, out Uri? link) && addresses.IsOwn(link))
                return link.PathAndQuery;
            throw Refused(path);
        }

        if (given.Length == 0 || given.Has("\\") || given.StartsWith("//", StringComparison.Ordinal))
            throw Refused(path);
        // With a base path, /api/... means below it, and a paging link has it already.
        if (given[0] == '/' && addresses.BasePath != "/" && given.StartsWith(addresses.BasePath, StringComparison.Ordinal))
            return given;
        return given.TrimStart('/');
    }

    private void Parse(ApiAnswer answer, RestAnswer result)
    {
        if (answer.Body.Length == 0)
            return;
        try
        {
            result.Value = PlainValue.Read(answer.Body.Memory);
            if (result.Value is Dictionary<string, object?> page && page.ContainsKey("results") && page.TryGetValue("next", out object? next))
                result.Next = client.NextOf(answer, next as string);
        }
        catch (JsonException)
        {
            // Not JSON: the text is the answer.
            result.Value = null;
        }
    }

    private PostHogApiException Refused(string path) => errors.Make(
        PostHogErrorKind.BadRequest,
        $"'{path}' is not a path below {addresses.Origin}. Give a relative path such as api/projects/@current/. Nothing was sent.");
}
