using System;
using System.Collections.Generic;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>
/// An object that the models have no type for, by the names of its fields: what a map of a model is, also where it is empty. Within other
/// values and in Export-Csv it is shown as its text: of a bare dictionary PowerShell shows nothing but the name of its type.
/// </summary>
internal sealed class PlainBag : Dictionary<string, object?>
{
    internal PlainBag()
        : base(StringComparer.Ordinal)
    {
    }

    internal PlainBag(IDictionary<string, object?> fields)
        : base(fields, StringComparer.Ordinal)
    {
    }

    /// <summary>The fields on one line, cut where it gets long, without what is named like a secret.</summary>
    public override string ToString() => PlainText.Describe(this);
}
