using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Engine;

/// <summary>Turns answers into models, and says so clearly where they are none.</summary>
internal static class ApiReader
{
    /// <summary>One page. <paramref name="finish"/> gets every item, to add what the server leaves out.</summary>
    internal static async Task<Page<T>> PageAsync<T>(this ApiClient client, ApiRequest request, CallContext context, Action<T>? finish = null)
        where T : PostHogObject
    {
        using CallLease lease = client.Core.Enter();
        ApiAnswer answer = await client.SendAsync(request, context).ConfigureAwait(false);
        PageBody<T> body = client.Read<PageBody<T>>(answer);
        if (body.Results is null)
            throw client.Core.Errors.NotReadable(answer.Call, answer.Status, answer.Body.Span, "the answer is not a list of PostHog");

        // Read to the end: all that is kept of it are copies.
        answer.Body.Return();
        long project = request.Project is null ? 0 : client.Pin.NumberOf(request.Project);
        var items = new List<T>(body.Results.Count);
        List<PostHogApiException>? unreadable = null;
        for (int place = 0; place < body.Results.Count; place++)
        {
            T? item = body.Results[place];
            if (item is null || !IsReadable(item))
            {
                (unreadable ??= []).Add(client.Unreadable(answer, place, item));
                continue;
            }

            if (item.ProjectId == 0 && project != 0)
                item.ProjectId = project;
            else
                client.Stamp(item, request.Project);
            finish?.Invoke(item);
            client.Core.Redactor.CleanTexts(item, context);
            items.Add(item);
        }

        return new Page<T>(items, client.NextOf(answer, body.Next), body.Count)
        {
            Unreadable = unreadable ?? (IReadOnlyList<PostHogApiException>)[],
            Reject = why => client.Core.Errors.NotReadable(answer.Call, answer.Status, [], why),
        };
    }

    // An item that cannot be told from others can neither be acted on nor be given once; a log is paged by its times.
    private static bool IsReadable(PostHogObject item) =>
        item is BatchExportLogEntry entry ? entry.Timestamp != default : ItemId.FindFor(item) != Guid.Empty;

    private static PostHogApiException Unreadable(this ApiClient client, ApiAnswer answer, int place, PostHogObject? item)
    {
        string what = item switch
        {
            null => "is null",
            BatchExportLogEntry => "has no readable timestamp",
            _ => "has no readable id",
        };
        string? name = item switch
        {
            BatchExport export => export.Name,
            Dashboard dashboard => dashboard.Name,
            Project project => project.Name,
            Organization organization => organization.Name,
            Integration integration => integration.DisplayName,
            BatchExportRun run => Span(run.DataIntervalStart, run.DataIntervalEnd),
            BatchExportBackfill backfill => Span(backfill.Start, backfill.End),
            _ => null,
        };
        return client.Core.Errors.NotReadable(
            answer.Call, answer.Status, [], $"item {TextOf.Number(place + 1)} of the list{(string.IsNullOrEmpty(name) ? "" : $" ('{name}')")} {what} and is left out");
    }

    private static string Span(DateTimeOffset? start, DateTimeOffset? end) =>
        (start is { } from ? Iso.Instant(from) : "the beginning") + " to " + (end is { } to ? Iso.Instant(to) : "now");

    /// <summary>One object.</summary>
    internal static async Task<T> ObjectAsync<T>(this ApiClient client, ApiRequest request, CallContext context, Func<T, bool>? isWhole = null)
        where T : class
    {
        using CallLease lease = client.Core.Enter();
        ApiAnswer answer = await client.SendAsync(request, context).ConfigureAwait(false);
        T found = client.Read<T>(answer);
        if (isWhole is not null && !isWhole(found))
            throw client.Core.Errors.NotReadable(answer.Call, answer.Status, answer.Body.Span, "the answer is not the object that was asked for");
        if (found is PostHogObject known)
            client.Stamp(known, request.Project);
        client.Core.Redactor.CleanTexts(found, context);
        return found;
    }

    /// <summary>Reads a body that must be there.</summary>
    internal static T Read<T>(this ApiClient client, ApiAnswer answer)
        where T : class
    {
        if (JsonReading.IsBlank(answer.Body.Span))
            throw client.Core.Errors.NotReadable(answer.Call, answer.Status, [], "the answer is empty");
        try
        {
            return JsonReading.Read<T>(answer.Body.Memory)
                ?? throw client.Core.Errors.NotReadable(answer.Call, answer.Status, answer.Body.Span, "the answer is empty");
        }
        catch (JsonException)
        {
            throw client.Core.Errors.NotReadable(
                answer.Call, answer.Status, answer.Body.Span, "the answer is not the JSON that PostHog sends (a proxy, or a broken-off answer?)");
        }
    }

    /// <summary>Path and query of the next page, on this connection's origin.</summary>
    internal static string? NextOf(this ApiClient client, ApiAnswer answer, string? link)
    {
        if (string.IsNullOrEmpty(link))
            return null;
        return PagingLink.Resolve(client.Core.Addresses, answer.Call.Address, link!)
            ?? throw client.Core.Errors.NotReadable(answer.Call, answer.Status, [], "its link to the next page leads to another place, which is not followed");
    }

    /// <summary>Runs, log lines and old dashboards do not say their project: it is the one that was asked.</summary>
    internal static void Stamp(this ApiClient client, PostHogObject item, string? project)
    {
        if (project is null)
            return;
        if (item.ProjectId > 0 && project == ProjectPin.Current)
            client.Pin.Pin(item.ProjectId);
        else if (item.ProjectId == 0)
            item.ProjectId = client.Pin.NumberOf(project);
    }
}
