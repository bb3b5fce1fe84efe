using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace PostHogPS.TestHost;

[Cmdlet(VerbsCommon.Format, "Table")]
public sealed class FormatTableStandIn : OuterFormatTableBase
{
    public FormatTableStandIn() => Engine.SetShape(this, "Table");
}

[Cmdlet(VerbsCommon.Format, "List")]
public sealed class FormatListStandIn : OuterFormatTableAndListBase
{
    public FormatListStandIn() => Engine.SetShape(this, "List");
}
