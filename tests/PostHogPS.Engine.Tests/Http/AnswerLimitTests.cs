using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using Xunit;

namespace PostHogPS.Engine.Tests.Http;

/// <summary>An answer is read up to a limit, counted unpacked: a small one that unpacks to gigabytes, or one without an end, is an error.</summary>
public sealed class AnswerLimitTests
{
    private const int Limit = 1024 * 1024;

    public static TheoryData<string> Packings => ["gzip", "deflate", "br"];

    [Theory]
    [MemberData(nameof(Packings))]
    public async Task What_unpacks_to_more_is_an_error_and_not_asked_for_again(string packing)
    {
        using var bench = new Bench(_ => Reply.Of(200, Pack(packing, 20 * Limit), "Content-Type: application/json", "Content-Encoding: " + packing), Limited);

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => bench.Session.Identity.GetCurrentUserAsync(bench.Call));

        Assert.Equal(PostHogErrorKind.InvalidResponse, error.Kind);
        Assert.Contains("larger than 1 MB", error.Message, StringComparison.Ordinal);
        Assert.Single(bench.Server.Requests);
    }

    [Fact]
    public async Task A_body_without_an_end_is_an_error()
    {
        using var bench = new Bench(static _ => Reply.Endless(200, 4 * Limit), Limited);

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => bench.Session.Identity.GetCurrentUserAsync(bench.Call));

        Assert.Equal(PostHogErrorKind.InvalidResponse, error.Kind);
        Assert.Single(bench.Server.Requests);
    }

    [Fact]
    public async Task Of_an_error_only_the_beginning_is_read()
    {
        using var bench = new Bench(static _ => Reply.Endless(400, 4 * Limit));

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => bench.Session.Identity.GetCurrentUserAsync(bench.Call));

        Assert.Equal((PostHogErrorKind.Validation, 400), (error.Kind, error.StatusCode));
        Assert.InRange(error.Message.Length, 50, 1000);
    }

    [Fact]
    public async Task What_must_not_be_sent_twice_has_an_unknown_fate_then()
    {
        using var bench = new Bench(static _ => Reply.Endless(201, 4 * Limit), Limited);

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(
            () => bench.Session.BatchExports.CreateAsync("7", new Dictionary<string, object?> { ["name"] = "x" }, bench.Call));

        Assert.Equal(PostHogErrorKind.FateUnknown, error.Kind);
        Assert.Single(bench.Server.Requests);
    }

    [Fact]
    public async Task An_answer_just_below_the_limit_is_read()
    {
        string padding = new('x', Limit - 200);
        using var bench = new Bench(_ => Reply.Json("{\"id\":1,\"email\":\"a@example.com\",\"note\":\"" + padding + "\"}"), Limited);

        Assert.Equal("a@example.com", (await bench.Session.Identity.GetCurrentUserAsync(bench.Call)).Email);
    }

    [Fact]
    public void The_limit_is_a_quarter_of_a_gigabyte() => Assert.Equal(256L * 1024 * 1024, new ConnectionSettings().MostBytes);

    private static void Limited(ConnectionSettings settings) => settings.MostBytes = Limit;

    internal static byte[] Pack(string packing, int bytes)
    {
        using var packed = new MemoryStream();
        using (Stream pack = packing switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            byte[] block = new byte[64 * 1024];
            Array.Fill(block, (byte)'[');
            for (int done = 0; done < bytes; done += block.Length)
                pack.Write(block);
        }

        return packed.ToArray();
    }
}
