using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Errors;
using PostHogPS.Engine.Frameworks;
using PostHogPS.Engine.Json;
using PostHogPS.Engine.Models;
using PostHogPS.Engine.Routes;
using PostHogPS.Engine.Secrets;

namespace PostHogPS.Engine.Client;

/// <summary>Turns answers into models, and answers that cannot be read into errors.</summary>
internal sealed class ApiClient(ApiSender sender, CallTracker calls, ErrorFactory errors, Addresses addresses, Redactor redactor, ProjectPin pin)
{
    /// <summary>Sends; errors of the server throw.</summary>
    internal Task<ApiAnswer> SendAsync(ApiRequest request, CallContext context) => sender.SendAsync(request, context);

    /// <summary>One page. <paramref name="finish"/> gets every item, to add what the server leaves out.</summary>
    internal async Task<Page<T>> PageAsync<T>(ApiRequest request, CallContext context, Action<T>? finish = null)
        where T : PostHogObject
    {
        using CallLease lease = calls.Enter();
        ApiAnswer answer = await sender.SendAsync(request, context).ConfigureAwait(false);
        PageBody<T> body = Read<PageBody<T>>(answer);
        if (body.Results is null)
            throw errors.NotReadable(answer.Call, answer.Status, answer.Body.Span, "the answer is not a list of PostHog");

        // Read to the end: all that is kept of it are copies.
        answer.Body.Return();
        long project = request.Project is null ? 0 : pin.NumberOf(request.Project);
        var items = new List<T>(body.Results.Count);
        List<PostHogApiException>? unreadable = null;
        for (int place = 0; place < body.Results.Count; place++)
        {
            T? item = body.Results[place];
            if (item is null || !IsReadable(item))
            {
                (unreadable ??= []).Add(Unreadable(answer, place, item));
                continue;
            }

            if (item.ProjectId == 0 && project != 0)
                item.ProjectId = project;
            else
                SetProject(item, request.Project);
            finish?.Invoke(item);
            redactor.CleanTexts(item, context);
            items.Add(item);
        }

        return new Page<T>(items, NextOf(answer, body.Next), body.Count)
        {
            Unreadable = unreadable ?? (IReadOnlyList<PostHogApiException>)[],
            Reject = why => errors.NotReadable(answer.Call, answer.Status, [], why),
        };
    }

    /// <summary>One object. <paramref name="finish"/> gets it, to add what the server leaves out.</summary>
    internal async Task<T> ObjectAsync<T>(ApiRequest request, CallContext context, Func<T, bool>? isComplete = null, Action<T>? finish = null)
        where T : class
    {
        using CallLease lease = calls.Enter();
        ApiAnswer answer = await sender.SendAsync(request, context).ConfigureAwait(false);
        T found = Read<T>(answer);
        if (isComplete is not null && !isComplete(found))
            throw errors.NotReadable(answer.Call, answer.Status, answer.Body.Span, "the answer is not the object that was asked for");
        // Read to the end: all that is kept of it are copies.
        answer.Body.Return();
        if (found is PostHogObject known)
            SetProject(known, request.Project);
        redactor.CleanTexts(found, context);
        finish?.Invoke(found);
        return found;
    }

    /// <summary>The id of a started backfill, or a workflow id; empty where an old server answers without a body.</summary>
    internal async Task<string> StartedAsync(ApiRequest request, CallContext call)
    {
        using CallLease lease = calls.Enter();
        ApiAnswer answer = await sender.SendAsync(request, call).ConfigureAwait(false);
        return answer.Body.Length == 0 ? "" : Read<BackfillStarted>(answer).BackfillId ?? "";
    }

    /// <summary>Path and query of the next page, on this connection's origin.</summary>
    internal string? NextOf(ApiAnswer answer, string? link)
    {
        if (string.IsNullOrEmpty(link))
            return null;
        return PagingLink.Resolve(addresses, answer.Call.Address, link!)
            ?? throw errors.NotReadable(answer.Call, answer.Status, [], "its link to the next page leads to another place, which is not followed");
    }

    // A body that must be there.
    private T Read<T>(ApiAnswer answer)
        where T : class
    {
        if (JsonText.IsBlank(answer.Body.Span))
            throw errors.NotReadable(answer.Call, answer.Status, [], "the answer is empty");
        try
        {
            return ModelReader.Read<T>(answer.Body.Memory)
                ?? throw errors.NotReadable(answer.Call, answer.Status, answer.Body.Span, "the answer is empty");
        }
        catch (JsonException)
        {
            throw errors.NotReadable(
                answer.Call, answer.Status, answer.Body.Span, "the answer is not the JSON that PostHog sends (a proxy, or a broken-off answer?)");
        }
    }

    // An item that cannot be told from others can neither be acted on nor be given once; a log is paged by its times.
    private static bool IsReadable(PostHogObject item) =>
        item is BatchExportLogEntry entry ? entry.Timestamp != default : ItemId.FindFor(item) != Guid.Empty;

    private PostHogApiException Unreadable(ApiAnswer answer, int place, PostHogObject? item)
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
            BatchExportAlert alert => alert.Name,
            BatchExportRun run => Interval(run.DataIntervalStart, run.DataIntervalEnd),
            BatchExportBackfill backfill => Interval(backfill.Start, backfill.End),
            _ => null,
        };
        return errors.NotReadable(
            answer.Call, answer.Status, [],
                $"item {NumberText.Format(place + 1)} of the list{(string.IsNullOrEmpty(name) ? "" : $" ('{name}')")} {what} and is left out");
    }

    private static string Interval(DateTimeOffset? start, DateTimeOffset? end) =>
        (start is { } from ? IsoTime.Format(from) : "the beginning") + " to " + (end is { } to ? IsoTime.Format(to) : "now");

    // Runs, log lines and old dashboards do not say their project: it is the one that was asked.
    private void SetProject(PostHogObject item, string? project)
    {
        if (project is null)
            return;
        if (item.ProjectId > 0 && project == ProjectPin.Current)
            pin.Pin(item.ProjectId);
        else if (item.ProjectId == 0)
            item.ProjectId = pin.NumberOf(project);
    }
}
