using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Testing;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

/// <summary>The sandbox behind real sockets.</summary>
public sealed class ServerTests
{
    private const string Web = "api/projects/101/batch_exports/";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_answers_on_loopback_with_links_to_itself()
    {
        await using SandboxServer server = await SandboxServer.StartAsync();
        using HttpClient http = Http(server);
        JsonNode page = JsonNode.Parse(await http.GetStringAsync(Web + "?limit=2", Token))!;
        Assert.Equal(server.Address + Web + "?limit=2&offset=2", page["next"]!.GetValue<string>());
        using HttpResponseMessage wrong = await http.PostAsync(new Uri(server.Address, Web), Json("{}"), Token);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_dropped_connection_shows_whether_the_work_was_done(bool processed)
    {
        await using SandboxServer server = await SandboxServer.StartAsync();
        using HttpClient http = Http(server);
        JsonNode list = JsonNode.Parse(await http.GetStringAsync(Web, Token))!;
        server.Faults.Add(FaultKind.Drop, "POST", afterProcessing: processed);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.PostAsync(Web + list["results"]![3]!["id"] + "/pause/", Json("{}"), Token));
        Assert.Equal(processed, Assert.Single(server.Requests.Find("POST", "*")).Processed);
    }

    [Fact]
    public async Task A_reset_is_not_a_quiet_end()
    {
        await using SandboxServer server = await SandboxServer.StartAsync();
        using HttpClient http = Http(server);
        server.Faults.Add(FaultKind.Reset, times: 0);
        HttpRequestException failure = await Assert.ThrowsAsync<HttpRequestException>(() => http.PostAsync(Web, Json("{}"), Token));
        Assert.Contains("reset", failure.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_post_without_a_body_on_a_kept_connection_is_sent_again_by_the_framework()
    {
        // The trap that the engine has to avoid by always sending a body; shown here so that it can be shown there.
        await using SandboxServer server = await SandboxServer.StartAsync();
        using HttpClient http = Http(server);
        string id = JsonNode.Parse(await http.GetStringAsync(Web, Token))!["results"]![3]!["id"]!.GetValue<string>();
        server.Faults.Add(FaultKind.Drop, "POST", times: 1, afterProcessing: true);
        using HttpResponseMessage answer = await http.PostAsync(Web + id + "/pause/", null, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(2, server.Requests.Find("POST", "*/pause/").Count);
    }

    [Theory]
    [InlineData(FaultKind.CutBody)]
    [InlineData(FaultKind.WrongLength)]
    public async Task Bodies_can_break_off(FaultKind kind)
    {
        await using SandboxServer server = await SandboxServer.StartAsync();
        using HttpClient http = Http(server);
        server.Faults.Add(kind, times: 0);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(Web, Token));
    }

    [Fact]
    public async Task A_slow_body_comes_whole_in_the_end()
    {
        await using SandboxServer server = await SandboxServer.StartAsync();
        using HttpClient http = Http(server);
        server.Faults.Add(new Fault { Kind = FaultKind.SlowDrip, Delay = TimeSpan.FromMilliseconds(10) });
        var watch = Stopwatch.StartNew();
        Assert.NotNull(JsonNode.Parse(await http.GetStringAsync(Web, Token)));
        Assert.True(watch.ElapsedMilliseconds > 150);
    }

    [Theory]
    [InlineData(FaultKind.Gzip, "gzip")]
    [InlineData(FaultKind.Brotli, "br")]
    public async Task Bodies_can_be_compressed(FaultKind kind, string encoding)
    {
        await using SandboxServer server = await SandboxServer.StartAsync();
        server.Faults.Add(kind, times: 0);
        using HttpClient plain = Http(server);
        plain.DefaultRequestHeaders.Add("Accept-Encoding", "gzip, br");
        using HttpResponseMessage raw = await plain.GetAsync(Web, Token);
        Assert.Equal(encoding, Assert.Single(raw.Content.Headers.ContentEncoding));
        using HttpClient unpacking = Http(server, new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All });
        Assert.NotNull(JsonNode.Parse(await unpacking.GetStringAsync(Web, Token)));
    }

    [Fact]
    public async Task A_hanging_answer_does_not_hold_up_the_client_or_the_end()
    {
        SandboxServer server = await SandboxServer.StartAsync();
        using HttpClient http = Http(server);
        http.Timeout = TimeSpan.FromMilliseconds(200);
        server.Faults.Add(FaultKind.Hang);
        await Assert.ThrowsAsync<TaskCanceledException>(() => http.GetStringAsync(Web, Token));
        var watch = Stopwatch.StartNew();
        await server.DisposeAsync();
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(TlsMode.SelfSigned, true)]
    [InlineData(TlsMode.Expired, false)]
    [InlineData(TlsMode.WrongHost, false)]
    public async Task Certificates_can_be_good_or_bad(TlsMode mode, bool good)
    {
        await using SandboxServer server = await SandboxServer.StartAsync(new SandboxServerOptions { Tls = mode });
        Assert.Equal("https", server.Address.Scheme);
        using HttpClient stranger = Http(server);
        HttpRequestException failure = await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetStringAsync(Web, Token));
        Assert.IsType<AuthenticationException>(failure.InnerException);
        Assert.Equal(0, server.Requests.Count);

        var trusting = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { server.Certificate! },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        };
        using HttpClient friend = Http(server, trusting);
        if (good)
            Assert.NotEmpty(await friend.GetStringAsync(Web, Token));
        else
            await Assert.ThrowsAsync<HttpRequestException>(() => friend.GetStringAsync(Web, Token));
    }

    [Fact]
    public async Task Another_process_can_use_the_switches()
    {
        await using SandboxServer server = await SandboxServer.StartAsync();
        using HttpClient http = Http(server);
        using (HttpResponseMessage added =
            await http.PostAsync("_sandbox/faults", Json("""{"kind":"html","path":"*/batch_exports/*","nth":2,"times":1}"""), Token))
            Assert.Equal(HttpStatusCode.NoContent, added.StatusCode);
        using (HttpResponseMessage wrong = await http.PostAsync("_sandbox/faults", Json("""{"kind":"nonsense"}"""), Token))
            Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.NotEmpty(await http.GetStringAsync(Web, Token));
        using (HttpResponseMessage hit = await http.GetAsync(Web, Token))
            Assert.Equal(HttpStatusCode.BadGateway, hit.StatusCode);

        JsonArray log = JsonNode.Parse(await http.GetStringAsync("_sandbox/requests", Token))!.AsArray();
        Assert.Equal(new int?[] { 200, 502 }, log.Select(r => r!["status"]?.GetValue<int>()));
        DateTimeOffset before = server.Clock.GetUtcNow();
        using HttpResponseMessage moved = await http.PostAsync("_sandbox/clock/advance", Json("""{"seconds":3600}"""), Token);
        Assert.True(server.Clock.GetUtcNow() - before >= TimeSpan.FromHours(1));
        using HttpResponseMessage cleared = await http.DeleteAsync("_sandbox/faults", Token);
        using HttpResponseMessage emptied = await http.DeleteAsync("_sandbox/requests", Token);
        Assert.Equal("[]", await http.GetStringAsync("_sandbox/requests", Token));
    }

    [Fact]
    public async Task As_a_program_it_prints_its_address_first()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "PostHogPS.SandboxServer.dll");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList = { program, "--port", "0", "--generation", "A", "--throttle", "off", "--fault", "kind=Html;nth=2" },
        };
        using Process process = Process.Start(start)!;
        try
        {
            string? line = await process.StandardOutput.ReadLineAsync(Token);
            Assert.Matches(@"^Listening on http://127\.0\.0\.1:\d+/$", line);
            using var http = new HttpClient { BaseAddress = new Uri(line!["Listening on ".Length..]) };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "phx_x");
            Assert.Contains("\"S3\"", await http.GetStringAsync(Web, Token), StringComparison.Ordinal);
            using HttpResponseMessage second = await http.GetAsync(Web, Token);
            Assert.Equal(HttpStatusCode.BadGateway, second.StatusCode);
        }
        finally
        {
            process.Kill();
        }
    }

    private static HttpClient Http(SandboxServer server, SocketsHttpHandler? handler = null)
    {
        var http = new HttpClient(handler ?? new SocketsHttpHandler()) { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "phx_test");
        return http;
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
