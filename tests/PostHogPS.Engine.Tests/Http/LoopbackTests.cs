using System;
using System.Net;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Testing;
using Xunit;

namespace PostHogPS.Engine.Tests.Http;

/// <summary>http goes to this machine only, and so does the key: through a proxy both would leave it in the clear.</summary>
public sealed class LoopbackTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task A_proxy_never_sees_what_goes_to_this_machine(string host)
    {
        using var proxy = new SocketServer(static _ => Reply.Json(Samples.Page("")));
        using var bench = new Bench(static _ => Reply.Json(Samples.Page("")), s =>
        {
            s.HostUri = new UriBuilder(s.HostUri) { Host = host }.Uri;
            s.Proxy = proxy.Address;
            s.ProxyCredential = new NetworkCredential("u", "p");
        });

        await bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call);

        Assert.Single(bench.Server.Requests);
        Assert.Empty(proxy.Requests);
    }

    [Fact]
    public async Task Another_host_is_reached_through_it()
    {
        using var proxy = new SocketServer(static _ => Reply.Json(Samples.Page("")));
        using IPostHogSession session = Bench.Open(new Uri("http://posthog.example/"), new TestClock(), s => s.Proxy = proxy.Address);

        await session.BatchExports.ListAsync("7", null, null, null, new CallContext(TestContext.Current.CancellationToken));

        Assert.Single(proxy.Requests);
    }

    /// <summary>Storage can be on any host, so there each request decides.</summary>
    [Theory]
    [InlineData("http://127.0.0.1:9000/x", true)]
    [InlineData("http://127.8.9.10/x", true)]
    [InlineData("http://[::1]:9000/x", true)]
    [InlineData("https://localhost/x", true)]
    [InlineData("https://LOCALHOST:8443/x", true)]
    [InlineData("http://localhost.example.com/x", false)]
    [InlineData("http://127.example.com/x", false)]
    [InlineData("https://bucket.s3.amazonaws.com/x", false)]
    public void Storage_on_this_machine_is_bypassed(string address, bool bypassed)
    {
        var settings = new ConnectionSettings { Proxy = new Uri("http://proxy.example:3128"), ProxyCredential = new NetworkCredential("u", "p") };

        IWebProxy proxy = RemoteOnlyProxy.CreateFrom(settings)!;

        Assert.Equal(bypassed, proxy.IsBypassed(new Uri(address)));
        Assert.Same(settings.ProxyCredential, proxy.Credentials);
        Assert.Equal(settings.Proxy, proxy.GetProxy(new Uri("https://bucket.s3.amazonaws.com/x")));
    }
}
