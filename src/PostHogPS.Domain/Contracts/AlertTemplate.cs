using System.Collections.Generic;

namespace PostHogPS.Contracts;

/// <summary>A template of functions: where messages can be sent to.</summary>
public sealed class AlertTemplate
{
    /// <summary>Such as template-slack.</summary>
    public string Id { get; set; } = "";

    /// <summary>False where the organization needs a paid feature; null where the server does not say.</summary>
    public bool? IsFree { get; set; }

    /// <summary>Keys of its inputs, and whether each must be given.</summary>
    public IReadOnlyList<KeyValuePair<string, bool>> Inputs { get; set; } = [];
}
