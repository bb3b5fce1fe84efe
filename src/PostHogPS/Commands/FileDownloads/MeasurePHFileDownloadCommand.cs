using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Commands;

/// <summary>
/// Counts the rows that a query would export to files (POST count_rows). It only counts, so it is repeated like a read, and it
/// asks for no confirmation.
/// </summary>
[Cmdlet(VerbsDiagnostic.Measure, "PHFileDownload")]
[OutputType(typeof(FileDownloadCount))]
public sealed class MeasurePHFileDownloadCommand : ProjectCmdlet
{
    /// <summary><para>The queries, as for Start-PHFileDownload -Model hogql.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string[] HogQLQuery { get; set; } = [];

    /// <summary><para>Modifiers of the query.</para></summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? HogQLModifiers { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string query in HogQLQuery)
            Try(query, () => Count(query));
    }

    private void Count(string query)
    {
        if (string.IsNullOrWhiteSpace(query))
            throw Problems.Validation("-HogQLQuery may not be blank.", "Measure-PHFileDownload 'SELECT event, timestamp FROM events'");
        ProjectScope scope = Scopes.Default();
        var body = new Dictionary<string, object?>(StringComparer.Ordinal) { ["hogql_query"] = query };
        if (HogQLModifiers is { Count: > 0 })
            body["hogql_modifiers"] = PlainValue.CopyBag(HogQLModifiers);
        FileDownloadCount count = Await(call => scope.Session.FileDownloads.CountRowsAsync(scope.Project, body, call));
        count.HogQLQuery = query;
        WriteObject(scope.Stamp(count));
    }
}
