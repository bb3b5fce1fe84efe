using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using PostHogPS.Contracts;
using PostHogPS.Engine.Api;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Client;
using PostHogPS.Engine.Downloads;
using PostHogPS.Engine.Errors;
using PostHogPS.Engine.Http;
using PostHogPS.Engine.Pacing;
using PostHogPS.Engine.Routes;
using PostHogPS.Engine.Sandbox;
using PostHogPS.Engine.Secrets;
using PostHogPS.Engine.Time;

namespace PostHogPS.Engine.Sessions;

/// <summary>One connection: makes its parts and gives each what it needs.</summary>
internal sealed class Session : IPostHogSession
{
    private readonly ConnectionSettings _settings;
    private readonly ConnectionKey _key;
    private readonly ConnectionClock _clock;
    private readonly Redactor _redactor;
    private readonly Addresses _addresses;
    private readonly ErrorFactory _errors;
    private readonly Budget _budget;
    private readonly Budget _queries;
    private readonly CallTracker _calls;
    private readonly RouteSelection _routes;
    private readonly StorageClient _storage;
    private readonly ProjectPin _pin = new();

    // Both are made at the first request. The in-memory server is one per session, since its world lives in it.
    private readonly Lazy<HandlerPipeline> _pipeline;
    private readonly Lazy<HttpMessageHandler>? _sandbox;

    internal Session(ConnectionSettings settings)
    {
        TimeProvider time = ClockTime.CreateFrom(settings.Clock);
        _settings = settings;
        _clock = new ConnectionClock(time, settings.Clock as TimeProvider);
        _key = new ConnectionKey(settings);
        _redactor = new Redactor(_key, (settings.ProxyCredential as NetworkCredential)?.Password);
        _addresses = new Addresses(settings.HostUri, settings.Sandbox is not null);
        _errors = new ErrorFactory(_redactor, _addresses, _clock);
        _budget = BudgetRegistry.Get(_key, _addresses.Origin, time);
        _queries = BudgetRegistry.Get(_key, _addresses.Origin, time, forQueries: true);
        _calls = new CallTracker(_addresses.Host);
        _routes = new RouteSelection(settings.RouteFamily, _addresses.Origin);
        if (settings.Sandbox is { } sandbox)
            _sandbox = new Lazy<HttpMessageHandler>(() => SandboxLink.Create(sandbox, time));
        _pipeline = new Lazy<HandlerPipeline>(() => new HandlerPipeline(Primary, Handlers));
        _storage = new StorageClient(Storage, _calls, _clock, settings.UserAgent, settings.Timeout);

        var sender = new ApiSender(_pipeline, _calls, _errors, _addresses, _routes, _pin, _clock, settings.UserAgent);
        var client = new ApiClient(sender, _calls, _errors, _addresses, _redactor, _pin);
        var project = new CurrentProjectResolver(client, _pin);
        var copier = new FileCopier(sender, _storage, _calls, _errors, _redactor, _clock, settings.Timeout);
        BatchExports = new BatchExportsApi(client, project, _redactor);
        Runs = new RunsApi(client, project);
        Backfills = new BackfillsApi(client, project, _errors, _addresses);
        Logs = new LogsApi(client, project);
        Dashboards = new DashboardsApi(client, project);
        DashboardTiles = new DashboardTilesApi(client, project, _errors);
        DashboardSharing = new DashboardSharingApi(client, project);
        Identity = new IdentityApi(client, _pin);
        Integrations = new IntegrationsApi(client, project);
        FileDownloads = new FileDownloadsApi(client, project, copier);
        Queries = new QueriesApi(client, sender, project, _calls, _errors, _redactor);
        Rest = new RestApi(client, sender, _calls, _errors, _addresses, _redactor);
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

    public IQueriesApi Queries { get; }

    public IRestApi Rest { get; }

    public long? CurrentProjectId => _pin.Id;

    public DateTimeOffset ServerNow => _sandbox is null ? _clock.ServerNow : SandboxLink.Now(_sandbox.Value);

    public DateTimeOffset LatestPast => _sandbox is null ? _clock.LatestPast : SandboxLink.Now(_sandbox.Value);

    public bool KnowsServerTime => _clock.KnowsServer || _sandbox is not null;

    public IReadOnlyList<RateLimitUsage> RateLimits => [.. _budget.Usage(_settings.RateLimit), .. _queries.Usage(_settings.RateLimit)];

    public long RequestCount => _calls.Requests;

    public void PinCurrentProject(long projectId) => _pin.Pin(projectId);

    // Without the key it is unknown whether the text holds it.
    public string Redact(string text)
    {
        if (!_calls.TryEnter())
            return Redactor.Mark;
        using var lease = new CallLease(_calls);
        return _redactor.Clean(text);
    }

    /// <summary>Ends the session when its last call has ended.</summary>
    public void Dispose() => _calls.Close(End);

    private void End()
    {
        if (_pipeline.IsValueCreated)
            _pipeline.Value.Dispose();
        if (_sandbox?.IsValueCreated == true)
            _sandbox.Value.Dispose();
        _storage.Dispose();
        _routes.Dispose();
        _key.Dispose();
        _calls.Dispose();
    }

    // Outermost first.
    private IEnumerable<DelegatingHandler> Handlers() =>
    [
        new LogHandler(_redactor),
        new RetryHandler(_errors, _redactor, _clock, _settings.MaxWait),
        new PaceHandler(_budget, _queries, _errors, _redactor, _clock, _settings.RateLimit, _settings.MaxWait),
        new AuthenticateHandler(_key, _addresses, _errors),
        new SendHandler(_calls, _clock, _settings.Timeout, _settings.MostBytes),
    ];

    private HttpMessageHandler Primary() => _sandbox is null
        ? PrimaryHandler.Create(_settings, _addresses.Origin, decompress: true)
        : new BorrowedHandler(_sandbox.Value);

    private HttpMessageInvoker Storage() => new(
        _sandbox is null ? PrimaryHandler.Create(_settings, null, decompress: false) : _sandbox.Value,
        disposeHandler: _sandbox is null);
}
