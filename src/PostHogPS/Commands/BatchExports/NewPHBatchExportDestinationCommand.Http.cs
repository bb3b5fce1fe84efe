using System.Management.Automation;
using System.Security;
using PostHogPS.Binding;

namespace PostHogPS.Commands;

// Another PostHog project.
public sealed partial class NewPHBatchExportDestinationCommand
{
    /// <summary><para>https://us.i.posthog.com/batch/ or https://eu.i.posthog.com/batch/.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = HttpSet)]
    [ConfigKey("url")]
    public string? Url { get; set; }

    /// <summary><para>Project token of the receiving project.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = HttpSet)]
    [SecretTransformation]
    [ConfigKey("token")]
    public SecureString? Token { get; set; }
}
