using System;
using PostHogPS.Backfills;
using PostHogPS.Contracts;
using Xunit;

namespace PostHogPS.Domain.Tests.Backfills;

public sealed class BackfillRangeTests
{
    [Fact]
    public void CheckSource_rejects_a_step_of_a_plan_and_a_gap_beside_another_range()
    {
        Assert.Throws<ProblemException>(() => BackfillRange.CheckSource(new BatchExportRepairStep(), isGiven: false));
        var gap = new BatchExportGap { Start = DateTimeOffset.UnixEpoch, End = DateTimeOffset.UnixEpoch.AddHours(1) };
        Assert.Contains("1970-01-01", Assert.Throws<ProblemException>(() => BackfillRange.CheckSource(gap, isGiven: true)).Message, StringComparison.Ordinal);
        BackfillRange.CheckSource(gap, isGiven: false);
        BackfillRange.CheckSource(new BatchExport(), isGiven: true);
    }
}
