using System.Collections.Generic;
using System.Management.Automation;

namespace PostHogPS.Module.Tests.Promises.Faults;

/// <summary>What came of one fault for one command.</summary>
internal sealed record Cell(CmdletCase Driven, FaultCase Fault)
{
    /// <summary>Without the prefix; null when it worked.</summary>
    internal string? Error { get; init; }

    internal ErrorCategory? Category { get; init; }

    /// <summary>How often the main request arrived.</summary>
    internal int Sends { get; init; }

    /// <summary>How often it does when nothing is wrong.</summary>
    internal int Usual { get; init; }

    /// <summary>What is not as it should be.</summary>
    internal List<string> Wrong { get; } = [];
}
