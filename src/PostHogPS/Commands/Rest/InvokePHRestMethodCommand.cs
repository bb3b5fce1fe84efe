using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Globalization;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;
using PostHogPS.Rest;

namespace PostHogPS.Commands;

/// <summary>Calls any other endpoint with the connection's key, pacing, repeats, redaction and errors.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "PHRestMethod", SupportsShouldProcess = true)]
[OutputType(typeof(PSObject))]
[OutputType(typeof(string))]
public sealed class InvokePHRestMethodCommand : ProjectCmdlet
{
    /// <summary><para>Path on the connection's host, such as /api/projects/{project_id}/insights/. {project_id} stands for the project.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public string Path { get; set; } = "";

    /// <summary><para>HTTP method. Default: GET.</para></summary>
    [Parameter(Position = 1)]
    [ValidateSet("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")]
    public string Method { get; set; } = "GET";

    /// <summary><para>What to send: a hashtable, an object, a list, or JSON text.</para></summary>
    [Parameter]
    public object? Body { get; set; }

    /// <summary><para>Query parameters; a list gives a parameter several times.</para></summary>
    [Parameter]
    public IDictionary? Query { get; set; }

    /// <summary><para>Follows the pages of a list, of both kinds, and gives its items one by one.</para></summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary><para>Gives the answer's body as text.</para></summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(Path, () =>
    {
        ProjectScope scope = Scopes.Default();
        string path = RelativePath(scope);
        bool reads = Method is "GET" or "HEAD" || Method.Equals("GET", StringComparison.OrdinalIgnoreCase) || Method.Equals("HEAD", StringComparison.OrdinalIgnoreCase);
        if (reads && Body is not null)
            throw Problems.Validation($"A {Method.ToUpperInvariant()} request has no body.", "Add -Method POST, or give the values as -Query.");
        if (All && (!reads || Raw))
            throw Problems.Validation("-All is for lists that are read, and gives objects: it goes with neither -Raw nor a method other than GET.");
        // Read before anybody is asked: what cannot be sent is said under -WhatIf too.
        IReadOnlyList<KeyValuePair<string, string>> query = QueryPairs();
        RestBody? body = Body is null ? null : BodyOf(Body);
        if (reads || ShouldProcess($"{scope.Session.Rest.AddressOf(path, query)} on {scope.Connection.Host}", Method.ToUpperInvariant()))
            Send(scope, path, query, body);
    });

    private void Send(ProjectScope scope, string path, IReadOnlyList<KeyValuePair<string, string>> query, RestBody? body)
    {
        // Of lists that this module does not know, an id tells the items apart where there is one.
        var walk = new PageWalk<object?>(IdOf, keepsTwins: true);
        while (walk.GoesOn)
        {
            string link = walk.Next ?? path;
            IReadOnlyList<KeyValuePair<string, string>> values = walk.Next is null ? query : [];
            RestAnswer answer = Await(call => scope.Session.Rest.SendAsync(Method.ToUpperInvariant(), link, values, body, call));
            if (!All || PageOf(answer) is not { } page)
            {
                Write(answer);
                return;
            }

            foreach (object? item in walk.Accept(page))
                WriteObject(PlainObject.CreateFrom(item));
            if (walk.Problem is { } problem)
                throw problem;
        }
    }

    private static Page<object?>? PageOf(RestAnswer answer) =>
        answer.Value is IDictionary<string, object?> page && page.TryGetValue("results", out object? results) && results is IEnumerable<object?> items
            ? new Page<object?>(items.ToList(), answer.Next, page.TryGetValue("count", out object? count) ? count as long? ?? count as int? : null) { Reject = answer.Reject }
            : null;

    private static Guid? IdOf(object? item) =>
        item is not IDictionary<string, object?> fields ? null
        : fields.TryGetValue("id", out object? id) && id is not null ? Known(id)
        : fields.TryGetValue("uuid", out object? uuid) ? Known(uuid) : null;

    private static Guid? Known(object? id) => id switch
    {
        long number => ItemId.FromNumber(number),
        int number => ItemId.FromNumber(number),
        string text when Guid.TryParse(text, out Guid guid) => guid,
        _ => null,
    };

    private void Write(RestAnswer answer)
    {
        if (Raw)
            WriteObject(answer.Text);
        else if (answer.Value is not null)
            WriteObject(PlainObject.CreateFrom(answer.Value), enumerateCollection: true);
        else if (answer.Text.Length > 0)
            WriteObject(answer.Text);
    }

    // The key goes to the connection's host and nowhere else, so an address has no place here.
    private string RelativePath(ProjectScope scope)
    {
        string path = Path.Trim();
        if (path.Length == 0 || path.IndexOf("://", StringComparison.Ordinal) >= 0 || path.StartsWith("//", StringComparison.Ordinal)
            || path.StartsWith("\\", StringComparison.Ordinal))
            throw Problems.Invalid("Path", $"'{Path}' is not a path on {scope.Connection.Host}.", "Give a path such as /api/users/@me/; Connect-PostHog chooses the host.");
        if (RestPath.Problem(path) is { } problem)
            throw Problems.Invalid("Path", $"'{Path}' was not sent: {problem}.", "Give the path as the server is to read it, such as /api/users/@me/.");
        return "/" + path.TrimStart('/').Replace("{project_id}", scope.Project).Replace(":project_id", scope.Project);
    }

    private List<KeyValuePair<string, string>> QueryPairs()
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (DictionaryEntry entry in Query ?? new Hashtable())
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
                    pairs.Add(new KeyValuePair<string, string>(key, value is bool yes ? yes ? "true" : "false" : Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
            }
        }

        return pairs;
    }

    private static RestBody BodyOf(object body)
    {
        object? value = ShellObject.Unwrap(body);
        return value is string json ? new RestBody { Json = json } : new RestBody { Value = PlainValue.CreateFrom(body) };
    }
}
