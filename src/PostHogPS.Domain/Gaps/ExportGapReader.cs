using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Coverage;
using PostHogPS.Reading;

namespace PostHogPS.Gaps;

/// <summary>The gaps of one export, as they are found; or only a summary of them.</summary>
internal sealed class ExportGapReader : ItemReader<PostHogObject>
{
    private readonly BatchExportTarget _target;
    private readonly Func<BatchExport, (DateTimeOffset After, DateTimeOffset? Before)> _window;
    private readonly bool _isSummary;
    private readonly CoverageTally _tally = new();
    private readonly GapMerger _merger = new();
    private GapReader? _verdicts;
    private int _gaps;
    private bool _hasEnded;

    /// <param name="target">The export.</param>
    /// <param name="window">The window in the export's own calendar.</param>
    /// <param name="isSummary">True for one object with the coverage of the window.</param>
    internal ExportGapReader(BatchExportTarget target, Func<BatchExport, (DateTimeOffset After, DateTimeOffset? Before)> window, bool isSummary)
    {
        _target = target;
        _window = window;
        _isSummary = isSummary;
    }

    internal override async Task<IReadOnlyList<PostHogObject>?> ReadAsync(CallContext call)
    {
        if (_hasEnded)
            return null;
        BatchExport export = await ExportLists.LoadAsync(_target, call).ConfigureAwait(false);
        if (_verdicts is null)
        {
            (DateTimeOffset after, DateTimeOffset? before) = _window(export);
            _verdicts = new GapReader(_target.Scope, export, after, before);
        }

        List<BatchExportGap> gaps;
        do
        {
            IReadOnlyList<IntervalVerdict>? verdicts = await _verdicts.ReadAsync(call).ConfigureAwait(false);
            _hasEnded = verdicts is null;
            gaps = (verdicts is null ? _merger.End() is { } last ? [last] : [] : _merger.Add(_tally.Count(verdicts))).ToList();
            _gaps += gaps.Count;
        }
        while (gaps.Count == 0 && !_hasEnded && _verdicts.NeedsMore);

        if (!_isSummary)
            return gaps.ConvertAll(gap => _target.Scope.StampAbout(gap, export));
        return _hasEnded ? [_target.Scope.StampAbout(Summarize(_verdicts), export)] : [];
    }

    internal override void End() => _verdicts?.End();

    private BatchExportCoverage Summarize(GapReader scan) => new()
    {
        After = scan.After,
        Before = scan.Before,
        Expected = _tally.Expected,
        Covered = _tally.Covered,
        AutoPaused = _tally.AutoPaused,
        Paused = _tally.Paused,
        Gaps = _gaps,
        LongestGap = _tally.LongestGap,
    };
}
