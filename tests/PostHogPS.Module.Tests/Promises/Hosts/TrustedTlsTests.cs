using System;
using System.IO;
using System.Linq;
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

    // Pages of a hundred: enough for several. Up to the same instant each time, however long it takes.
    private const string ReadAll = "@(Get-PHBatchExportRun events-to-s3 -After 2020-01-01 -Before $until).Count";

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

        // Read as it is, and then with such links.
        ProcessResult result = Run(server, $"{ReadAll}; {Put(server, fault, plain)}; {ReadAll}");

        Assert.True(result.ExitCode == 0, result.Output);
        string[] counts = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(2, counts.Length);
        Assert.Equal(counts[0], counts[1]);
        int pages = server.Requests.Find("GET", Runs).Count / 2;
        Assert.True(pages > 2);
        Assert.Equal(2 * pages, server.Requests.Find("GET", Runs).Count);
        Assert.Equal(0, plain.Connections);
        AssertAllWithKey(server);
    }

    [Fact]
    public async Task A_redirect_to_plain_http_is_an_error()
    {
        int[] statuses = [301, 302, 307, 308];
        using var plain = new SocketServer(static _ => Reply.Json("{\"results\":[],\"next\":null}"));
        await using SandboxServer server = await StartAsync();

        ProcessResult result = Run(server, string.Join("; ", statuses.Select(status => $"{Put(server, FaultKind.Redirect, plain, status)}; {ReadAll}")));

        string[] errors = result.Output.Split("ERROR ", StringSplitOptions.RemoveEmptyEntries);
        Assert.True(errors.Length == statuses.Length, result.Output);
        Assert.All(errors, error => Assert.StartsWith("PostHog.Redirect", error, StringComparison.Ordinal));
        Assert.All(errors, error => Assert.Contains(plain.Address.Authority, error, StringComparison.Ordinal));
        Assert.Equal(statuses, server.Requests.Find("GET", Runs).Select(static request => request.Status ?? 0));
        Assert.Equal(0, plain.Connections);
        AssertAllWithKey(server);
    }

    // The line with which the process itself changes what the server does from then on.
    private static string Put(SandboxServer server, FaultKind fault, SocketServer target, int? status = null) =>
        $"$null = Invoke-RestMethod {server.Address}_sandbox/faults -Method Delete; "
        + $"$null = Invoke-RestMethod {server.Address}_sandbox/faults -Method Post -ContentType application/json -Body (@{{ kind = '{fault}'; path = '{Runs}'; times = 0; "
        + $"target = '{target.Address}'; status = {status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "$null"} }} | ConvertTo-Json)";

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
            $"Connect-PostHog -ApiKey ([Net.NetworkCredential]::new('', '{Bench.PlantedKey}').SecurePassword) -HostUri {server.Address} -ProjectId 101; $until = [DateTimeOffset]::UtcNow; {script}",
            new() { ["SSL_CERT_FILE"] = trusted });
    }

    private static void AssertAllWithKey(SandboxServer server)
    {
        Assert.NotEmpty(server.Requests.All);
        Assert.All(server.Requests.All,
            static r => Assert.Equal(("https", "Bearer " + Bench.PlantedKey), (r.Request.Uri.Scheme, r.Request.Header("Authorization"))));
    }
}
