using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Client;
using PostHogPS.Engine.Errors;
using PostHogPS.Engine.Frameworks;
using PostHogPS.Engine.Json;
using PostHogPS.Engine.Routes;

namespace PostHogPS.Engine.Api;

/// <summary><c>batch_exports/{be}/backfills/</c>, and <c>backfill/</c> on servers that start them only there.</summary>
internal sealed class BackfillsApi(ApiClient client, CurrentProjectResolver project, ErrorFactory errors, Addresses addresses)
    : ProjectApi(client, project), IBackfillsApi
{
    private const string HowToFindOut = "Get-PHBatchExportBackfill shows whether it did.";
    private const string LookAtRuns = "Get-PHBatchExportRun shows whether it did.";

    private volatile bool _instantsOnly;
    private volatile bool _hasNewRoute;
    private volatile bool _hasOldRouteOnly;
    private volatile bool _hasNoList;

    public async Task<Page<BatchExportBackfill>> ListAsync(string project, Guid batchExport, string? next, CallContext call)
    {
        ThrowIfNoList();
        try
        {
            Page<BatchExportBackfill> page = await Client.PageAsync<BatchExportBackfill>(List(project, Path(batchExport), next), call).ConfigureAwait(false);
            _hasNewRoute = true;
            return page;
        }
        catch (PostHogApiException missing) when (MayLackRoutes(missing))
        {
            // The list of an unknown export is an empty one, so what is missing is the route, or the project.
            await CheckExportAsync(project, batchExport, missing, call).ConfigureAwait(false);
            throw NoList();
        }
    }

    public async Task<BatchExportBackfill> GetAsync(string project, Guid batchExport, Guid backfill, CallContext call)
    {
        ThrowIfNoList();
        try
        {
            BatchExportBackfill found = await Client.ObjectAsync<BatchExportBackfill>(
                ApiRequest.Get(project, Path(batchExport) + Id(backfill) + "/"), call, static b => b.Id is not null).ConfigureAwait(false);
            _hasNewRoute = true;
            return found;
        }
        catch (PostHogApiException missing) when (MayLackRoutes(missing))
        {
            // Which of the two is missing, the route or the backfill.
            await ListAsync(project, batchExport, null, call).ConfigureAwait(false);
            throw;
        }
    }

    public async Task<string> CreateAsync(string project, Guid batchExport, BackfillBound? start, BackfillBound? end, CallContext call)
    {
        bool dates = !_instantsOnly && (start?.LocalDate ?? end?.LocalDate) is not null;
        if (!dates)
            return await StartAsync(project, batchExport, Body(start, end, dates: false), call).ConfigureAwait(false);
        try
        {
            return await StartAsync(project, batchExport, Body(start, end, dates: true), call).ConfigureAwait(false);
        }
        catch (PostHogApiException refused) when (WantsInstants(refused))
        {
            // Refused before anything happened, by a server that knows no dates.
            try
            {
                string started = await StartAsync(project, batchExport, Body(start, end, dates: false), call).ConfigureAwait(false);
                _instantsOnly = true;
                return started;
            }
            catch (PostHogApiException again) when (again is { Kind: PostHogErrorKind.Validation, StatusCode: 400 } && Names(again, start, end))
            {
                // The server takes dates after all: its first error was about something else.
                throw refused;
            }
        }
    }

    public async Task CancelAsync(string project, Guid batchExport, Guid backfill, CallContext call)
    {
        ThrowIfNoList();
        try
        {
            await WriteAsync(ApiRequest.Post(project, Path(batchExport) + Id(backfill) + "/cancel/").DoneWhen(400), call).ConfigureAwait(false);
            _hasNewRoute = true;
        }
        catch (PostHogApiException missing) when (MayLackRoutes(missing))
        {
            // Which of the two is missing, the route or the backfill.
            await ListAsync(project, batchExport, null, call).ConfigureAwait(false);
            throw;
        }
    }

    private static string Path(Guid batchExport) => "batch_exports/" + Id(batchExport) + "/backfills/";

    private static Dictionary<string, object?> Body(BackfillBound? start, BackfillBound? end, bool dates) => new(StringComparer.Ordinal)
    {
        ["start_at"] = FormatBound(start, dates),
        ["end_at"] = FormatBound(end, dates),
    };

    private static string? FormatBound(BackfillBound? bound, bool dates) =>
        bound is null ? null : dates && bound.LocalDate is { } date ? date : IsoTime.FormatWithOffset(bound.Instant);

    // The code is the same for every refusal of the bounds (docs/server.md#backfills), so the words decide whether one more
    // request is worth it; a wrong guess costs that request and nothing else.
    private static bool WantsInstants(PostHogApiException refused) =>
        refused.Kind == PostHogErrorKind.Validation && refused.StatusCode == 400 && refused.Detail is { } detail
            && (Says(detail, "datetime") || Says(detail, "naive"));

    private static bool Names(PostHogApiException refused, BackfillBound? start, BackfillBound? end) =>
        refused.Detail is { } detail && Says(detail, "Input")
        && ((FormatBound(start, dates: false) is { } first && Says(detail, first)) || (FormatBound(end, dates: false) is { } last && Says(detail, last)));

    private static bool Says(string detail, string word) => detail.HasAnyCase(word);

    private async Task<string> StartAsync(string project, Guid batchExport, Dictionary<string, object?> body, CallContext call)
    {
        ApiRequest current = ApiRequest.Post(project, Path(batchExport), body).Once(HowToFindOut);
        await SettleAsync(current, call).ConfigureAwait(false);
        ApiRequest old = ApiRequest.Post(project, "batch_exports/" + Id(batchExport) + "/backfill/", body).Once(LookAtRuns);
        PostHogApiException? gone = null;
        if (_hasOldRouteOnly)
        {
            try
            {
                return await Client.StartedAsync(old, call).ConfigureAwait(false);
            }
            catch (PostHogApiException missing) when (missing.StatusCode is 404 or 405)
            {
                // Nothing happened. The export is missing, or the server is another one by now.
                gone = missing;
            }
        }

        try
        {
            string started = await Client.StartedAsync(current, call).ConfigureAwait(false);
            _hasNewRoute = true;
            _hasOldRouteOnly = _hasNoList = false;
            return started;
        }
        catch (PostHogApiException missing) when (gone is not null && IsMissing(missing))
        {
            throw gone;
        }
        catch (PostHogApiException missing) when (!_hasNewRoute && IsMissing(missing))
        {
            return await OnOldRouteAsync(old, missing, call).ConfigureAwait(false);
        }
    }

    // A gateway's 404 is not PostHog's: the backfill may have been started.
    private static bool IsMissing(PostHogApiException error) => error.Kind != PostHogErrorKind.FateUnknown && (error.StatusCode is 404 or 405);

    private async Task<string> OnOldRouteAsync(ApiRequest request, PostHogApiException missing, CallContext call)
    {
        try
        {
            string started = await Client.StartedAsync(request, call).ConfigureAwait(false);
            _hasOldRouteOnly = true;
            _hasNoList = missing.StatusCode == 404;
            return started;
        }
        catch (PostHogApiException also) when (IsMissing(also))
        {
            // Neither route: then it is the export that is missing, and the first answer says so.
            throw missing;
        }
    }

    // An answer that a redirect led to says nothing of this route.
    private bool MayLackRoutes(PostHogApiException missing) => missing.StatusCode == 404 && !_hasNewRoute && missing.Path?.Has("/backfills/") == true;

    // Answers what is missing: the routes where the export is there, and else the export or its project. Once in a session.
    private async Task CheckExportAsync(string project, Guid batchExport, PostHogApiException missing, CallContext call)
    {
        try
        {
            (await Client.SendAsync(ApiRequest.Get(project, "batch_exports/" + Id(batchExport) + "/"), call).ConfigureAwait(false)).Body.Return();
        }
        catch (PostHogApiException also) when (also.StatusCode == 404)
        {
            throw missing;
        }

        _hasNoList = true;
        _hasOldRouteOnly = true;
    }

    private void ThrowIfNoList()
    {
        if (_hasNoList)
            throw NoList();
    }

    private PostHogApiException NoList() => errors.Make(
        PostHogErrorKind.NotSupported,
        $"The PostHog on {addresses.Host} is older than the list of backfills: it starts them, and can neither show nor cancel one.");
}
