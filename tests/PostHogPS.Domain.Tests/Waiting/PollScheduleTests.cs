using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using PostHogPS.Testing;
using PostHogPS.Waiting;

namespace PostHogPS.Domain.Tests.Waiting;

public sealed class PollScheduleTests
{
    private readonly TestClock _clock = new(new DateTimeOffset(2026, 10, 14, 12, 20, 0, TimeSpan.Zero));

    [Fact]
    public void Looks_are_soon_at_first_and_then_twice_a_minute()
    {
        var polls = new PollSchedule(_clock, null);
        Assert.Equal([2.0, 4, 8, 16, 30, 30], Enumerable.Range(0, 6).Select(_ => polls.NextDelay().TotalSeconds));
        Assert.False(polls.IsOver);
    }

    [Fact]
    public void Ten_minutes_are_two_dozen_looks_and_end_at_the_deadline()
    {
        var polls = new PollSchedule(_clock, TimeSpan.FromMinutes(10));
        int looks = 1;
        for (; !polls.IsOver; looks++)
            _clock.Advance(polls.NextDelay());
        Assert.InRange(looks, 20, 25);
        Assert.Equal(TimeSpan.FromMinutes(10), polls.Elapsed);
        Assert.Equal(TimeSpan.Zero, polls.NextDelay());
    }

    [Fact]
    public void No_wait_goes_past_the_deadline()
    {
        var polls = new PollSchedule(_clock, TimeSpan.FromSeconds(5));
        var waits = new List<double>();
        while (!polls.IsOver)
        {
            TimeSpan wait = polls.NextDelay();
            waits.Add(wait.TotalSeconds);
            _clock.Advance(wait);
        }

        Assert.Equal([2.0, 3], waits);
        Assert.Equal(TimeSpan.Zero, polls.AtMost(TimeSpan.FromSeconds(30)));
    }
}
