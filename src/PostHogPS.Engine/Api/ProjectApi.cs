using System;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Client;

namespace PostHogPS.Engine.Api;

/// <summary>What the contracts below a project have in common.</summary>
internal abstract class ProjectApi(ApiClient client, CurrentProjectResolver project)
{
    protected ApiClient Client => client;

    protected CurrentProjectResolver Project => project;

    protected static string Id(Guid id) => id.ToString("D");

    /// <summary>A list's first page, or the one that <paramref name="next"/> leads to.</summary>
    protected static ApiRequest List(string project, string path, string? next) => ApiRequest.Get(project, next ?? path);

    /// <summary>Sends a write whose answer does not matter: old servers answer without a body.</summary>
    protected async Task WriteAsync(ApiRequest request, CallContext call)
    {
        await SettleAsync(request, call).ConfigureAwait(false);
        await client.SendAsync(request, call).ConfigureAwait(false);
    }

    /// <summary>Sends a write that answers with an object.</summary>
    protected async Task<T> WriteAsync<T>(ApiRequest request, CallContext call, Func<T, bool>? isComplete = null)
        where T : class
    {
        await SettleAsync(request, call).ConfigureAwait(false);
        return await client.ObjectAsync(request, call, isComplete).ConfigureAwait(false);
    }

    protected Task SettleAsync(ApiRequest request, CallContext call) => project.SettleAsync(request.Project!, call);
}
