using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Threading;
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
    private readonly ApiSender _sender;
    private readonly ApiClient _client;
    private readonly CurrentProjectResolver _project;
    private IBatchExportsApi? _batchExports;
    private IRunsApi? _runs;
    private IBackfillsApi? _backfills;
    private ILogsApi? _logs;
    private IDashboardsApi? _dashboards;
    private IDashboardTilesApi? _tiles;
    private IDashboardSharingApi? _sharing;
    private IInsightsApi? _insights;
    private IIdentityApi? _identity;
    private IIntegrationsApi? _integrations;
    private IAlertsApi? _alerts;
    private IFileDownloadsApi? _downloads;
    private IQueriesApi? _queriesApi;
    private IRestApi? _rest;

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

        _sender = new ApiSender(_pipeline, _calls, _errors, _addresses, _routes, _pin, _clock, settings.UserAgent);
        _client = new ApiClient(_sender, _calls, _errors, _addresses, _redactor, _pin);
        _project = new CurrentProjectResolver(_client, _pin);
    }

    // Each is made when it is first used: the runtime compiles its constructor for that.
    public IBatchExportsApi BatchExports => _batchExports ?? Keep(ref _batchExports, new BatchExportsApi(_client, _project, _redactor));

    public IRunsApi Runs => _runs ?? Keep(ref _runs, new RunsApi(_client, _project));

    public IBackfillsApi Backfills => _backfills ?? Keep(ref _backfills, new BackfillsApi(_client, _project, _errors, _addresses));

    public ILogsApi Logs => _logs ?? Keep(ref _logs, new LogsApi(_client, _project));

    public IDashboardsApi Dashboards => _dashboards ?? Keep(ref _dashboards, new DashboardsApi(_client, _project));

    public IDashboardTilesApi DashboardTiles => _tiles ?? Keep(ref _tiles, new DashboardTilesApi(_client, _project, _errors));

    public IDashboardSharingApi DashboardSharing => _sharing ?? Keep(ref _sharing, new DashboardSharingApi(_client, _project));

    public IInsightsApi Insights => _insights ?? Keep(ref _insights, new InsightsApi(_client, _project));

    public IIdentityApi Identity => _identity ?? Keep(ref _identity, new IdentityApi(_client, _pin));

    public IIntegrationsApi Integrations => _integrations ?? Keep(ref _integrations, new IntegrationsApi(_client, _project));

    public IAlertsApi Alerts => _alerts ?? Keep(ref _alerts, new AlertsApi(_client, _project, _redactor));

    public IFileDownloadsApi FileDownloads => _downloads ?? Keep(ref _downloads, new FileDownloadsApi(
        _client, _project, new FileCopier(_sender, _storage, _calls, _errors, _redactor, _clock, _settings.Timeout)));

    public IQueriesApi Queries => _queriesApi ?? Keep(ref _queriesApi, new QueriesApi(_client, _sender, _project, _calls, _errors, _redactor));

    public IRestApi Rest => _rest ?? Keep(ref _rest, new RestApi(_client, _sender, _calls, _errors, _addresses, _redactor));

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

    // Of two that are made at the same time one is kept: they remember what they learn of the server.
    private static T Keep<T>(ref T? kept, T made)
        where T : class => Interlocked.CompareExchange(ref kept, made, null) ?? made;

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
    private IReadOnlyList<DelegatingHandler> Handlers() =>
    [
        new LogHandler(_redactor),
        new RetryHandler(_errors, _redactor, _clock, _settings.MaxWait),
        new PaceHandler(_budget, _queries, _errors, _redactor, _clock, _settings.RateLimit, _settings.MaxWait),
        new AuthenticateHandler(_key, _addresses, _errors),
        new SendHandler(_calls, _clock, _settings.Timeout, _settings.MostBytes),
    ];

    private HttpMessageHandler Primary() => _sandbox is null
        ? PrimaryHandler.Create(_settings, _addresses.Origin, decompress: true)
        : new NonDisposingHandler(_sandbox.Value);

    private HttpMessageInvoker Storage() => new(
        _sandbox is null ? PrimaryHandler.Create(_settings, null, decompress: false) : _sandbox.Value,
        disposeHandler: _sandbox is null);
}
