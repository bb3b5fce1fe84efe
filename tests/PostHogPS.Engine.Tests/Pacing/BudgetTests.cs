using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
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

        Assert.Equal(TimeSpan.FromSeconds(60 - 4.8), budget.Reserve(true).Wait);
        _time.Advance(TimeSpan.FromSeconds(60 - 4.8));
        Assert.True(budget.Reserve(true).IsPlace);
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

        Assert.Equal(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(960), budget.Reserve(true).Wait);
    }

    [Fact]
    public void Requests_on_their_way_take_room_too()
    {
        var budget = new Budget(_time, paced: true);
        for (int i = 0; i < 480; i++)
            Assert.True(budget.Reserve(true).IsPlace);

        Assert.True(budget.Reserve(true).Wait > TimeSpan.Zero);
        budget.Release(Reservation.Of(0), counted: false);
        Assert.True(budget.Reserve(true).IsPlace);
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
        Assert.Equal(TimeSpan.FromSeconds(60), budget.Reserve(true).Wait);
    }

    [Fact]
    public void Nobody_sends_inside_a_wait_who_has_not_asked_for_no_limit()
    {
        var budget = new Budget(_time, paced: false);
        budget.Refuse(TimeSpan.FromSeconds(37));
        budget.Refuse(TimeSpan.FromSeconds(5));

        Assert.Equal(TimeSpan.FromSeconds(37), budget.Reserve(mayPace: true).Wait);
        Assert.True(budget.Reserve(mayPace: false).IsPlace);
        _time.Advance(TimeSpan.FromSeconds(37));
        Assert.True(budget.Reserve(mayPace: true).IsPlace);
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

    [Fact]
    public void After_a_refusal_one_is_sent_and_twice_as_many_with_each_that_is_accepted()
    {
        var budget = new Budget(_time, paced: false);
        budget.Refuse(TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(10));

        Reservation first = Assert.Single(Places(budget));
        Task freed = budget.Reserve(mayPace: true).Freed!;
        Assert.False(freed.IsCompleted);
        budget.Release(first, counted: true);
        Assert.True(freed.IsCompleted);

        List<Reservation> two = Places(budget);
        Assert.Equal(2, two.Count);
        budget.Release(two[0], counted: true);
        Assert.Equal(3, Places(budget).Count);
    }

    [Fact]
    public void Each_refusal_begins_with_one_again_whatever_is_still_on_its_way()
    {
        var budget = new Budget(_time, paced: false);
        Reservation old = budget.Reserve(mayPace: true);
        budget.Refuse(TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(10));
        budget.Release(Assert.Single(Places(budget)), counted: true);
        Assert.Equal(2, Places(budget).Count);

        budget.Refuse(TimeSpan.FromSeconds(10));
        budget.Release(old, counted: true);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Single(Places(budget));
    }

    [Fact]
    public void What_asked_for_no_limit_is_not_held_back_after_a_refusal()
    {
        var budget = new Budget(_time, paced: false);
        budget.Refuse(TimeSpan.FromSeconds(10));

        Assert.All(Enumerable.Range(0, 8), _ => Assert.True(budget.Reserve(mayPace: false).IsPlace));
    }

    private static List<Reservation> Places(Budget budget)
    {
        var places = new List<Reservation>();
        for (Reservation place = budget.Reserve(mayPace: true); place.IsPlace; place = budget.Reserve(mayPace: true))
            places.Add(place);
        return places;
    }

    private static void Spend(Budget budget)
    {
        Assert.True(budget.Reserve(true).IsPlace);
        budget.Release(Reservation.Of(0), counted: true);
    }
}
