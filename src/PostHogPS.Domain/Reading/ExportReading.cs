using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Reading;

/// <summary>Something to read of a batch export, as one of several that are read side by side.</summary>
/// <typeparam name="T">Kind of the items.</typeparam>
internal sealed class ExportReading<T>
{
    /// <param name="target">The export.</param>
    /// <param name="input">What the user gave for it: the target of its errors.</param>
    /// <param name="items">What is read of it.</param>
    internal ExportReading(BatchExportTarget target, object? input, ItemReader<T> items)
    {
        Target = target;
        Input = input;
        Items = items;
    }

    internal BatchExportTarget Target { get; }

    internal object? Input { get; }

    internal ItemReader<T> Items { get; }

    /// <summary>How several of them are read.</summary>
    internal static SideBySidePlan<ExportReading<T>, T> Plan(string activity, bool isWide = false) => new(
        activity, static reading => reading.Items, static reading => reading.Target.Scope.Connection)
    {
        NameOf = static reading => reading.Target.Name ?? reading.Target.Id.ToString(),
        TargetOf = static reading => reading.Input,
        IsWide = isWide,
        IsOnce = static e => e is PostHogApiException { Kind: PostHogErrorKind.NotSupported or PostHogErrorKind.MissingScope },
    };
}
