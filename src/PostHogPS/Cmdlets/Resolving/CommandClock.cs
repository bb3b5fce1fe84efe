using System;
using System.Collections.Generic;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Cmdlets.Resolving;

/// <summary>What the relative dates of a command are counted from: one instant for each server, by the server's clock.</summary>
internal sealed class CommandClock
{
    private readonly CommandRun _run;
    private readonly Dictionary<PostHogConnection, DateTimeOffset> _moments = new();

    internal CommandClock(CommandRun run) => _run = run;

    internal DateTimeOffset Moment(ProjectScope scope)
    {
        if (!_moments.TryGetValue(scope.Connection, out DateTimeOffset moment))
            _moments.Add(scope.Connection, moment = scope.Session.LatestPast);
        return moment;
    }

    /// <summary>The same, from a server whose time may not be known yet: then one small read asks for it.</summary>
    internal DateTimeOffset CertainMoment(ProjectScope scope)
    {
        if (!scope.Session.KnowsServerTime)
        {
            try
            {
                _run.Pump.Await(call => scope.Session.Identity.GetCurrentUserAsync(call));
            }
            catch (PostHogApiException e) when (e.Kind is PostHogErrorKind.MissingScope or PostHogErrorKind.Forbidden or PostHogErrorKind.NotFound)
            {
                // A key that may not read its user: the refusal says what time it is as well.
                _run.Messages.WriteVerbose(e.Message);
            }
        }

        return Moment(scope);
    }
}
