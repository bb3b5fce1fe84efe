using System.Management.Automation;
using PostHogPS.Binding;

namespace PostHogPS.Commands;

// PostgreSQL.
public sealed partial class NewPHBatchExportDestinationCommand
{
    /// <summary><para>The database shows a self-signed certificate.</para></summary>
    [Parameter(ParameterSetName = nameof(Postgres))]
    [ConfigKey("has_self_signed_cert")]
    public SwitchParameter SelfSignedCertificate { get; set; }
}
