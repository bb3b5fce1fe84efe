using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Rows;

namespace PostHogPS.Commands;

/// <summary>Runs a HogQL query and gives its rows as objects.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "PHQuery")]
[OutputType(typeof(PSObject))]
public sealed class InvokePHQueryCommand : ProjectCmdlet
{
    /// <summary><para>HogQL, one SELECT. {name} stands for a value of -Parameter.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string Query { get; set; } = "";

    /// <summary>
    /// <para>The values of the query's placeholders: texts, numbers, booleans, dates, $null, and lists of these but dates. Other
    /// objects, NaN and infinity are refused.</para>
    /// </summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    public IDictionary? Parameter { get; set; }

    /// <summary>
    /// <para>Blocking takes a fresh answer of PostHog's cache or waits; ForceBlocking always runs the query; Async starts it and
    /// polls. Default: Blocking.</para>
    /// </summary>
    [Parameter]
    [ValidateSet("Blocking", "ForceBlocking", "Async")]
    public string Refresh { get; set; } = "Blocking";

    /// <summary><para>The longest wait: 00:02:00, 2m, or seconds. The query is then cancelled at PostHog. Default: no limit of its own.</para></summary>
    [Parameter]
    [TimeSpanTransformation]
    [ArgumentCompleter(typeof(TimeSpanCompleter))]
    public TimeSpan? Timeout { get; set; }

    /// <summary><para>Gives the answer of PostHog as it is, as one object.</para></summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var text = new QueryText(Query);
        Try(Query, () => Run(text), e => Advice(e, text));
    }

    private void Run(QueryText text)
    {
        if (string.IsNullOrWhiteSpace(Query))
            throw Problems.Validation("-Query may not be blank.",
                "Invoke-PHQuery 'select event, count() from events where timestamp > now() - interval 1 day group by event'");
        QueryRequest request = QueryParameters.Bind(text, QueryValues.From(Parameter), out IReadOnlyList<string> unused);
        if (unused.Count > 0)
            WriteWarning($"The query has no placeholder for {string.Join(", ", unused)} of -Parameter. Names are case-sensitive: {{{unused[0]}}}.");
        request.Refresh = Refresh.ToUpperInvariant() switch { "ASYNC" => "force_async", "FORCEBLOCKING" => "force_blocking", _ => "blocking" };
        request.Name = "Invoke-PHQuery";
        ProjectScope scope = Scopes.Default();
        QueryRows rows = Await(call => QueryRunner.RunAsync(scope, request, Timeout, call));
        if (Raw)
        {
            WriteObject(PlainObject.CreateFrom(rows.Raw));
            return;
        }

        QueryRowShape? shape = null;
        foreach (object?[] row in rows.Rows)
        {
            shape ??= new QueryRowShape(rows.Names, QueryRowView.Find(rows.Names, row, InvokeCommand));
            WriteObject(shape.Create(row));
        }
    }

    // No text of the server is asked: it refuses OFFSET with the same code as every other mistake.
    private static string? Advice(PostHogApiException e, QueryText text) => e.Kind != PostHogErrorKind.Validation ? null
        : text.HasOffset ? "PostHog refuses OFFSET to personal API keys. " + QueryText.ReadOnByKey
        : QueryRunner.Advice;
}
