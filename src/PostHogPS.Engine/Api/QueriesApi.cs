using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Engine.Answers;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Client;
using PostHogPS.Engine.Errors;
using PostHogPS.Engine.Frameworks;
using PostHogPS.Engine.Json;
using PostHogPS.Engine.Secrets;

namespace PostHogPS.Engine.Api;

/// <summary><c>query/</c>.</summary>
internal sealed class QueriesApi(ApiClient client, ApiSender sender, CurrentProjectResolver project, CallTracker calls, ErrorFactory errors, Redactor redactor)
    : ProjectApi(client, project), IQueriesApi
{
    private const string Root = "query/";

    public async Task<QueryAnswer> RunAsync(string project, QueryRequest request, CallContext call)
    {
        using CallLease lease = calls.Enter();
        var query = new Dictionary<string, object?>(StringComparer.Ordinal) { ["kind"] = "HogQLQuery", ["query"] = request.Query };
        if (request.Values.Count > 0)
            query["values"] = request.Values;
        if (request.Filters is not null)
            query["filters"] = request.Filters;
        if (request.Modifiers is not null)
            query["modifiers"] = request.Modifiers;
        var body = new Dictionary<string, object?>(StringComparer.Ordinal) { ["query"] = query, ["refresh"] = request.Refresh };
        if (request.Id is not null)
            body["client_query_id"] = request.Id;
        if (request.Name is not null)
            body["name"] = request.Name;
        ApiAnswer answer = await Client.SendAsync(ApiRequest.Post(project, Root, body).CountedAs(RateClass.Query).Costly(), call).ConfigureAwait(false);
        return Read(answer, call) ?? throw errors.NotReadable(answer.Call, answer.Status, answer.Body.Span, "the answer is not the result of a query");
    }

    public async Task<QueryAnswer> GetAsync(string project, string id, CallContext call)
    {
        using CallLease lease = calls.Enter();
        ApiRequest request = ApiRequest.Get(project, Path(id)).With("show_progress", "true").CountedAs(RateClass.Own);
        using HttpResponseMessage response = await sender.OpenAsync(request, call).ConfigureAwait(false);
        CallState state = ((ApiMessage)response.RequestMessage!).Call;
        var answer = new ApiAnswer(state, (int)response.StatusCode, (response.Content as BufferedContent)?.Body ?? Body.Empty);
        // A query that failed answers with its own state, and with 400 or 500.
        if (response.IsSuccessStatusCode || answer.Status is 400 or 500)
        {
            if (Read(answer, call) is { } found && (response.IsSuccessStatusCode || found.HasFailed))
                return found;
            if (response.IsSuccessStatusCode)
                throw errors.NotReadable(state, answer.Status, answer.Body.Span, "the answer is not the state of a query");
        }

        throw sender.ErrorFor(state, response);
    }

    public Task CancelAsync(string project, string id, CallContext call) =>
        Client.SendAsync(ApiRequest.Send("DELETE", project, Path(id), null).CountedAs(RateClass.Own).DoneWhen(404), call);

    private static string Path(string id) => Root + Uri.EscapeDataString(id) + "/";

    /// <summary>A result, a state, or a state that holds a result; null for anything else.</summary>
    private QueryAnswer? Read(ApiAnswer answer, CallContext call)
    {
        if (Parse(answer, call) is not IDictionary<string, object?> whole)
            return null;
        var read = new QueryAnswer { Raw = whole };
        IDictionary<string, object?> result = whole;
        if (Get(whole, "query_status") is IDictionary<string, object?> status)
        {
            read.Id = Get(status, "id") as string;
            read.IsComplete = Get(status, "complete") is true;
            read.HasFailed = Get(status, "error") is true;
            read.Error = Get(status, "error_message") as string;
            if (Get(status, "query_progress") is IDictionary<string, object?> progress)
                (read.RowsRead, read.RowsTotal) = (Get(progress, "rows_read") as long?, Get(progress, "estimated_rows_total") as long?);
            if (read.HasFailed)
                return read;
            if (Get(whole, "results") is null)
            {
                if (Get(status, "results") is not IDictionary<string, object?> inner)
                    return read.IsComplete || read.Id is null ? null : read;
                result = inner;
                read.Raw = inner;
            }
        }

        return Fill(read, result) ? read : null;
    }

    private static bool Fill(QueryAnswer read, IDictionary<string, object?> result)
    {
        if (Get(result, "results") is not IEnumerable<object?> rows)
            return false;
        read.IsComplete = true;
        read.Columns = [.. List(result, "columns").Select(Text)];
        read.Types = [.. List(result, "types").Select(t => t is IEnumerable<object?> pair ? Text(pair.ElementAtOrDefault(1)) : Text(t))];
        read.Rows = [.. rows.Select(row => row is IEnumerable<object?> cells ? cells as object?[] ?? [.. cells] : [row])];
        read.HasMore = Get(result, "hasMore") is true;
        if (Get(result, "is_cached") is true && Get(result, "last_refresh") is string at
            && DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
            read.CachedAt = time;
        return true;
    }

    private object? Parse(ApiAnswer answer, CallContext call)
    {
        if (JsonText.IsBlank(answer.Body.Span))
            return null;
        try
        {
            object? value = PlainValue.Read(answer.Body.Memory);
            // A row can hold anything, the key included. Looking into each value would open the key each time; it is in none
            // where it is not in the text, unless by an escape.
            string text = answer.Body.Text;
            return ReferenceEquals(text, redactor.HideValues(text, call)) && !text.Has("\\u") ? value : redactor.HideValuesIn(value, call);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<object?> List(IDictionary<string, object?> bag, string name) => Get(bag, name) as IEnumerable<object?> ?? [];

    private static object? Get(IDictionary<string, object?> bag, string name) => bag.TryGetValue(name, out object? value) ? value : null;

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
