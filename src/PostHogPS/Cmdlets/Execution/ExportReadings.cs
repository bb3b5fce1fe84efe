using System;
using PostHogPS.Connections;
using PostHogPS.Reading;

namespace PostHogPS.Cmdlets.Execution;

/// <summary>What a cmdlet reads of each of several exports, side by side and written in their order.</summary>
/// <typeparam name="T">Kind of the items.</typeparam>
internal sealed class ExportReadings<T> : IExportReadings
{
    private readonly SideBySide<ExportReading<T>, T> _readings;
    private readonly Func<BatchExportTarget, ItemReader<T>> _read;

    /// <param name="command">The command that reads.</param>
    /// <param name="plan">How the exports are read.</param>
    /// <param name="read">Makes the reader of one export.</param>
    /// <param name="write">Takes an item.</param>
    internal ExportReadings(
        CommandRun command, SideBySidePlan<ExportReading<T>, T> plan, Func<BatchExportTarget, ItemReader<T>> read, Action<T> write)
    {
        _read = read;
        _readings = command.ReadSideBySide(plan, (_, item) => write(item));
    }

    public void Add(BatchExportTarget target) => _readings.Add(new ExportReading<T>(target, target.Input, _read(target)));

    public void WriteReady() => _readings.WriteReady();

    public void WriteAll() => _readings.WriteAll();
}
