using System;
using System.Globalization;
using PostHogPS.Contracts;
using PostHogPS.Schedule;
using Xunit;

namespace PostHogPS.Domain.Tests.Schedule;

/// <summary>Day and month before the year: typed, in the order of the culture; out of a copy, which another culture may have written.</summary>
public sealed class DateOrderTests : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    public void Dispose() => CultureInfo.CurrentCulture = _before;

    [Theory]
    [InlineData("en-GB", "03/11/2026")]
    [InlineData("nl-NL", "03-11-2026")]
    [InlineData("nl-NL", "03-11-2026 15:00:00 +00:00")]
    [InlineData("de-DE", "03.11.2026 15:00:00 +00:00")]
    [InlineData("sk-SK", "3. 11. 2026 15:00:00")]
    [InlineData("sk-SK", "3. 11. 2026. 15:00")]
    [InlineData("fr-FR", "03 11 2026")]
    [InlineData("en-US", "03.11.2026")]
    public void A_typed_date_that_can_be_two_is_refused_where_days_come_first(string culture, string text)
    {
        ProblemException problem = Refuse(culture, text, isCopy: false);
        Assert.Equal("InvalidDate", problem.Id);
        Assert.Contains($"'{text}' for -After can be 2026-11-03 and 2026-03-11", problem.Message, StringComparison.Ordinal);
        Assert.StartsWith("Give the year first: 2026-11-03", problem.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nl-NL", "27-11-2026", "2026-11-27")]
    [InlineData("nl-NL", "27-11-2026 15:00:00 +00:00", "2026-11-27T15:00:00Z")]
    [InlineData("nl-NL", "11-11-2026", "2026-11-11")]
    [InlineData("de-DE", "27.11.2026", "2026-11-27")]
    [InlineData("sk-SK", "27. 11. 2026 15:00:00 +00:00", "2026-11-27T15:00:00Z")]
    [InlineData("fr-FR", "27 11 2026", "2026-11-27")]
    [InlineData("en-US", "27.11.2026", "2026-11-27")]
    [InlineData("en-US", "11/03/2026", "2026-11-03")]
    [InlineData("en-GB", "2026-03-11", "2026-03-11")]
    public void A_typed_date_that_is_one_date_is_read(string culture, string text, string meant) =>
        Assert.Equal(meant, Read(culture, text, isCopy: false).ToString());

    [Theory]
    [InlineData("", "03/11/2026 15:00:00 +00:00")]
    [InlineData("en-US", "11/03/2026 3:00:00 PM +00:00")]
    [InlineData("", "03-11-2026 15:00:00 +00:00")]
    [InlineData("en-GB", "03.11.2026 15:00:00 +00:00")]
    [InlineData("", "3. 11. 2026 15:00:00 +00:00")]
    public void A_date_of_a_copy_that_can_be_two_is_refused_everywhere(string culture, string text)
    {
        Assert.Contains("Export-Clixml or ConvertTo-Json keeps dates", Refuse(culture, text, isCopy: true).Advice, StringComparison.Ordinal);
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        Assert.True(DateInput.CreateFrom(text).AsCopy().IsBad);
    }

    [Theory]
    [InlineData("", "27/11/2026 15:00:00 +00:00", "2026-11-27T15:00:00Z")]
    [InlineData("en-GB", "11/27/2026 3:00:00 PM +00:00", "2026-11-27T15:00:00Z")]
    [InlineData("", "27-11-2026 15:00:00 +00:00", "2026-11-27T15:00:00Z")]
    [InlineData("en-GB", "2026-03-11T15:00:00Z", "2026-03-11T15:00:00Z")]
    [InlineData("", "11/11/2026 15:00:00 +00:00", "2026-11-11T15:00:00Z")]
    public void A_date_of_a_copy_that_is_one_date_is_read_everywhere(string culture, string text, string meant)
    {
        Assert.Equal(meant, Read(culture, text, isCopy: true).ToString());
        Assert.Equal(meant, DateInput.CreateFrom(text).AsCopy().ToString());
    }

    private static DateInput Read(string culture, string text, bool isCopy)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        return DateInput.CreateFrom(text, isCopy: isCopy);
    }

    private static ProblemException Refuse(string culture, string text, bool isCopy) => Read(culture, text, isCopy).FindProblem("After", "-After")!;
}
