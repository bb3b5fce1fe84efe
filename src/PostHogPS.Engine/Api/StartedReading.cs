using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Engine;

/// <summary>The answer to a started backfill.</summary>
internal static class StartedReading
{
    /// <summary>Its id, or a workflow id; empty where an old server answers without a body.</summary>
    internal static async Task<string> StartedAsync(this ApiClient client, ApiRequest request, CallContext call)
    {
        using CallLease lease = client.Core.Enter();
        ApiAnswer answer = await client.SendAsync(request, call).ConfigureAwait(false);
        return answer.Body.Length == 0 ? "" : client.Read<BackfillStarted>(answer).BackfillId ?? "";
    }
}
