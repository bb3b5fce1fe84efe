using System;
using System.Globalization;
using System.Management.Automation;
using System.Security;
using System.Threading;

namespace PostHogPS.TestHost;

[Cmdlet(VerbsCommon.Get, "Date")]
public sealed class GetDateStandIn : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    public DateTime Date { get; set; } = DateTime.Now;

    [Parameter]
    public string? Format { get; set; }

    [Parameter]
    public SwitchParameter AsUTC { get; set; }

    protected override void ProcessRecord()
    {
        DateTime date = AsUTC ? Date.ToUniversalTime() : Date;
        WriteObject(Format is null ? date : date.ToString(Format, CultureInfo.InvariantCulture));
    }
}

[Cmdlet(VerbsCommon.New, "TimeSpan")]
public sealed class NewTimeSpanStandIn : PSCmdlet
{
    [Parameter]
    public int Days { get; set; }

    [Parameter]
    public int Hours { get; set; }

    [Parameter]
    public int Minutes { get; set; }

    [Parameter]
    public int Seconds { get; set; }

    protected override void ProcessRecord() => WriteObject(new TimeSpan(Days, Hours, Minutes, Seconds));
}

[Cmdlet(VerbsLifecycle.Start, "Sleep")]
public sealed class StartSleepStandIn : PSCmdlet, IDisposable
{
    private readonly ManualResetEventSlim _stopped = new();

    [Parameter(Position = 0)]
    public double Seconds { get; set; }

    [Parameter]
    public int Milliseconds { get; set; }

    public void Dispose() => _stopped.Dispose();

    protected override void ProcessRecord() => _stopped.Wait(TimeSpan.FromSeconds(Seconds) + TimeSpan.FromMilliseconds(Milliseconds));

    protected override void StopProcessing() => _stopped.Set();
}

[Cmdlet(VerbsCommunications.Write, "Output")]
public sealed class WriteOutputStandIn : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromRemainingArguments = true)]
    public PSObject?[] InputObject { get; set; } = [];

    [Parameter]
    public SwitchParameter NoEnumerate { get; set; }

    protected override void ProcessRecord() => WriteObject(InputObject, !NoEnumerate);
}

[Cmdlet(VerbsCommunications.Write, "Host")]
public sealed class WriteHostStandIn : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromRemainingArguments = true)]
    public object?[] Object { get; set; } = [];

    [Parameter]
    public ConsoleColor ForegroundColor { get; set; }

    protected override void ProcessRecord() =>
        WriteInformation(new HostInformationMessage { Message = string.Join(" ", Object) }, ["PSHOST"]);
}

[Cmdlet(VerbsCommunications.Write, "Warning")]
public sealed class WriteWarningStandIn : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    public string Message { get; set; } = "";

    protected override void ProcessRecord() => WriteWarning(Message);
}

[Cmdlet(VerbsCommunications.Write, "Verbose")]
public sealed class WriteVerboseStandIn : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    public string Message { get; set; } = "";

    protected override void ProcessRecord() => WriteVerbose(Message);
}

[Cmdlet(VerbsCommunications.Read, "Host")]
public sealed class ReadHostStandIn : PSCmdlet
{
    [Parameter(Position = 0)]
    public string? Prompt { get; set; }

    [Parameter]
    public SwitchParameter AsSecureString { get; set; }

    protected override void ProcessRecord()
    {
        if (Prompt is not null)
            Host.UI.Write(Prompt + ": ");
        if (AsSecureString)
            WriteObject(Host.UI.ReadLineAsSecureString());
        else
            WriteObject(Host.UI.ReadLine());
    }
}

[Cmdlet(VerbsData.ConvertTo, "SecureString")]
public sealed class ConvertToSecureStringStandIn : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    public string String { get; set; } = "";

    [Parameter(Mandatory = true)]
    public SwitchParameter AsPlainText { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        SecureString secret = new();
        foreach (char c in String)
            secret.AppendChar(c);
        secret.MakeReadOnly();
        WriteObject(secret);
    }
}
