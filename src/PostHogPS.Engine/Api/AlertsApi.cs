using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Client;
using PostHogPS.Engine.Models;
using PostHogPS.Engine.Secrets;

namespace PostHogPS.Engine.Api;

/// <summary><c>hog_functions/</c>. Answers hold the addresses of webhooks, so no text of a call ever quotes one.</summary>
internal sealed class AlertsApi(ApiClient client, CurrentProjectResolver project, Redactor redactor) : ProjectApi(client, project), IAlertsApi
{
    private const string Root = "hog_functions/";

    public Task<Page<BatchExportAlert>> ListAsync(string project, string? next, CallContext call)
    {
        ApiRequest request = List(project, Root, next).Private();
        // Older servers do not know "full" and leave the inputs out.
        if (next is null)
            request.With("type", "internal_destination").With("full", "true");
        return Client.PageAsync<BatchExportAlert>(request, call);
    }

    public Task<BatchExportAlert> GetAsync(string project, Guid id, CallContext call) =>
        Client.ObjectAsync<BatchExportAlert>(ApiRequest.Get(project, Path(id)).Private(), call, IsComplete);

    public Task<BatchExportAlert> CreateAsync(string project, IDictionary<string, object?> body, CallContext call) =>
        WriteAsync<BatchExportAlert>(ApiRequest.Post(project, Root, body).Private().Once("Get-PHBatchExportAlert shows whether it did."), call, IsComplete);

    public Task<BatchExportAlert> UpdateAsync(string project, Guid id, IDictionary<string, object?> body, CallContext call) =>
        WriteAsync<BatchExportAlert>(ApiRequest.Send("PATCH", project, Path(id), body).Private(), call, IsComplete);

    public Task RemoveAsync(string project, Guid id, CallContext call) =>
        WriteAsync(ApiRequest.Send("PATCH", project, Path(id), new Dictionary<string, object?>(StringComparer.Ordinal) { ["deleted"] = true })
            .Private().DoneWhen(404), call);

    public async Task<AlertTemplate> GetTemplateAsync(string project, string template, CallContext call)
    {
        ApiRequest request = ApiRequest.Get(project, "hog_function_templates/" + Uri.EscapeDataString(template) + "/");
        FunctionTemplateBody body = await Client.ObjectAsync<FunctionTemplateBody>(request, call, static b => b.InputsSchema is not null).ConfigureAwait(false);
        return new AlertTemplate
        {
            Id = template,
            IsFree = body.Free,
            Inputs = [.. body.InputsSchema!.OfType<IDictionary<string, object?>>()
                .Where(static input => input.TryGetValue("key", out object? key) && key is string)
                .Select(static input => new KeyValuePair<string, bool>((string)input["key"]!,
                    input.TryGetValue("required", out object? required) && required is true))],
        };
    }

    public async Task<BatchExportAlertTest> TestAsync(string project, Guid id, IDictionary<string, object?> body, bool sends, CallContext call)
    {
        ApiRequest request = ApiRequest.Post(project, Path(id) + "invocations/", body).Private();
        // Without sending nothing happens, however often it is asked.
        if (sends)
            request.Once("Look into the channel: nothing else shows whether the message was sent.");
        InvocationBody done = await WriteAsync<InvocationBody>(request, call, static b => b.Status is not null).ConfigureAwait(false);
        return new BatchExportAlertTest
        {
            AlertId = id,
            ProjectId = Project.NumberOf(project),
            Status = done.Status!,
            Sent = sends && done.Status == "success",
            Log = [.. (done.Logs ?? []).Concat(done.Errors ?? []).Select(Message).OfType<string>().Select(line => redactor.Clean(line, call))],
        };
    }

    private static string? Message(object? line) =>
        line as string ?? (line is IDictionary<string, object?> entry && entry.TryGetValue("message", out object? message) ? message as string : null);

    private static string Path(Guid id) => Root + Id(id) + "/";

    private static bool IsComplete(BatchExportAlert alert) => alert.Id != Guid.Empty;
}
