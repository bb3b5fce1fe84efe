using System.Collections.Generic;
using System.Management.Automation;

namespace PostHogPS.Commands;

/// <summary>Makes objects of rows: the columns are properties, in their order.</summary>
internal sealed class QueryRowShape
{
    private readonly IReadOnlyList<string> _names;
    private readonly string? _type;

    /// <param name="names">Names of the columns.</param>
    /// <param name="type">A type name that has a view; null for none.</param>
    internal QueryRowShape(IReadOnlyList<string> names, string? type)
    {
        _names = names;
        _type = type;
    }

    internal PSObject Create(object?[] row)
    {
        var item = new PSObject();
        for (int i = 0; i < _names.Count; i++)
            item.Properties.Add(new PSNoteProperty(_names[i], PlainObject.CreateFrom(row[i])));
        if (_type is not null)
            item.TypeNames.Insert(0, _type);
        return item;
    }
}
