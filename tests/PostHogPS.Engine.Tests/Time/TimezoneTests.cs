using System;
using System.Linq;
using Xunit;

namespace PostHogPS.Engine.Tests;

public sealed class TimezoneTests
{
    [Theory]
    [InlineData("Europe/Berlin", "W. Europe Standard Time")]
    [InlineData("america/new_york", "Eastern Standard Time")]
    [InlineData("Asia/Calcutta", "India Standard Time")]
    [InlineData("Asia/Kolkata", "India Standard Time")]
    [InlineData("Etc/UTC", "UTC")]
    [InlineData("Mars/Olympus", null)]
    public void Knows_the_windows_name_of_iana_names(string iana, string? windows) => Assert.Equal(windows, WindowsZones.Find(iana));

    [Fact]
    public void Agrees_with_the_runtime_on_every_zone_of_this_machine()
    {
        string[] wrong = [.. TimeZoneInfo.GetSystemTimeZones()
            .Where(static z => z.HasIanaId && TimeZoneInfo.TryConvertIanaIdToWindowsId(z.Id, out string? name) && WindowsZones.Find(z.Id) != name)
            .Select(static z => z.Id)];

        Assert.Empty(wrong);
    }

    [Fact]
    public void Finds_zones_and_answers_null_for_what_is_none()
    {
        Assert.Equal(TimeSpan.FromHours(1), new EngineEntry().FindTimezone("Europe/Berlin")!.BaseUtcOffset);
        Assert.Null(new EngineEntry().FindTimezone("Mars/Olympus"));
    }
}
