using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Runs;

namespace PostHogPS.Rotation;

/// <summary>
/// Tests the destination of a stored export with other credentials, and changes nothing: PostHog takes the integration of the request,
/// and inline secrets of the request over the stored ones.
/// </summary>
internal sealed class CredentialTester
{
    private readonly ProjectScope _scope;
    private readonly Dictionary<string, IReadOnlyList<DestinationTestStep>> _steps = new(StringComparer.Ordinal);

    internal CredentialTester(ProjectScope scope) => _scope = scope;

    /// <summary>Runs the steps in order up to one that fails. Returns that step; null where all passed, or where there is no test.</summary>
    /// <param name="item">The export; its result gets the outcome of the test.</param>
    /// <param name="destination">The destination as it is to be.</param>
    /// <param name="call">The work it belongs to.</param>
    internal async Task<DestinationTestStep?> TestAsync(RotationItem item, Dictionary<string, object?> destination, CallContext call)
    {
        string type = item.Export.Destination.Type;
        IReadOnlyList<DestinationTestStep> steps = await StepsAsync(type, call).ConfigureAwait(false);
        item.Result.Tested = steps.Count == 0 ? TestState.NoTest : TestState.NotRun;
        if (steps.Count == 0)
            return null;
        var reader = new DestinationTestReader(_scope, item.Export.Id, type, DestinationTest.CreateBody(item.Export.Name, destination), steps, goesOn: false);
        while (await reader.ReadAsync(call).ConfigureAwait(false) is { } results)
        {
            if (results[0].Status == TestState.Passed)
                continue;
            item.Result.Tested = TestState.Failed;
            return results[0];
        }

        item.Result.Tested = TestState.Passed;
        return null;
    }

    private async Task<IReadOnlyList<DestinationTestStep>> StepsAsync(string type, CallContext call)
    {
        if (_steps.TryGetValue(type, out IReadOnlyList<DestinationTestStep>? known))
            return known;
        IReadOnlyList<DestinationTestStep> steps = [];
        try
        {
            steps = await _scope.Session.BatchExports.ListTestStepsAsync(_scope.Project, type, call).ConfigureAwait(false);
        }
        catch (PostHogApiException e) when (e.Kind is PostHogErrorKind.NotFound or PostHogErrorKind.Forbidden or PostHogErrorKind.NotSupported)
        {
            // No test for the type; and servers up to early 2026 refuse tests to personal keys.
            call.Verbose($"There is no test for destinations of type {type}: {e.Message}");
        }

        _steps.Add(type, steps);
        return steps;
    }
}
