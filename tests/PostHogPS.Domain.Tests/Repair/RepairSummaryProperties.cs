using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using CsCheck;
using Xunit;
using PostHogPS.Repair;

namespace PostHogPS.Domain.Tests.Repair;

/// <summary>What a repair says is what it has counted.</summary>
public sealed class RepairSummaryProperties
{
    private const string Reason = "It is left alone for a reason.";

    private static readonly Gen<RepairCounts> Results =
        from expected in Gen.Long[0, 90]
        from missing in Gen.Long[0, 60]
        from planned in Gen.Long[0, 60]
        from left in Gen.Long[0, 60]
        from plannedLeft in Gen.Long[0, 60]
        from underWay in Gen.Long[0, 60]
        from started in Gen.Int[0, 4]
        from running in Gen.Int[0, 4]
        from bits in Gen.Int[0, 63]
        from waiting in Gen.Long[0, 5]
        select Make(expected, missing, planned, left, plannedLeft, underWay, started, running, bits, (bits & 4) != 0 ? waiting : 0);

    [Fact]
    public void Text_and_counts_agree() => Results.Sample(c =>
    {
        string state = RepairSummary.State(c);
        string text = RepairSummary.Reason(c);
        long[] counts = [c.Expected, c.Missing, c.Waiting, c.Repaired, c.Left, c.UnderWay, c.Started, c.Sent, c.Running, c.Paused, c.AutoPaused, c.WithoutRows];
        bool numbers = Regex.Matches(text, "\\d+").All(m => counts.Contains(long.Parse(m.Value, CultureInfo.InvariantCulture)));
        bool all = !Regex.IsMatch(text, "All \\d+ missing|one missing interval is") || c.Repaired == c.Missing;
        bool whole = !text.StartsWith("Complete", StringComparison.Ordinal) || (c.Missing == 0 && c.Left == 0);
        bool left = !c.IsVerified || (c.Left > 0) == text.Contains(" uncovered", StringComparison.Ordinal);
        bool runs = !text.Contains("running backfill", StringComparison.Ordinal) || c.UnderWay > 0 || c.Running > 0 || (c.Waiting > 0 && !c.IsVerified);
        bool goals = state switch
        {
            "Complete" => c.Left == 0 && c.Missing == 0,
            "Repaired" => c.PlannedLeft == 0 && c.IsVerified,
            "Partly" => c.PlannedLeft > 0 && c.PlannedLeft < c.Planned,
            "AutoPaused" => c.IsAutoPaused,
            _ => true,
        };
        return numbers && all && whole && left && runs && goals && !text.Contains("  ", StringComparison.Ordinal) && !Regex.IsMatch(text, "\\b1 intervals")
            && text.Length > 0
            ? true
            : throw new InvalidOperationException($"{state}: {text} (numbers {numbers}, all {all}, whole {whole}, left {left}, runs {runs}, state {goals})");
    }, iter: 20000);

    [Fact]
    public void A_backfill_that_has_failed_is_not_said_to_be_running()
    {
        var c = new RepairCounts { Expected = 24, Waiting = 4, Left = 4, IsVerified = true, HasOthers = true,
            Reasons = ["Other backfills ended without covering them."] };
        Assert.Equal("StillFailing", RepairSummary.State(c));
        Assert.Equal("Nothing was missing. 4 intervals waited for other backfills. 4 intervals are uncovered. Other backfills ended without covering them.",
            RepairSummary.Reason(c));
    }

    // Counts as a repair can come to them: parts are not larger than the whole.
    private static RepairCounts Make(
        long expected, long missing, long planned, long left, long plannedLeft, long underWay, int started, int running, int bits, long waiting)
    {
        bool verified = (bits & 1) != 0;
        expected = Math.Max(expected, missing);
        planned = Math.Min(planned, missing);
        started = planned == 0 ? 0 : started;
        plannedLeft = Math.Min(plannedLeft, planned);
        left = verified ? plannedLeft + Math.Min(left, missing - planned) : missing;
        bool paused = started == 0 && (bits & 2) != 0;
        return new RepairCounts
        {
            Expected = expected,
            Missing = missing,
            Waiting = waiting,
            Planned = planned,
            IsVerified = verified && (planned > 0 || (bits & 4) != 0),
            Left = verified && (planned > 0 || (bits & 4) != 0) ? left : missing + waiting,
            PlannedLeft = plannedLeft,
            Repaired = verified && (planned > 0 || (bits & 4) != 0) ? missing - left : 0,
            UnderWay = verified && (planned > 0 || (bits & 4) != 0) ? Math.Min(underWay, left - plannedLeft) : 0,
            Started = paused ? 0 : started,
            Sent = paused || started == 0 ? 0 : Math.Max(started, planned / 2),
            Running = paused ? 0 : Math.Min(running, started),
            HasOthers = (bits & 4) != 0,
            IsAutoPaused = paused && !verified,
            Stopped = !paused && planned > 0 && (bits & 8) != 0 ? "A request failed; see the error." : null,
            Reasons = missing > planned ? new List<string> { Reason } : [],
            Paused = (bits & 16) != 0 ? 11 : 0,
            WithoutRows = (bits & 32) != 0 ? Math.Min(3, expected - missing) : 0,
        };
    }
}
