using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using PostHogPS.Health;

namespace PostHogPS.Domain.Tests.Health;

/// <summary>Failures by cause.</summary>
public sealed class ErrorCauseTests
{
    [Theory]
    [InlineData("Run 01a20904-17e3-73d9-a423-f269093d0c01 failed", "Run 01A20904-A52D-73D9-A423-f269093d0c02 failed")]
    [InlineData("refused at 2026-10-14T12:00:00.123Z", "refused at 2025-01-02 03:04:05 UTC")]
    [InlineData("no route to 10.0.0.1:5432", "no route to 192.168.17.4:5433")]
    [InlineData("Wrote 12 of 1,345.5 rows", "Wrote 7 of 20 rows")]
    [InlineData("a\r\n\t  b", "a b")]
    [InlineData(null, "  ")]
    public void What_differs_from_run_to_run_is_taken_out(string? one, string? other) => Assert.Equal(ErrorCause.Normalize(one), ErrorCause.Normalize(other));

    [Theory]
    [InlineData("Access denied to bucket a", "Access denied to bucket b")]
    [InlineData("password authentication failed", "connection refused")]
    public void Other_causes_stay_apart(string one, string other) => Assert.NotEqual(ErrorCause.Normalize(one), ErrorCause.Normalize(other));

    [Fact]
    public void Escape_sequences_and_marks_that_turn_the_line_round_do_not_reach_the_terminal()
    {
        string cause = ErrorCause.Normalize("\u001b[31mred\u0007 \u202Egnp.exe\u0000 \u009b2J");
        Assert.DoesNotContain(cause, c => char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format);
        Assert.Contains("red", cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hostile_text_is_cut()
    {
        foreach (string text in new[] { new string('a', 100_000) + "1", string.Concat(Enumerable.Repeat("1a", 50_000)),
            string.Concat(Enumerable.Repeat("1.", 50_000)), new string(' ', 100_000) + "x", string.Concat(Enumerable.Repeat("😀", 5_000)) })
        {
            string cause = ErrorCause.Normalize(text);
            Assert.InRange(cause.Length, 0, 20_000);
            Assert.False(cause.Length > 0 && char.IsHighSurrogate(cause[^1]), "Half a character.");
        }
    }

    [Fact]
    public void Groups_hold_the_count_the_times_the_exports_and_one_example()
    {
        Guid a = Guid.NewGuid();
        Guid b = Guid.NewGuid();
        List<BatchExportErrorGroup> groups = ErrorCause.Group(
        [
            Run(a, "nightly", "timeout after 30 s", 1), Run(b, "nightly", "timeout after 31 s", 3), Run(a, "nightly", "timeout after 32 s", 2),
                Run(b, "nightly", null, 9),
        ]);

        Assert.Equal([3, 1], groups.Select(g => g.Count));
        Assert.Equal("timeout after <n> s", groups[0].Cause);
        Assert.Equal("timeout after 31 s", groups[0].Example);
        Assert.Equal((At(1), At(3)), (groups[0].FirstSeen, groups[0].LastSeen));
        // Two exports of one name are two.
        Assert.Equal(["nightly", "nightly"], groups[0].BatchExports);
        Assert.Equal(ErrorCause.None, groups[1].Cause);
    }

    private static DateTimeOffset At(int hour) => new(2026, 10, 14, hour, 0, 0, TimeSpan.Zero);

    private static BatchExportRun Run(Guid export, string name, string? error, int hour) => new()
    {
        Id = Guid.NewGuid(), BatchExportId = export, BatchExportName = name, Status = "Failed", LatestError = error, CreatedAt = At(hour),
    };
}
