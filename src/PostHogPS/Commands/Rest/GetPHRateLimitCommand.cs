using System.Management.Automation;
using PostHogPS.Cmdlets;

namespace PostHogPS.Commands;

/// <summary>Shows what this process has used of the rate limits, as far as it knows. Sends nothing.</summary>
[Cmdlet(VerbsCommon.Get, "PHRateLimit")]
[OutputType(typeof(RateLimitUsage))]
public sealed class GetPHRateLimitCommand : PostHogCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => Try(null, () =>
    {
        PostHogConnection connection = DefaultConnection;
        foreach (RateLimitUsage usage in connection.Session.RateLimits)
        {
            usage.ConnectionName = connection.Name;
            WriteObject(usage);
        }
    });
}
