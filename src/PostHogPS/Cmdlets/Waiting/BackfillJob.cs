using System;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Cmdlets.Waiting;

/// <summary>One backfill to start, by create or by retry.</summary>
internal sealed class BackfillJob
{
    internal BackfillJob(ProjectScope scope, Guid batchExport, string? exportName, DateTimeOffset? start, DateTimeOffset? end, object? input, Func<CallContext, Task<string>> send)
    {
        Scope = scope;
        BatchExportId = batchExport;
        ExportName = exportName;
        Start = start;
        End = end;
        Input = input;
        Send = send;
    }

    internal ProjectScope Scope { get; }

    internal Guid BatchExportId { get; }

    internal string? ExportName { get; }

    internal DateTimeOffset? Start { get; }

    internal DateTimeOffset? End { get; }

    /// <summary>What the user gave, for error targets.</summary>
    internal object? Input { get; }

    /// <summary>Sends it; answers the server's id or workflow id.</summary>
    internal Func<CallContext, Task<string>> Send { get; }

    /// <summary>Whether PostHog selects its rows by event time; null where the export is not known.</summary>
    internal bool? SelectsByEventTime { get; set; }

    /// <summary>Asked before it is sent after a wait: why it is not to be sent any more, or null.</summary>
    internal Func<string?>? ReasonToSkip { get; set; }

    /// <summary>Sends it for a cmdlet, and remembers it until the server lists it.</summary>
    internal BatchExportBackfill SendFor(WorkingCmdlet cmdlet)
    {
        BatchExportBackfill backfill = Started(Scope.Session.ServerNow);
        Scope.Connection.Backfills.Send(backfill, RecentBackfills.Patience, () =>
        {
            backfill.WorkflowId = cmdlet.Await(Send);
            backfill.Id = Guid.TryParse(backfill.WorkflowId, out Guid id) ? id : null;
        });
        return backfill;
    }

    /// <summary>The object for the backfill as far as it is known before the answer. The server's row comes later.</summary>
    internal BatchExportBackfill Started(DateTimeOffset when) => Scope.Stamp(new BatchExportBackfill
    {
        BatchExportId = BatchExportId,
        BatchExportName = ExportName,
        Start = Start,
        End = End,
        CreatedAt = when,
        SelectsByEventTime = SelectsByEventTime,
    });
}
