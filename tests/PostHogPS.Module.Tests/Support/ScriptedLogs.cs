using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Module.Tests.Support;

/// <summary>A log of one's own behind a connection that is else as it was. It filters and cuts as the server does (docs/server.md#logs).</summary>
internal sealed class ScriptedLogs(IReadOnlyList<BatchExportLogEntry> entries) : ILogsApi
{
    internal List<LogQuery> Asked { get; } = [];

    public Task<Page<BatchExportLogEntry>> FetchAsync(string project, Guid batchExport, LogQuery query, int limit, CallContext call)
    {
        Asked.Add(query);
        return Task.FromResult(new Page<BatchExportLogEntry>([.. entries
            .Where(e => (query.After is null || e.Timestamp > query.After) && (query.Before is null || e.Timestamp < query.Before))
            .Where(e => query.Levels.Count == 0 || query.Levels.Contains(e.Level))
            .Where(e => query.Search is null || e.Message.Contains(query.Search, StringComparison.OrdinalIgnoreCase))
            .Where(e => query.InstanceId is null || e.InstanceId == query.InstanceId)
            .OrderByDescending(e => e.Timestamp)
            .Take(Math.Clamp(limit, 1, 500))], null, null));
    }

    /// <summary>Puts the log behind a connection.</summary>
    internal void Serve(PostHogConnection connection)
    {
        IPostHogSession session = DispatchProxy.Create<IPostHogSession, SessionWithLogs>();
        ((SessionWithLogs)session).Real = connection.Session;
        ((SessionWithLogs)session).Logs = this;
        typeof(PostHogConnection).GetField("_session", BindingFlags.Instance | BindingFlags.NonPublic)!.SetValue(connection, session);
    }
}

/// <summary>A session that hands everything but the log on. Public, since a type made at run time derives from it.</summary>
public class SessionWithLogs : DispatchProxy
{
    internal IPostHogSession? Real { get; set; }

    internal ILogsApi? Logs { get; set; }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == "get_Logs" ? Logs : targetMethod.Invoke(Real, args);
}
