using System;
using System.Linq;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace PostHogPS.Engine.Tests.Pacing;

public sealed class BudgetTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_minute_has_room_for_480()
    {
        var budget = new Budget(_time, paced: true);
        for (int i = 0; i < 480; i++)
        {
            Spend(budget);
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.Equal(TimeSpan.FromSeconds(60 - 4.8), budget.Reserve(true));
        _time.Advance(TimeSpan.FromSeconds(60 - 4.8));
        Assert.Equal(TimeSpan.Zero, budget.Reserve(true));
    }

    [Fact]
    public void The_hour_has_room_for_4800()
    {
        var budget = new Budget(_time, paced: true);
        for (int i = 0; i < 4800; i++)
        {
            Spend(budget);
            _time.Advance(TimeSpan.FromMilliseconds(200));
        }

        Assert.Equal(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(960), budget.Reserve(true));
    }

    [Fact]
    public void Requests_on_their_way_take_room_too()
    {
        var budget = new Budget(_time, paced: true);
        for (int i = 0; i < 480; i++)
            Assert.Equal(TimeSpan.Zero, budget.Reserve(true));

        Assert.True(budget.Reserve(true) > TimeSpan.Zero);
        budget.Release(counted: false);
        Assert.Equal(TimeSpan.Zero, budget.Reserve(true));
    }

    [Fact]
    public void Elsewhere_pacing_starts_with_the_first_refusal()
    {
        var budget = new Budget(_time, paced: false);
        for (int i = 0; i < 1000; i++)
            Spend(budget);
        Assert.False(budget.Usage(true)[0].Paced);

        budget.Refuse(TimeSpan.FromSeconds(10));

        Assert.True(budget.Usage(true)[0].Paced);
        Assert.Equal(TimeSpan.FromSeconds(60), budget.Reserve(true));
    }

    [Fact]
    public void Nobody_sends_inside_a_wait_who_has_not_asked_for_no_limit()
    {
        var budget = new Budget(_time, paced: false);
        budget.Refuse(TimeSpan.FromSeconds(37));
        budget.Refuse(TimeSpan.FromSeconds(5));

        Assert.Equal(TimeSpan.FromSeconds(37), budget.Reserve(mayPace: true));
        Assert.Equal(TimeSpan.Zero, budget.Reserve(mayPace: false));
        _time.Advance(TimeSpan.FromSeconds(37));
        Assert.Equal(TimeSpan.Zero, budget.Reserve(mayPace: true));
    }

    [Fact]
    public void Usage_says_what_is_known()
    {
        var budget = new Budget(_time, paced: true);
        Spend(budget);
        _time.Advance(TimeSpan.FromSeconds(61));
        Spend(budget);

        RateLimitUsage[] usage = [.. budget.Usage(true)];

        Assert.Equal(["Burst", "Sustained"], usage.Select(static u => u.Window));
        Assert.Equal([1, 2], usage.Select(static u => u.Used));
        Assert.Equal([479, 4798], usage.Select(static u => u.Remaining));
        Assert.All(usage, static u => Assert.True(u.Paced));
    }

    private static void Spend(Budget budget)
    {
        Assert.Equal(TimeSpan.Zero, budget.Reserve(true));
        budget.Release(counted: true);
    }
}
