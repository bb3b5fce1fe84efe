using System;
using Xunit;

namespace PostHogPS.Engine.Tests.Frameworks;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData(0.25, "0.3 s")]
    [InlineData(89, "89 s")]
    [InlineData(100, "1 min 40 s")]
    [InlineData(120, "2 min")]
    [InlineData(599.2, "10 min")]
    [InlineData(3900, "65 min")]
    public void A_wait_is_said_as_it_was_given(double seconds, string text) =>
        Assert.Equal(text, NumberText.FormatDuration(TimeSpan.FromSeconds(seconds)));
}
