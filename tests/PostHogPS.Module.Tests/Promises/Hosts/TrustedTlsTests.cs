using System;
using System.IO;
using System.Threading.Tasks;
using PostHogPS.Engine.Tests;
using PostHogPS.TestHost;
using PostHogPS.Testing;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Hosts;

/// <summary>
/// TLS that holds: a process of its own trusts the server's certificate, as a machine trusts its authorities. Whatever the
/// answers name, a call that began with https stays with https, and the key is never sent unencrypted.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class TrustedTlsTests
{
    private const string Runs = "*/runs/*";

    // Pages of a hundred: enough for several.
    private const string ReadAll = "@(Get-PHBatchExportRun events-to-s3 -After 2020-01-01).Count";

    [Fact]
    public async Task Calls_work_over_tls_that_is_trusted()
    {
        await using SandboxServer server = await StartAsync();

        ProcessResult result = Run(server, ReadAll);

        Assert.True(result.ExitCode == 0, result.Output);
        Assert.True(int.Parse(result.Output, System.Globalization.CultureInfo.InvariantCulture) > 200, result.Output);
        AssertAllWithKey(server);
    }

    [Theory]
    [InlineData(FaultKind.HttpNext)]
    [InlineData(FaultKind.ForeignNext)]
    public async Task A_link_to_plain_http_is_asked_for_over_https(FaultKind fault)
    {
        using var plain = new SocketServer(static _ => Reply.Json("{\"results\":[],\"next\":null}"));
        await using SandboxServer server = await StartAsync();
        string whole = Run(server, ReadAll).Output;
        server.Requests.Clear();
        server.Faults.Add(new Fault { Kind = fault, Path = Runs, Times = 0, Target = plain.Address.AbsoluteUri });

        ProcessResult result = Run(server, ReadAll);

        Assert.Equal((0, whole), (result.ExitCode, result.Output));
        Assert.True(server.Requests.Find("GET", Runs).Count > 2);
        Assert.Equal(0, plain.Connections);
        AssertAllWithKey(server);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_to_plain_http_is_an_error(int status)
    {
        using var plain = new SocketServer(static _ => Reply.Json("{\"results\":[],\"next\":null}"));
        await using SandboxServer server = await StartAsync();
        server.Faults.Add(new Fault { Kind = FaultKind.Redirect, Path = Runs, Times = 0, Status = status, Target = plain.Address.AbsoluteUri });

        ProcessResult result = Run(server, ReadAll);

        Assert.Contains("ERROR PostHog.Redirect", result.Output, StringComparison.Ordinal);
        Assert.Contains(plain.Address.Authority, result.Output, StringComparison.Ordinal);
        Assert.Single(server.Requests.Find("GET", Runs));
        Assert.Equal(0, plain.Connections);
        AssertAllWithKey(server);
    }

    private static Task<SandboxServer> StartAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only OpenSSL takes what to trust from the environment.");
        return SandboxServer.StartAsync(new SandboxServerOptions { Tls = TlsMode.SelfSigned });
    }

    private static ProcessResult Run(SandboxServer server, string script)
    {
        using var folder = new TempFolder();
        string trusted = Path.Combine(folder.Path, "trusted.pem");
        File.WriteAllText(trusted, server.Certificate!.ExportCertificatePem());
        return Pwsh.RunLine(
            StagedModule.Manifest,
            $"Connect-PostHog -ApiKey ([Net.NetworkCredential]::new('', '{Bench.PlantedKey}').SecurePassword) -HostUri {server.Address} -ProjectId 101; {script}",
            new() { ["SSL_CERT_FILE"] = trusted });
    }

    private static void AssertAllWithKey(SandboxServer server)
    {
        Assert.NotEmpty(server.Requests.All);
        Assert.All(server.Requests.All,
            static r => Assert.Equal(("https", "Bearer " + Bench.PlantedKey), (r.Request.Uri.Scheme, r.Request.Header("Authorization"))));
    }
}
