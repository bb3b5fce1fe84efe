using System;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.Testing;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Hosts;

/// <summary>When TLS fails, the error says whose fault it is, and nothing was sent.</summary>
public sealed class TlsTests
{
    [Fact]
    public async Task A_plain_server_behind_an_https_address_is_not_called_a_bad_certificate()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Connect = null });
        bench.Shell.Set("https", bench.Server.Address.AbsoluteUri.Replace("http:", "https:", StringComparison.Ordinal));

        ErrorRecord error = bench.Run("Connect-PostHog -ApiKey $key -HostUri $https").Error;

        Assert.StartsWith("PostHog.Unreachable", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("does not speak TLS", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("plain http", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(bench.Requests.All);
        Assert.Empty(bench.Clock.Waits);
    }

    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData(TlsMode.Expired, "NotTimeValid")]
    [InlineData(TlsMode.WrongHost, "it is for another host name")]
    [InlineData(TlsMode.SelfSigned, "UntrustedRoot")]
    public async Task A_certificate_that_does_not_hold_says_why(TlsMode mode, string reason)
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Connect = null, Server = new() { Tls = mode } });

        ErrorRecord error = bench.Run("Connect-PostHog -ApiKey $key -HostUri $server").Error;

        Assert.StartsWith("PostHog.Certificate", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(reason, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(bench.Requests.All);
        Assert.Empty(bench.Clock.Waits);
    }
}
