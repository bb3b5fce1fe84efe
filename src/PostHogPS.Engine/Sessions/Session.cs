using System;
using System.Collections.Generic;
using PostHogPS.Contracts;

namespace PostHogPS.Engine;

/// <summary>One connection's parts, put together.</summary>
internal sealed class Session : IPostHogSession
{
    private readonly SessionCore _core;
    private readonly HttpStack _stack;
    private readonly RouteBook _routes;
    private readonly StorageClient _storage;
    private readonly ProjectPin _pin = new();

    internal Session(ConnectionSettings settings)
    {
        _core = new SessionCore(settings);
        _stack = new HttpStack(_core);
        _storage = new StorageClient(_core, _stack);
        _routes = new RouteBook(settings.RouteFamily, _core.Addresses.Origin);
        var client = new ApiClient(_core, _stack, _routes, _pin);
        BatchExports = new BatchExportsApi(client);
        Runs = new RunsApi(client);
        Backfills = new BackfillsApi(client);
        Logs = new LogsApi(client);
        Dashboards = new DashboardsApi(client);
        DashboardTiles = new DashboardTilesApi(client);
        DashboardSharing = new DashboardSharingApi(client);
        Identity = new IdentityApi(client);
        Integrations = new IntegrationsApi(client);
        FileDownloads = new FileDownloadsApi(client, new FileCopier(client, _storage));
        Rest = new RestApi(client);
    }

    public IBatchExportsApi BatchExports { get; }

    public IRunsApi Runs { get; }

    public IBackfillsApi Backfills { get; }

    public ILogsApi Logs { get; }

    public IDashboardsApi Dashboards { get; }

    public IDashboardTilesApi DashboardTiles { get; }

    public IDashboardSharingApi DashboardSharing { get; }

    public IIdentityApi Identity { get; }

    public IIntegrationsApi Integrations { get; }

    public IFileDownloadsApi FileDownloads { get; }

    public IRestApi Rest { get; }

    public long? CurrentProjectId => _pin.Id;

    public DateTimeOffset ServerNow =>
        _core.Settings.Sandbox is null ? _core.ServerNow : SandboxLink.Now(_stack.Sandbox);

    public DateTimeOffset LatestPast =>
        _core.Settings.Sandbox is null ? _core.LatestPast : SandboxLink.Now(_stack.Sandbox);

    public bool KnowsServerTime => _core.KnowsTime || _core.Settings.Sandbox is not null;

    public IReadOnlyList<RateLimitUsage> RateLimits => _core.Budget.Usage(_core.Settings.RateLimit);

    public long RequestCount => _core.Requests;

    public void PinCurrentProject(long projectId) => _pin.Pin(projectId);

    // Without the key nobody can tell whether it is in the text.
    public string Redact(string text)
    {
        if (!_core.Calls.TryEnter())
            return Redactor.Mark;
        using var lease = new CallLease(_core.Calls);
        return _core.Redactor.Clean(text);
    }

    /// <summary>Ends the session when its last call has ended.</summary>
    public void Dispose() => _core.Calls.Close(End);

    private void End()
    {
        _stack.Dispose();
        _storage.Dispose();
        _routes.Dispose();
        _core.Dispose();
    }
}
