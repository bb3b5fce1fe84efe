using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Alerts;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;
using PostHogPS.Text;

namespace PostHogPS.Cmdlets.Resolving;

/// <summary>Finds the alerts that a command means, and reads them and their lists.</summary>
internal sealed class AlertResolver
{
    private readonly CommandRun _run;
    private readonly ScopeResolver _scopes;
    private readonly BatchExportResolver _exports;
    private readonly Dictionary<(PostHogConnection, string), List<BatchExportAlert>> _lists = new();

    /// <param name="run">The command.</param>
    /// <param name="scopes">Its projects.</param>
    /// <param name="exports">Knows the names of exports.</param>
    internal AlertResolver(CommandRun run, ScopeResolver scopes, BatchExportResolver exports)
    {
        _run = run;
        _scopes = scopes;
        _exports = exports;
    }

    /// <summary>What to call an alert in messages.</summary>
    internal static string Describe(BatchExportAlert alert, ProjectScope scope) =>
        $"alert '{MessageText.Name(alert.Name)}' ({alert.Id}) in {scope.Description}";

    /// <summary>The alerts that references mean; one that means none is one error, and the others follow.</summary>
    internal IEnumerable<(ProjectScope Scope, BatchExportAlert Alert, object? Input)> Resolve(IEnumerable<BatchExportAlertReference> references)
    {
        foreach (BatchExportAlertReference reference in references)
        {
            List<(ProjectScope, BatchExportAlert, object?)> found = [];
            _run.Messages.Try(reference.Piped.Input, () => found = ResolveOne(reference));
            foreach ((ProjectScope, BatchExportAlert, object?) one in found)
                yield return one;
        }
    }

    /// <summary>Every alert of a project, listed once per cmdlet run.</summary>
    internal List<BatchExportAlert> ListOnce(ProjectScope scope)
    {
        if (!_lists.TryGetValue(scope.Key, out List<BatchExportAlert>? known))
        {
            _lists[scope.Key] = known = _run.Pump.Stream(ExportLists.Functions(scope)).Where(AlertFunction.IsAlert)
                .Select(alert => Complete(scope, alert)).ToList();
            if (known.Count > 0 && HasEvents(scope) == false)
                _run.Messages.WriteWarning($"The server of {scope.Description} has no events of batch exports, so its alerts never send a message.");
        }

        return known;
    }

    /// <summary>
    /// Whether the server sends the events of batch exports: those that know incremental_mode do (docs/server.md#alerts). Null where no
    /// export can tell.
    /// </summary>
    internal bool? HasEvents(ProjectScope scope) =>
        _exports.ListOnce(scope) is { Count: > 0 } all ? all.Any(static export => export.IncrementalMode is not null) : null;

    /// <summary>With what older servers leave out of lists, and with the names of its exports.</summary>
    internal BatchExportAlert Complete(ProjectScope scope, BatchExportAlert alert) =>
        Finish(scope, AlertFunction.IsComplete(alert) ? alert : Fetch(scope, alert.Id));

    /// <summary>One alert, as it is now.</summary>
    internal BatchExportAlert Read(ProjectScope scope, Guid id)
    {
        BatchExportAlert read = Fetch(scope, id);
        return AlertFunction.IsAlert(read) ? Finish(scope, read)
            : throw Problems.Invalid("BatchExportAlert",
                $"The function {id} in {scope.Description} is not an alert of batch exports, or it is removed. Nothing was changed.",
                "Get-PHBatchExportAlert shows the alerts.");
    }

    /// <summary>Adds where it was read, and the names of its exports.</summary>
    internal BatchExportAlert Finish(ProjectScope scope, BatchExportAlert alert)
    {
        if (alert.BatchExportId.Length > 0)
        {
            Dictionary<Guid, string> names = _exports.ListOnce(scope).ToDictionary(static export => export.Id, static export => export.Name);
            alert.BatchExportName = [.. alert.BatchExportId.Select(id => names.TryGetValue(id, out string? name) && name.Length > 0 ? name
                : names.ContainsKey(id) ? id.ToString() : NewAlert.DescribeRemoved(id))];
            if (alert.Enabled && !alert.BatchExportId.Any(names.ContainsKey))
                alert.State = AlertFunction.ExportsRemoved;
        }

        return scope.Stamp(alert);
    }

    private BatchExportAlert Fetch(ProjectScope scope, Guid id) => _run.Pump.Await(call => scope.Session.Alerts.GetAsync(scope.Project, id, call));

    private List<(ProjectScope, BatchExportAlert, object?)> ResolveOne(BatchExportAlertReference reference)
    {
        reference.ThrowIfBad();
        ProjectScope scope = _scopes.Resolve(reference.Piped);
        object? input = reference.Piped.Input;
        if (reference.Id is { } id)
            return [(scope, Read(scope, id), input)];

        string name = reference.Name!;
        List<BatchExportAlert> found = NameMatcher.Match(ListOnce(scope), name, static alert => alert.Name);
        bool literal = !NameMatcher.IsPattern(name) || found.Any(alert => string.Equals(alert.Name, name, StringComparison.OrdinalIgnoreCase));
        if (literal && found.Count == 0)
            throw Problems.NotFound("alert", name, scope.Description, "Get-PHBatchExportAlert");
        if (literal && found.Count > 1)
            throw Problems.Ambiguous("alert", name, found.Select(static alert => $"{alert.Id} ({alert.Channel} {MessageText.Name(alert.Target)})"));
        if (found.Count == 0 && _run.IsChange)
            _run.WarnOfNoMatch("alert", name, scope.Description);
        return found.Select(alert => (scope, alert, input)).ToList();
    }
}
