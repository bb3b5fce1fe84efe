using System;
using Xunit;

namespace PostHogPS.Engine.Tests.Time;

public sealed class TimezoneTests
{
    [Fact]
    public void Finds_zones_and_answers_null_for_an_unknown_one()
    {
        Assert.Equal(TimeSpan.FromHours(1), new EngineEntry().FindTimezone("Europe/Berlin")!.BaseUtcOffset);
        Assert.Null(new EngineEntry().FindTimezone("Mars/Olympus"));
    }
}
