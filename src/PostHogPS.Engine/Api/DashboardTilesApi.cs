using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Client;
using PostHogPS.Engine.Errors;
using PostHogPS.Engine.Frameworks;
using PostHogPS.Engine.Models;

namespace PostHogPS.Engine.Api;

/// <summary>Tiles of dashboards. Every server changes them by the PATCH of the dashboard; newer ones have routes that add them.</summary>
internal sealed class DashboardTilesApi(ApiClient client, CurrentProjectResolver project, ErrorFactory errors) : ProjectApi(client, project), IDashboardTilesApi
{
    private const string HowToFindOut = "Get-PHDashboardTile shows whether it did.";

    private static readonly string[] TextKeys = ["text", "layouts", "color"];
    private static readonly string[] WidgetKeys = ["widget", "layouts", "show_description"];

    // Settled by the first refusal: an older server has no such route, or lets no key use it.
    private volatile bool _updateOnly;

    public async Task<DashboardTile> AddAsync(string project, long dashboard, IDictionary<string, object?> tile, CallContext call)
    {
        await SettleAsync(ApiRequest.Get(project, DashboardsApi.Path(dashboard)), call).ConfigureAwait(false);
        if (!_updateOnly && OwnRoute(project, dashboard, tile) is { } request)
        {
            try
            {
                return await ByOwnRouteAsync(request, dashboard, tile, call).ConfigureAwait(false);
            }
            catch (PostHogApiException refused) when (HasNoRoute(refused))
            {
                _updateOnly = true;
            }
        }

        return await ByUpdateAsync(project, dashboard, tile, call).ConfigureAwait(false);
    }

    public Task<Dashboard> AddByUpdateAsync(string project, long dashboard, IDictionary<string, object?> tile, CallContext call) =>
        DashboardAsync(Patch(project, dashboard, tile).Once(HowToFindOut), call);

    public Task<Dashboard> UpdateAsync(string project, long dashboard, IDictionary<string, object?> tile, CallContext call) =>
        DashboardAsync(Patch(project, dashboard, tile), call);

    public Task MoveAsync(string project, long from, long tile, long to, CallContext call)
    {
        var body = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["tile"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = tile },
            ["to_dashboard"] = to,
        };
        return WriteAsync(ApiRequest.Send("PATCH", project, DashboardsApi.Path(from) + "move_tile/", body).DoneWhen(404), call);
    }

    public Task<Dashboard> CopyAsync(string project, long from, long tile, long to, CallContext call)
    {
        var body = new Dictionary<string, object?>(StringComparer.Ordinal) { ["fromDashboardId"] = from, ["tileId"] = tile };
        return DashboardAsync(ApiRequest.Post(project, DashboardsApi.Path(to) + "copy_tile/", body).Once(HowToFindOut), call);
    }

    private static ApiRequest Patch(string project, long dashboard, IDictionary<string, object?> tile) =>
        ApiRequest.Send("PATCH", project, DashboardsApi.Path(dashboard),
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["tiles"] = new object?[] { tile } });

    /// <summary>Null where no route takes everything that is given.</summary>
    private static ApiRequest? OwnRoute(string project, long dashboard, IDictionary<string, object?> tile)
    {
        string? kind = tile.ContainsKey("text") && tile.Keys.All(TextKeys.Contains) ? "text"
            : tile.ContainsKey("widget") && tile.Keys.All(WidgetKeys.Contains) ? "widget" : null;
        if (kind is null)
            return null;
        var content = new Dictionary<string, object?>((IDictionary<string, object?>)tile[kind]!, StringComparer.Ordinal);
        foreach (KeyValuePair<string, object?> look in tile.Where(pair => pair.Key != kind))
            content[look.Key] = look.Value;
        string path = DashboardsApi.Path(dashboard);
        return kind == "text"
            ? ApiRequest.Post(project, path + "create_text_tile/", content).Once(HowToFindOut)
            : ApiRequest.Post(project, path + "widgets/batch/",
                new Dictionary<string, object?>(StringComparer.Ordinal) { ["widgets"] = new object?[] { content } }).Once(HowToFindOut);
    }

    // Refused before anything happened, so it may be asked for in another way.
    private static bool HasNoRoute(PostHogApiException refused) =>
        refused.StatusCode == 405
        || (refused.StatusCode == 404 && refused.Detail?.HasAnyCase("Endpoint not found") == true)
        || (refused.StatusCode == 403 && refused.Detail?.HasAnyCase("does not support personal API key") == true);

    private async Task<DashboardTile> ByOwnRouteAsync(ApiRequest request, long dashboard, IDictionary<string, object?> tile, CallContext call)
    {
        DashboardTile made = tile.ContainsKey("text")
            ? await WriteAsync<DashboardTile>(request, call, static t => t.Id != 0).ConfigureAwait(false)
            : (await WriteAsync<TilesBody>(request, call, static b => b.Tiles is { Count: > 0 } tiles && tiles[0] is { Id: not 0 })
                .ConfigureAwait(false)).Tiles![0]!;
        made.DashboardId = dashboard;
        if (made.ProjectId == 0)
            made.ProjectId = Project.NumberOf(request.Project!);
        return made;
    }

    // The answer is the complete dashboard: the new tile is the one that was not there before.
    private async Task<DashboardTile> ByUpdateAsync(string project, long dashboard, IDictionary<string, object?> tile, CallContext call)
    {
        Dashboard before = await Client.ObjectAsync<Dashboard>(ApiRequest.Get(project, DashboardsApi.Path(dashboard)), call, DashboardsApi.IsComplete)
            .ConfigureAwait(false);
        var known = new HashSet<long>(before.Tiles.Select(t => t.Id));
        Dashboard after = await DashboardAsync(Patch(project, dashboard, tile).Once(HowToFindOut), call).ConfigureAwait(false);
        // Another's new tile may be among them: of the right kind, the newest is ours.
        return after.Tiles.Where(t => !known.Contains(t.Id) && IsOf(t, tile)).OrderByDescending(t => t.Id).FirstOrDefault()
            ?? throw NotAdded(dashboard, isReadable: after.Tiles.Count >= before.Tiles.Count && after.Tiles.All(static t => t.Id != 0));
    }

    private PostHogApiException NotAdded(long dashboard, bool isReadable) => isReadable
        ? errors.Make(PostHogErrorKind.InvalidResponse,
            $"The server answered without an error but added no tile to dashboard {NumberText.Format(dashboard)}: "
                + "it is probably too old for tiles of this kind.")
        : errors.Make(PostHogErrorKind.FateUnknown,
            $"The server answered without an error, but its answer does not show all tiles of dashboard {NumberText.Format(dashboard)}. "
            + $"It was not sent again, because it may have taken effect. {HowToFindOut}");

    private static bool IsOf(DashboardTile found, IDictionary<string, object?> tile) =>
        (found.Text is not null && tile.ContainsKey("text")) || (found.ButtonTile is not null && tile.ContainsKey("button_tile"))
            || (found.Widget is not null && tile.ContainsKey("widget"));

    private async Task<Dashboard> DashboardAsync(ApiRequest request, CallContext call) =>
        DashboardsApi.Finished(await WriteAsync<Dashboard>(request, call, DashboardsApi.IsComplete).ConfigureAwait(false));
}
