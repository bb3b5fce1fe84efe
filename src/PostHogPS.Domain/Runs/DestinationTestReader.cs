using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;

namespace PostHogPS.Runs;

/// <summary>Runs the steps of a destination test, one after the other, and gives the result of each.</summary>
internal sealed class DestinationTestReader : ItemReader<DestinationTestStep>
{
    private const string Failed = "Failed";

    private readonly ProjectScope _scope;
    private readonly Guid? _export;
    private readonly string _type;
    private readonly Dictionary<string, object?> _body;
    private readonly IReadOnlyList<DestinationTestStep> _steps;
    private readonly bool _goesOn;
    private int _next;
    private bool _hasFailed;

    /// <param name="scope">Where the test runs.</param>
    /// <param name="export">The stored export; null for a destination that is not stored yet.</param>
    /// <param name="type">Its type.</param>
    /// <param name="body">What the server tests.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="goesOn">True to run those behind one that failed as well.</param>
    internal DestinationTestReader(
        ProjectScope scope, Guid? export, string type, Dictionary<string, object?> body, IReadOnlyList<DestinationTestStep> steps, bool goesOn)
    {
        _scope = scope;
        _export = export;
        _type = type;
        _body = body;
        _steps = steps;
        _goesOn = goesOn;
    }

    internal override async Task<IReadOnlyList<DestinationTestStep>?> ReadAsync(CallContext call)
    {
        if (_next >= _steps.Count)
            return null;
        int step = _next++;
        DestinationTestStep result = _hasFailed && !_goesOn
            ? Skip(_steps[step])
            : await _scope.Session.BatchExports.RunTestStepAsync(_scope.Project, _export, _body, step, call).ConfigureAwait(false);
        _hasFailed |= result.Status == Failed;
        result.Step = step;
        result.DestinationType = _type;
        result.BatchExportId = _export;
        return [_scope.Stamp(result)];
    }

    private static DestinationTestStep Skip(DestinationTestStep step) => new()
    {
        Name = step.Name,
        Description = step.Description,
        Status = "Skipped",
        Message = "Not run, since an earlier step failed (-ContinueOnFailure runs it).",
    };
}
