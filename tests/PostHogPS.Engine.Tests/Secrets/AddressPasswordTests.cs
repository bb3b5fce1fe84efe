using System;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using Xunit;
using PostHogPS.Text;

namespace PostHogPS.Engine.Tests.Secrets;

/// <summary>User and password in an address are shown nowhere, whatever a password holds.</summary>
public sealed class AddressPasswordTests
{
    [Theory]
    [InlineData("The proxy tunnel request to proxy 'http://svc:SECRET@proxy:8080/' failed with status code '407'.")]
    [InlineData("http://svc:SE@CRET@proxy:8080/")]
    [InlineData("http://svc:SE:CRET@proxy")]
    [InlineData("http://svc:SE/CRET@proxy/x")]
    [InlineData("http://svc:SE#CRET@proxy")]
    [InlineData("http://svc:SE?CRET@proxy")]
    [InlineData("http://svc:SE'CRET@proxy:8080/")]
    [InlineData("http://svc:SE%40CRET@proxy")]
    [InlineData("http://svc:SEéпCRET@proxy")]
    [InlineData("http://SECRET@proxy")]
    [InlineData("{\"url\":\"https:\\/\\/u:SECRET@h\\/x\"}")]
    [InlineData("postgresql://u:SECRET@db:5432/x failed; mysql://v:SECRET@db/y")]
    [InlineData("url=http%3A%2F%2Fsvc%3ASECRET%40proxy%2Fx&y=1")]
    [InlineData("HTTPS_PROXY=svc:SECRET@proxy:8080")]
    [InlineData("cannot reach svc:SECRET@[::1]:8080")]
    public void Goes(string text)
    {
        string clean = AddressPasswords.Hide(text, bare: true);
        foreach (string part in new[] { "SECRET", "SE", "CRET" })
            Assert.DoesNotContain(part, clean.Replace("[redacted]", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("[redacted]@", clean.Replace("%40", "@", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET https://us.posthog.com:8000/api/users/@me/: 200")]
    [InlineData("https://[::1]:8000/api/projects/@current/")]
    [InlineData("write to robot@example.com, or mailto:robot@example.com")]
    [InlineData("{\"email\":\"robot@example.com\",\"url\":\"https://us.posthog.com/x\"}")]
    [InlineData("git@github.com:org/repo")]
    [InlineData("at 10:00:00 @ noon")]
    [InlineData("https://h/x?email=a%40b.c")]
    public void Stays(string text) => Assert.Equal(text, AddressPasswords.Hide(text, bare: true));

    [Theory]
    [InlineData("CONNECT")]
    [InlineData("GET")]
    public async Task A_proxy_that_asks_for_a_password_is_one_clear_error(string method)
    {
        using var proxy = new SocketServer(static _ => Reply.Empty(407, "Proxy-Authenticate: Basic realm=\"x\""));
        using Bench bench = Through(proxy, method);

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => bench.Session.Identity.GetCurrentUserAsync(bench.Call));

        Assert.Equal((PostHogErrorKind.Unreachable, 407), (error.Kind, error.StatusCode));
        Assert.Contains("name and a password", error.Message, StringComparison.Ordinal);
        Assert.Single(proxy.Requests);
        Assert.Equal(method, proxy.Requests[0].Method);
        AssertNoPassword(bench, error);
    }

    [Theory]
    [InlineData("CONNECT", 502)]
    [InlineData("GET", 502)]
    public async Task A_proxy_that_fails_shows_no_password(string method, int status)
    {
        using var proxy = new SocketServer(_ => Reply.Html(status, "<p>cannot forward for http://svc:s3cr3t-Pass@proxy/</p>"));
        using Bench bench = Through(proxy, method);

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => bench.Session.Identity.GetCurrentUserAsync(bench.Call));

        AssertNoPassword(bench, error);
    }

    [Fact]
    public async Task Errors_of_runs_and_log_lines_are_cleaned_when_they_are_read()
    {
        const string Bad = "could not connect to postgresql://u:s3cr3t-Pass@db/x";
        using var bench = new Bench(static _ =>
            Reply.Json(Samples.Page("{\"id\":\"" + Samples.Run + "\",\"status\":\"Failed\",\"latest_error\":\"" + Bad + "\"}")));

        BatchExportRun run = (await bench.Session.Runs.ListAsync("7", Samples.Export, new RunQuery(), null, bench.Call)).Items[0];

        Assert.Equal("could not connect to postgresql://[redacted]@db/x", run.LatestError);
    }

    private static Bench Through(SocketServer proxy, string method) => new(
        new SocketServer(static _ => Reply.Drop),
        settings =>
        {
            settings.HostUri = new Uri((method == "CONNECT" ? "https" : "http") + "://posthog.invalid/");
            settings.Proxy = new Uri("http://svc:s3cr3t-Pass@" + proxy.Address.Authority);
        });

    private static void AssertNoPassword(Bench bench, PostHogApiException error)
    {
        Assert.DoesNotContain("s3cr3t", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Messages, static m => m.Text.Contains("s3cr3t", StringComparison.Ordinal));
    }
}
