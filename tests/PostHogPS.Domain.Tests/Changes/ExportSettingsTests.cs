using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Changes;
using Xunit;

namespace PostHogPS.Domain.Tests.Changes;

/// <summary>What a copy of an export takes from its original.</summary>
public sealed class ExportSettingsTests
{
    private static readonly BatchExport Weekly = new()
    {
        Model = "hogql",
        Interval = "week",
        Timezone = "America/New_York",
        OffsetDay = 1,
        OffsetHour = 6,
        Paused = true,
        EndAt = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero),
        HogQLQuery = "SELECT 1",
        HogQLModifiers = new Dictionary<string, object?> { ["debug"] = true },
        PrimaryKey = ["day"],
    };

    [Fact]
    public void InheritFrom_takes_what_was_not_given()
    {
        ExportSettings settings = Copy();
        Assert.Equal(("hogql", "week", "America/New_York"), (settings.Model, settings.Interval, settings.Timezone));
        Assert.Equal((DayOfWeek.Monday, 6, true), (settings.OffsetDay, settings.OffsetHour, settings.Paused));
        Assert.Null(settings.StartAt);
        Assert.Equal(Weekly.EndAt, settings.EndAt!.Instant);
        Assert.Equal("SELECT 1", settings.HogQLQuery);
        Assert.Equal(true, settings.HogQLModifiers!["debug"]);
        Assert.Equal(["day"], settings.PrimaryKey!);
    }

    [Fact]
    public void InheritFrom_leaves_what_was_given_if_only_as_none()
    {
        ExportSettings settings = Copy(nameof(ExportSettings.Timezone), nameof(ExportSettings.EndAt), nameof(ExportSettings.OffsetDay));
        Assert.Null(settings.Timezone);
        Assert.Null(settings.EndAt);
        Assert.Null(settings.OffsetDay);
        Assert.Equal(6, settings.OffsetHour);
    }

    [Fact]
    public void InheritFrom_takes_offsets_and_a_query_only_where_they_say_something()
    {
        var settings = new ExportSettings(static name => name is nameof(ExportSettings.Model) or nameof(ExportSettings.Interval))
        {
            Model = "events", Interval = "day",
        };
        settings.InheritFrom(Weekly);
        Assert.Null(settings.OffsetDay);
        Assert.Equal(6, settings.OffsetHour);
        Assert.Null(settings.HogQLQuery);
        Assert.Null(settings.PrimaryKey);
    }

    private static ExportSettings Copy(params string[] given)
    {
        var settings = new ExportSettings(name => given.Contains(name)) { Model = "events", Interval = "hour" };
        settings.InheritFrom(Weekly);
        return settings;
    }
}
