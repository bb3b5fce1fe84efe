using System;
using PostHogPS.Connections;
using Xunit;
using PostHogPS.Contracts;

namespace PostHogPS.Domain.Tests.Connections;

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
    [InlineData("https://xn--mnchen-3ya.example/", "https://xn--mnchen-3ya.example/")]
    [InlineData("https://example.com:8443", "https://example.com:8443/")]
    [InlineData("localhost:8000", "http://localhost:8000/")]
    [InlineData("http://LOCALHOST", "http://localhost/")]
    [InlineData("127.0.0.1:8000/ph", "http://127.0.0.1:8000/ph/")]
    [InlineData("127.8.9.10", "http://127.8.9.10/")]
    [InlineData("[::1]:8000", "http://[::1]:8000/")]
    [InlineData("http://[::1]", "http://[::1]/")]
    [InlineData("localhost.example.com", "https://localhost.example.com/")]
    [InlineData("localhostess", "https://localhostess/")]
    [InlineData("127.example.com", "https://127.example.com/")]
    public void What_people_paste_becomes_the_base_of_the_API(string text, string address) =>
        Assert.Equal(address, HostAddress.Read(text, "-HostUri").AbsoluteUri);

    /// <summary>What looks like one host and leads to another, with the host that it leads to.</summary>
    [Theory]
    [InlineData("https://us.posthog.com@other.example", "other.example")]
    [InlineData("us.posthog.com@other.example", "other.example")]
    [InlineData("https://us.posthog.com:443@other.example/", "other.example")]
    [InlineData("https://@other.example", "other.example")]
    [InlineData("https://us.posthog.com:x@other.example", "other.example")]
    [InlineData("https://robin:hunter2@example.com/", "example.com")]
    [InlineData("https://us.posthog.com\\@other.example", null)]
    [InlineData("https://other.example\\us.posthog.com", null)]
    [InlineData("https://us.p\u043Esthog.com", "us.xn--psthog-wqf.com")]
    [InlineData("https://us.posthog.com\uFF20other.example", null)]
    [InlineData("https://us\u3002posthog\u3002com", null)]
    [InlineData("https://us.posthog.com%2eother.example", null)]
    [InlineData("https://us.posthog.com%40other.example", null)]
    [InlineData("https:us.posthog.com", null)]
    [InlineData("https:/us.posthog.com", null)]
    [InlineData("https:///us.posthog.com", null)]
    [InlineData("https://us.posthog.com\t.other.example", null)]
    [InlineData("https://us.posthog.com\n.other.example", null)]
    [InlineData("https://us.posthog.com .other.example", null)]
    [InlineData("https://us.posthog.com:99999", null)]
    [InlineData("http://localhost.", null)]
    [InlineData("http://localhost.example.com", null)]
    [InlineData("http://127.example.com", null)]
    [InlineData("http://sub.localhost", null)]
    [InlineData("http://0.0.0.0", null)]
    [InlineData("http://192.168.1.5", null)]
    [InlineData("https://us.i.posthog.com.", null)]
    [InlineData("file:///etc/passwd", null)]
    [InlineData("   ", null)]
    [InlineData("https://", null)]
    public void What_leads_elsewhere_is_refused_and_the_real_host_named(string text, string? real)
    {
        foreach (string where in new[] { "-HostUri", "POSTHOG_HOST" })
        {
            ProblemException refused = Assert.Throws<ProblemException>(() => HostAddress.Read(text, where));
            Assert.Equal("InvalidHost", refused.Id);
            Assert.DoesNotContain("hunter2", refused.Message, StringComparison.Ordinal);
            if (real is not null)
                Assert.Contains("'" + real + "'", refused.Message, StringComparison.Ordinal);
        }
    }
}
