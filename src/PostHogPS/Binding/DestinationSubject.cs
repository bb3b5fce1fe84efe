using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PostHogPS.Binding;

/// <summary>What a destination test was given: a stored batch export, or a destination that none uses yet.</summary>
public sealed class DestinationSubject
{
    private DestinationSubject(BatchExportReference? stored, DestinationInput? planned)
    {
        Stored = stored;
        Planned = planned;
    }

    /// <summary>The export, by id or name.</summary>
    public override string ToString() => Stored?.ToString() ?? Planned?.ToString() ?? "";

    internal BatchExportReference? Stored { get; }

    internal DestinationInput? Planned { get; }

    internal static DestinationSubject[] ManyFrom(object? input)
    {
        object? value = ShellObject.Unwrap(input);
        return value switch
        {
            DestinationSubject[] already => already,
            string or IDictionary or not IEnumerable => [One(input)],
            _ => ((IEnumerable)value).Cast<object?>().Select(One).ToArray(),
        };
    }

    private static DestinationSubject One(object? item)
    {
        object? value = ShellObject.Unwrap(item);
        return value switch
        {
            DestinationSubject already => already,
            BatchExportDestinationDefinition or BatchExportDestination => new DestinationSubject(null, DestinationInput.CreateFrom(value)),
            IDictionary bag when Keys(bag).Contains("config", StringComparer.OrdinalIgnoreCase) =>
                new DestinationSubject(null, DestinationInput.CreateFrom(value)),
            _ => new DestinationSubject(BatchExportReference.ManyFrom(item)[0], null),
        };
    }

    private static IEnumerable<string> Keys(IDictionary bag) => bag.Keys.Cast<object>().Select(key => key.ToString() ?? "");
}

/// <summary>Reads what a destination test is about.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DestinationSubjectsAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => DestinationSubject.ManyFrom(inputData);
}
