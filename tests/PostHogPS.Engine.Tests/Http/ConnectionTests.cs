using System;
using System.IO;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Testing;
using Xunit;

namespace PostHogPS.Engine.Tests.Http;

public sealed class ConnectionTests
{
    [Fact]
    public async Task Sends_key_user_agent_and_accept()
    {
        using var bench = new Bench(static _ => Reply.Json(Samples.Page("")));

        await bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call);

        Seen request = Assert.Single(bench.Server.Requests);
        Assert.Equal("Bearer " + Bench.Key, request.Header("Authorization"));
        Assert.Equal("PostHogPS/0.0 (tests)", request.Header("User-Agent"));
        Assert.Equal("application/json", request.Header("Accept"));
        Assert.Contains("gzip", request.Header("Accept-Encoding"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_share_one_connection()
    {
        using var bench = new Bench(static _ => Reply.Json(Samples.Page("")));

        for (int i = 0; i < 5; i++)
            await bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call);

        Assert.Equal(1, bench.Server.Connections);
        Assert.Equal(5, bench.Session.RequestCount);
    }

    [Fact]
    public async Task A_server_that_hangs_ends_in_a_timeout_that_is_not_repeated()
    {
        using Bench bench = Silent();

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(
            () => bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call));

        Assert.Equal(PostHogErrorKind.Timeout, error.Kind);
        Assert.Single(bench.Server.Requests);
    }

    [Fact]
    public async Task A_write_to_a_server_that_hangs_has_an_unknown_fate()
    {
        using Bench bench = Silent();

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(
            () => bench.Session.Runs.RetryAsync("7", Samples.Export, Samples.Run, bench.Call));

        Assert.Equal(PostHogErrorKind.FateUnknown, error.Kind);
        Assert.Contains("Get-PHBatchExportBackfill", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_stops_in_the_middle_ends_too()
    {
        using var bench = new Bench(
            static _ => Reply.Json(Samples.Page(Samples.ExportJson)) with { Raw = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"u8.ToArray() });
        // The first is for the headers, the second for the body.
        bench.Clock.Timeouts.ExpireAt(2);

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(
            () => bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call));

        Assert.Equal(PostHogErrorKind.Timeout, error.Kind);
    }

    [Fact]
    public async Task Cancelling_ends_a_hanging_call()
    {
        using var stop = new CancellationTokenSource();
        using var bench = new Bench(_ =>
        {
            stop.Cancel();
            return Reply.Hang;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => bench.Session.BatchExports.ListAsync("7", null, null, null, bench.With(stop.Token)));
    }

    [Fact]
    public async Task A_bad_certificate_is_never_repeated()
    {
        using RSA rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 own = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using X509Certificate2 served = X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pfx), null);
        using var bench = new Bench(new SocketServer(static _ => Reply.Json(Samples.Page("")), served));

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(
            () => bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call));

        Assert.Equal(PostHogErrorKind.Certificate, error.Kind);
        Assert.Equal(1, bench.Session.RequestCount);
        Assert.Empty(bench.Server.Requests);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Reads_compressed_answers(string encoding)
    {
        byte[] plain = Encoding.UTF8.GetBytes(Samples.Page(Samples.ExportJson));
        using var packed = new MemoryStream();
        using (Stream pack = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            pack.Write(plain);
        }

        using var bench = new Bench(_ => Reply.Of(200, packed.ToArray(), "Content-Type: application/json", "Content-Encoding: " + encoding));

        Assert.Single((await bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call)).Items);
    }

    [Fact]
    public async Task A_path_in_the_address_is_kept()
    {
        using var server = new SocketServer(static _ => Reply.Json(Samples.Page("")));
        using var bench = new Bench(server, s => s.HostUri = new Uri(server.Address, "posthog"));

        await bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call);

        Assert.Equal("/posthog/api/projects/7/batch_exports/", Assert.Single(server.Requests).Path);
    }

    [Fact]
    public async Task A_key_from_a_file_with_a_line_break_works()
    {
        using var bench = new Bench(static _ => Reply.Json(Samples.Page("")), static s => s.ApiKey = Bench.Secure(Bench.Key + "\r\n"));

        await bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call);

        Assert.Equal("Bearer " + Bench.Key, bench.Server.Requests[0].Header("Authorization"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("phx_with space")]
    [InlineData("phx_über")]
    public async Task A_key_that_no_header_can_carry_is_an_error_without_a_request(string key)
    {
        using var bench = new Bench(static _ => Reply.Json(Samples.Page("")), s => s.ApiKey = Bench.Secure(key));

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(
            () => bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call));

        Assert.Equal(PostHogErrorKind.Unauthorized, error.Kind);
        Assert.Empty(bench.Server.Requests);
        if (key.Length > 0)
            Assert.DoesNotContain(key, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_proxy_is_used()
    {
        using var proxy = new SocketServer(static _ => Reply.Json(Samples.Page("")));
        using IPostHogSession session = Bench.Open(new Uri("http://posthog.example/"), new TestClock(), s =>
        {
            s.Proxy = proxy.Address;
            s.ProxyCredential = new NetworkCredential("u", "p");
        });

        await session.BatchExports.ListAsync("7", null, null, null, new CallContext(TestContext.Current.CancellationToken));

        Assert.Equal("http://posthog.example/api/projects/7/batch_exports/", Assert.Single(proxy.Requests).Target);
    }

    // A server that takes a request and never answers; the time-out is over once it has it.
    private static Bench Silent()
    {
        var clock = new TestClock();
        return new Bench(
            _ =>
            {
                clock.Timeouts.Expire();
                return Reply.Hang;
            },
            clock: clock);
    }
}
