using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Cmdlets;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;

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
        string path = RestInput.ReadPath(Path, scope);
        bool reads = Method is "GET" or "HEAD" || Method.Equals("GET", StringComparison.OrdinalIgnoreCase)
            || Method.Equals("HEAD", StringComparison.OrdinalIgnoreCase);
        if (reads && Body is not null)
            throw Problems.Validation($"A {Method.ToUpperInvariant()} request has no body.", "Add -Method POST, or give the values as -Query.");
        if (All && (!reads || Raw))
            throw Problems.Validation("-All is for lists that are read, and gives objects: it goes with neither -Raw nor a method other than GET.");
        // Read before anybody is asked: what cannot be sent is said under -WhatIf too.
        IReadOnlyList<KeyValuePair<string, string>> query = RestInput.ReadQuery(Query);
        RestBody? body = Body is null ? null : RestInput.ReadBody(Body);
        if (reads || ShouldProcess($"{scope.Session.Rest.AddressOf(path, query)} on {scope.Connection.Host}", Method.ToUpperInvariant()))
            Send(scope, path, query, body);
    });

    private void Send(ProjectScope scope, string path, IReadOnlyList<KeyValuePair<string, string>> query, RestBody? body)
    {
        // Of lists that this module does not know, an id tells the items apart where there is one.
        var walk = new PageWalk<object?>(RestItems.FindId, keepsTwins: true);
        while (walk.GoesOn)
        {
            string link = walk.Next ?? path;
            IReadOnlyList<KeyValuePair<string, string>> values = walk.Next is null ? query : [];
            RestAnswer answer = Await(call => scope.Session.Rest.SendAsync(Method.ToUpperInvariant(), link, values, body, call));
            if (!All || RestItems.TryReadPage(answer) is not { } page)
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

    private void Write(RestAnswer answer)
    {
        if (Raw)
            WriteObject(answer.Text);
        else if (answer.Value is not null)
            WriteObject(PlainObject.CreateFrom(answer.Value), enumerateCollection: true);
        else if (answer.Text.Length > 0)
            WriteObject(answer.Text);
    }
}
