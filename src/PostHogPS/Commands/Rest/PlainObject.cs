using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PostHogPS.Commands;

/// <summary>Plain values of an answer as objects that a pipeline likes: property bags and arrays.</summary>
internal static class PlainObject
{
    internal static object? CreateFrom(object? value)
    {
        switch (value)
        {
            case IDictionary<string, object?> bag:
                var result = new PSObject();
                foreach (KeyValuePair<string, object?> pair in bag)
                {
                    // Members are named without regard to case; a second spelling would throw.
                    if (pair.Key.Length > 0 && result.Properties[pair.Key] is null)
                        result.Properties.Add(new PSNoteProperty(pair.Key, CreateFrom(pair.Value)));
                }

                return result;
            case IEnumerable<object?> list:
                return list.Select(CreateFrom).ToArray();
            default:
                return value;
        }
    }
}
