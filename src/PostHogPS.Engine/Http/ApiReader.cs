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
        ApiAnswer answer = await client.SendAsync(request, context).ConfigureAwait(false);
        PageBody<T> body = client.Read<PageBody<T>>(answer);
        if (body.Results is null)
            throw client.Core.Errors.NotReadable(answer.Call, answer.Status, answer.Body.Span, "the answer is not a list of PostHog");

        // Read to the end: all that is kept of it are copies.
        answer.Body.Return();
        long project = request.Project is null ? 0 : client.Pin.NumberOf(request.Project);
        var items = new List<T>(body.Results.Count);
        foreach (T? item in body.Results)
        {
            if (item is null)
                continue;
            if (item.ProjectId == 0 && project != 0)
                item.ProjectId = project;
            else
                client.Stamp(item, request.Project);
            finish?.Invoke(item);
            client.Core.Redactor.CleanTexts(item, context);
            items.Add(item);
        }

        return new Page<T>(items, client.NextOf(answer, body.Next), body.Count);
    }

    /// <summary>One object.</summary>
    internal static async Task<T> ObjectAsync<T>(this ApiClient client, ApiRequest request, CallContext context, Func<T, bool>? isWhole = null)
        where T : class
    {
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
