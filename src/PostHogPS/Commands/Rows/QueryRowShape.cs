using System.Collections.Generic;
using System.Management.Automation;

namespace PostHogPS.Commands;

/// <summary>Makes objects of rows: the columns are properties, in their order.</summary>
internal sealed class QueryRowShape
{
    private readonly IReadOnlyList<string> _names;

    internal QueryRowShape(IReadOnlyList<string> names) => _names = names;

    internal PSObject Create(object?[] row)
    {
        var item = new PSObject();
        for (int i = 0; i < _names.Count; i++)
            item.Properties.Add(new PSNoteProperty(_names[i], PlainObject.CreateFrom(row[i])));
        return item;
    }
}
