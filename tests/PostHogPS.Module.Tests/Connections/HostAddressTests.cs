using PostHogPS.Connections;
using Xunit;

namespace PostHogPS.Module.Tests.Connections;

public sealed class HostAddressTests
{
    [Theory]
    [InlineData("us.posthog.com", "https://us.posthog.com/")]
    [InlineData("https://us.posthog.com", "https://us.posthog.com/")]
    [InlineData("https://us.posthog.com/project/101/pipeline?tab=x#top", "https://us.posthog.com/")]
    [InlineData("https://us.posthog.com/PROJECT", "https://us.posthog.com/")]
    [InlineData("https://us.posthog.com/api/projects/@current/", "https://us.posthog.com/")]
    [InlineData("https://example.com/analytics/posthog", "https://example.com/analytics/posthog/")]
    [InlineData("https://example.com/analytics/settings/user", "https://example.com/analytics/")]
    [InlineData("https://example.com/projects/", "https://example.com/projects/")]
    [InlineData("https://example.com/?x=1", "https://example.com/")]
    [InlineData("https://robin:secret@example.com/", "https://example.com/")]
    [InlineData("localhost:8000", "http://localhost:8000/")]
    [InlineData("127.0.0.1:8000/ph", "http://127.0.0.1:8000/ph/")]
    [InlineData("   ", null)]
    [InlineData("https://", null)]
    public void What_people_paste_becomes_the_base_of_the_API(string text, string? address) =>
        Assert.Equal(address, HostAddress.Parse(text)?.AbsoluteUri);
}
