using System;
using System.Linq;
using Xunit;
using PostHogPS.Logs;

namespace PostHogPS.Domain.Tests.Logs;

public sealed class SeenEntriesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Twins_are_both_shown_and_shown_once()
    {
        var seen = new SeenEntries();
        Assert.Equal(2, seen.New([Entry("a"), Entry("a")]).Count);
        Assert.Empty(seen.New([Entry("a"), Entry("a")]));
        Assert.Single(seen.New([Entry("a"), Entry("a"), Entry("a")]));
        Assert.Equal("b", seen.New([Entry("a"), Entry("b")]).Single().Message);
    }

    [Fact]
    public void What_cannot_come_again_is_forgotten()
    {
        var seen = new SeenEntries();
        seen.New([Entry("a")]);
        seen.Keep(time => time > Noon);
        Assert.Single(seen.New([Entry("a")]));
    }

    private static BatchExportLogEntry Entry(string text) => new() { Timestamp = Noon, Level = "INFO", Message = text };
}
