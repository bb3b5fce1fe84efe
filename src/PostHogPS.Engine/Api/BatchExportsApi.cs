using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Client;
using PostHogPS.Engine.Frameworks;
using PostHogPS.Engine.Models;
using PostHogPS.Engine.Secrets;

namespace PostHogPS.Engine.Api;

/// <summary><c>batch_exports/</c>.</summary>
internal sealed class BatchExportsApi(ApiClient client, CurrentProjectResolver project, Redactor redactor) : ProjectApi(client, project), IBatchExportsApi
{
    private const string HowToFindOut = "Get-PHBatchExport shows whether it did.";

    public Task<Page<BatchExport>> ListAsync(string project, int? limit, int? offset, string? next, CallContext call)
    {
        ApiRequest request = List(project, "batch_exports/", next);
        if (next is null)
            request.With("limit", FormatNumber(limit)).With("offset", FormatNumber(offset));
        return Client.PageAsync<BatchExport>(request, call, Finish);
    }

    public Task<BatchExport> GetAsync(string project, Guid id, CallContext call) =>
        Client.ObjectAsync<BatchExport>(ApiRequest.Get(project, Path(id)), call, IsComplete, Finish);

    public async Task<BatchExport> CreateAsync(string project, IDictionary<string, object?> body, CallContext call) =>
        Finished(await WriteAsync<BatchExport>(ApiRequest.Post(project, "batch_exports/", body).Once(HowToFindOut), call, IsComplete).ConfigureAwait(false));

    public async Task<BatchExport> UpdateAsync(string project, Guid id, IDictionary<string, object?> body, CallContext call) =>
        Finished(await WriteAsync<BatchExport>(ApiRequest.Send("PATCH", project, Path(id), body), call, IsComplete).ConfigureAwait(false));

    public Task DeleteAsync(string project, Guid id, CallContext call) =>
        WriteAsync(ApiRequest.Send("DELETE", project, Path(id), body: null).DoneWhen(404), call);

    public Task PauseAsync(string project, Guid id, CallContext call) =>
        WriteAsync(ApiRequest.Post(project, Path(id) + "pause/"), call);

    public Task UnpauseAsync(string project, Guid id, bool backfill, CallContext call)
    {
        ApiRequest request = ApiRequest.Post(
            project, Path(id) + "unpause/", new Dictionary<string, object?>(StringComparer.Ordinal) { ["backfill"] = backfill });
        // Backfills show it first; servers before generation A list runs only.
        return WriteAsync(backfill ? request.Once("Get-PHBatchExport, Get-PHBatchExportBackfill and Get-PHBatchExportRun show whether it did.")
            : request, call);
    }

    public async Task<IReadOnlyList<DestinationTestStep>> ListTestStepsAsync(string project, string destinationType, CallContext call)
    {
        ApiRequest request = ApiRequest.Get(project, "batch_exports/test/").With("destination", destinationType);
        TestStepsBody body = await Client.ObjectAsync<TestStepsBody>(request, call, static b => b.Steps is not null).ConfigureAwait(false);
        var steps = new List<DestinationTestStep>();
        foreach (TestStepBody? step in body.Steps!)
        {
            if (step is not null)
                steps.Add(Step(step, project, null, destinationType, steps.Count, call));
        }

        return steps;
    }

    public async Task<DestinationTestStep> RunTestStepAsync(
        string project, Guid? id, IDictionary<string, object?> body, int step, CallContext call)
    {
        var whole = new Dictionary<string, object?>(body, StringComparer.Ordinal) { ["step"] = step };
        // A test writes a trial row or file at most, and writes the same one again: repeating does no harm.
        ApiRequest request = ApiRequest.Post(
            project, id is { } stored ? Path(stored) + "run_test_step/" : "batch_exports/run_test_step_new/", whole);
        TestStepBody done = await WriteAsync<TestStepBody>(request, call, static b => b.Name is not null).ConfigureAwait(false);
        string? type = body.TryGetValue("destination", out object? destination)
            && destination is IDictionary<string, object?> fields && fields.TryGetValue("type", out object? name) ? name as string : null;
        return Step(done, project, id, type, step, call);
    }

    private static string Path(Guid id) => "batch_exports/" + Id(id) + "/";

    private static string? FormatNumber(int? number) => number is { } value ? NumberText.Format(value) : null;

    private static bool IsComplete(BatchExport export) => export.Id != Guid.Empty;

    private static BatchExport Finished(BatchExport export)
    {
        Finish(export);
        return export;
    }

    // The runs inside an export say neither their project nor, on some servers, their export.
    private static void Finish(BatchExport export)
    {
        foreach (BatchExportRun run in export.LatestRuns)
        {
            run.ProjectId = export.ProjectId;
            run.BatchExportId ??= export.Id;
            run.BatchExportName = export.Name;
        }
    }

    private DestinationTestStep Step(TestStepBody body, string project, Guid? id, string? type, int place, CallContext call) => new()
    {
        ProjectId = Project.NumberOf(project),
        Step = place,
        Name = body.Name ?? "",
        Description = body.Description ?? "",
        Status = body.Result?.Status,
        Message = body.Result?.Message is { } said ? redactor.Clean(said, call) : null,
        DestinationType = type,
        BatchExportId = id,
    };
}
