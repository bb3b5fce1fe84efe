using System;
using System.Globalization;
using System.Management.Automation.Host;

namespace PostHogPS.TestHost;

/// <summary>The least a PowerShell engine asks of the program around it.</summary>
public sealed class EmbeddedHost(string name, PSHostUserInterface ui) : PSHost
{
    public override string Name => name;

    public override Version Version { get; } = new(1, 0);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => ui;

    // Fixed, so that dates and numbers in captured text do not depend on the machine.
    public override CultureInfo CurrentCulture => CultureInfo.GetCultureInfo("en-US");

    public override CultureInfo CurrentUICulture => CultureInfo.GetCultureInfo("en-US");

    /// <summary>What 'exit' was called with; null while nobody called it.</summary>
    public int? ExitCode { get; private set; }

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException("This host has no nested prompt.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("This host has no nested prompt.");

    public override void NotifyBeginApplication() { }

    public override void NotifyEndApplication() { }
}
