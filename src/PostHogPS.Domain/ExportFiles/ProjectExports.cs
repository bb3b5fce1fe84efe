using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;

namespace PostHogPS.ExportFiles;

/// <summary>What files are compared with: the exports of a project and the names of its integrations. Two requests, however many exports.</summary>
internal sealed class ProjectExports
{
    // PostHog sets no maximum; a project with more exports costs another request.
    internal const int PageSize = 1000;

    private ProjectExports(ProjectScope scope, IReadOnlyList<BatchExport> exports, IntegrationNames integrations)
    {
        Scope = scope;
        Exports = exports;
        Integrations = integrations;
    }

    internal ProjectScope Scope { get; }

    internal IReadOnlyList<BatchExport> Exports { get; }

    internal IntegrationNames Integrations { get; }

    internal static async Task<ProjectExports> ReadAsync(ProjectScope scope, CallContext call)
    {
        List<BatchExport> exports = await ExportLists.Exports(scope, PageSize).ReadAllAsync(call).ConfigureAwait(false);
        return await ReadAsync(scope, exports.ConvertAll(scope.Stamp), call).ConfigureAwait(false);
    }

    /// <summary>The same of a project whose exports have been listed already.</summary>
    internal static async Task<ProjectExports> ReadAsync(ProjectScope scope, IReadOnlyList<BatchExport> exports, CallContext call) =>
        new(scope, exports, await ReadIntegrationsAsync(scope, call).ConfigureAwait(false));

    /// <summary>The integrations of a project by name.</summary>
    internal static async Task<IntegrationNames> ReadIntegrationsAsync(ProjectScope scope, CallContext call)
    {
        List<Integration> all = await ExportLists.Integrations(scope).ReadAllAsync(call).ConfigureAwait(false);
        return new IntegrationNames(all.Select(scope.Stamp), scope.Description);
    }
}
