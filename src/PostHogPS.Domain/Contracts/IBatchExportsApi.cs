using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace PostHogPS.Contracts;

/// <summary>
/// <c>/api/projects/{project}/batch_exports/</c> (docs/server.md#batch-exports).
/// <c>project</c> is everywhere a number as text, or <c>@current</c>.
/// </summary>
public interface IBatchExportsApi
{
    /// <summary>GET list, newest first. The next page: the same call with <paramref name="next"/> from the last one.</summary>
    Task<Page<BatchExport>> ListAsync(string project, int? limit, int? offset, string? next, CallContext call);

    /// <summary>GET one. An unknown id is <see cref="PostHogErrorKind.NotFound"/>: also one that the key may not see.</summary>
    Task<BatchExport> GetAsync(string project, Guid id, CallContext call);

    /// <summary>POST create. Never repeated after a lost answer.</summary>
    Task<BatchExport> CreateAsync(string project, IDictionary<string, object?> body, CallContext call);

    /// <summary>PATCH. The body is sent as it is: the safe merge (docs/server.md#updates) is the caller's.</summary>
    Task<BatchExport> UpdateAsync(string project, Guid id, IDictionary<string, object?> body, CallContext call);

    /// <summary>DELETE. A 404 on a repeat after an ambiguous failure counts as done.</summary>
    Task DeleteAsync(string project, Guid id, CallContext call);

    /// <summary>POST pause. Idempotent.</summary>
    Task PauseAsync(string project, Guid id, CallContext call);

    /// <summary>POST unpause. Idempotent without <paramref name="backfill"/>; with it never repeated after a lost answer.</summary>
    Task UnpauseAsync(string project, Guid id, bool backfill, CallContext call);

    /// <summary>GET test: the steps of a destination type, none run.</summary>
    Task<IReadOnlyList<DestinationTestStep>> ListTestStepsAsync(string project, string destinationType, CallContext call);

    /// <summary>POST run_test_step (stored export) or run_test_step_new (<paramref name="id"/> null). Takes the complete export body.</summary>
    Task<DestinationTestStep> RunTestStepAsync(string project, Guid? id, IDictionary<string, object?> body, int step, CallContext call);
}
