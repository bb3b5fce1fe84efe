using System;
using System.Collections.Generic;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>
/// An object in an answer that the models have no type for, by the names of its fields. Within other values it is shown as
/// its text: of a bare dictionary PowerShell shows nothing but the name of its type.
/// </summary>
internal sealed class PlainBag : Dictionary<string, object?>
{
    internal PlainBag()
        : base(StringComparer.Ordinal)
    {
    }

    /// <summary>The fields on one line, cut where it gets long, without what is named like a secret.</summary>
    public override string ToString() => PlainText.Describe(this);
}
