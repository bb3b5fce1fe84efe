using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using Xunit;

namespace PostHogPS.Engine.Tests.Api;

public sealed class FileDownloadTests : IDisposable
{
    private static readonly Guid Id = new("0199dddd-0000-7000-8000-000000000001");
    private static readonly byte[] File = [.. Enumerable.Range(0, 200_000).Select(static i => (byte)(i * 7))];

    private readonly List<(long At, long? Total)> _begins = [];
    private readonly MemoryStream _target = new();

    public void Dispose() => _target.Dispose();

    [Fact]
    public async Task The_signed_address_is_read_without_the_key()
    {
        using var storage = new SocketServer(static _ => Reply.Of(200, File));
        using Bench bench = To(storage);

        await CopyAsync(bench, 0);

        Assert.Equal(File, _target.ToArray());
        Assert.Equal([(0, File.Length)], _begins);
        Seen read = Assert.Single(storage.Requests);
        Assert.Null(read.Header("Authorization"));
        Assert.Null(read.Header("Range"));
        Assert.Equal("Signature=abc", read.Query);
        Assert.Equal($"/api/projects/7/file_download_batch_exports/{Id}/download/0", Assert.Single(bench.Server.Requests).Path);
        Assert.DoesNotContain(bench.Messages, static m => m.Text.Contains("abc", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_copy_goes_on_where_it_stopped()
    {
        using var storage = new SocketServer(Ranged);
        using Bench bench = To(storage);

        await CopyAsync(bench, 150_000);

        Assert.Equal(File[150_000..], _target.ToArray());
        Assert.Equal([(150_000, File.Length)], _begins);
        Assert.Equal("bytes=150000-", storage.Requests[0].Header("Range"));
    }

    [Fact]
    public async Task A_storage_without_ranges_sends_it_all_and_says_so()
    {
        using var storage = new SocketServer(static _ => Reply.Of(200, File));
        using Bench bench = To(storage);

        await CopyAsync(bench, 150_000);

        Assert.Equal(File, _target.ToArray());
        Assert.Equal([(0, File.Length)], _begins);
    }

    [Fact]
    public async Task A_whole_file_needs_nothing_more()
    {
        using var storage = new SocketServer(static _ => Reply.Empty(416, "Content-Range: bytes */200000", "ETag: \"v1\""));
        using Bench bench = To(storage);

        await CopyAsync(bench, 200_000);

        Assert.Equal([(200_000, 200_000)], _begins);
        Assert.Equal(0, _target.Length);
    }

    [Fact]
    public async Task A_longer_file_than_there_is_starts_over()
    {
        using var storage = new SocketServer(static r => r.Header("Range") is null ? Reply.Of(200, File) : Reply.Empty(416, "Content-Range: bytes */200000"));
        using Bench bench = To(storage);

        await CopyAsync(bench, 300_000);

        Assert.Equal([(0, File.Length)], _begins);
        Assert.Equal(File, _target.ToArray());
    }

    [Fact]
    public async Task A_connection_that_breaks_is_taken_up_again_with_a_fresh_address()
    {
        int reads = 0;
        using var storage = new SocketServer(r => ++reads == 1 ? Reply.Of(200, File, "ETag: \"v1\"").CutAt(^100_000) : Ranged(r));
        using Bench bench = To(storage);

        await CopyAsync(bench, 0);

        Assert.Equal(File, _target.ToArray());
        Assert.Single(_begins);
        Assert.Equal(2, bench.Server.Requests.Count);
        Assert.Equal("\"v1\"", storage.Requests[1].Header("If-Range"));
        Assert.StartsWith("bytes=", storage.Requests[1].Header("Range"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_changed_in_between_is_an_error_not_a_mixture()
    {
        int reads = 0;
        using var storage = new SocketServer(_ => ++reads == 1
            ? Reply.Of(200, File, "ETag: \"v1\"").CutAt(^100_000) : Reply.Of(200, File, "ETag: \"v2\""));
        using Bench bench = To(storage);

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => CopyAsync(bench, 0));

        Assert.Equal(PostHogErrorKind.InvalidResponse, error.Kind);
        Assert.DoesNotContain("abc", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_was_not_asked_for_is_an_error()
    {
        using var storage = new SocketServer(static _ => Reply.Of(206, File[10..], "Content-Range: bytes 10-199999/200000", "ETag: \"v1\""));
        using Bench bench = To(storage);

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => CopyAsync(bench, 20));

        Assert.Equal(PostHogErrorKind.InvalidResponse, error.Kind);
        Assert.Empty(_begins);
    }

    [Theory]
    [InlineData(null, "\"v1\"")]
    [InlineData("W/\"v1\"", "W/\"v1\"")]
    [InlineData("\"v0\"", "\"v1\"")]
    [InlineData("\"v1\"", null)]
    [InlineData("no tag at all", "\"v1\"")]
    public async Task Bytes_of_another_version_are_not_gone_on_with(string? kept, string? now)
    {
        string[] version = now is null ? [] : ["ETag: " + now];
        // A storage that does not know If-Range.
        using var storage = new SocketServer(r => r.Header("Range") is null
            ? Reply.Of(200, File, version) : Reply.Of(206, File[150_000..], [$"Content-Range: bytes 150000-{File.Length - 1}/{File.Length}", .. version]));
        using Bench bench = To(storage);

        await CopyAsync(bench, 150_000, kept);

        Assert.Equal(File, _target.ToArray());
        Assert.Equal([(0, File.Length)], _begins);
    }

    [Fact]
    public async Task A_complete_partial_whose_version_nobody_confirms_is_fetched_again()
    {
        using var storage = new SocketServer(static r => r.Header("Range") is null ? Reply.Of(200, File) : Reply.Empty(416, "Content-Range: bytes */200000"));
        using Bench bench = To(storage);

        await CopyAsync(bench, 200_000);

        Assert.Equal([(0, File.Length)], _begins);
        Assert.Equal(File, _target.ToArray());
    }

    [Theory]
    [InlineData("https://a.example/", "https://storage.example/x", true)]
    [InlineData("https://a.example/", "http://storage.example/x", false)]
    [InlineData("https://a.example/", "http://a.example/x", false)]
    [InlineData("https://a.example/", "http://127.0.0.1/x", false)]
    [InlineData("http://localhost:8000/", "http://localhost:19000/x", true)]
    [InlineData("http://localhost:8000/", "http://storage.example/x", false)]
    [InlineData("http://localhost:8000/", "https://storage.example/x", true)]
    public void Files_come_over_https_or_from_this_machine(string from, string to, bool allowed) =>
        Assert.Equal(allowed, StorageClient.MayFollow(new Uri(from), new Uri(to)));

    [Fact]
    public async Task A_redirect_to_plain_storage_elsewhere_is_refused_without_a_request()
    {
        using var bench = new Bench(static _ => Reply.Empty(302, "Location: http://storage.invalid/file?Signature=abc"));

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => CopyAsync(bench, 0));

        Assert.Equal(PostHogErrorKind.Redirect, error.Kind);
        Assert.Contains("http://storage.invalid", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Signature", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_of_the_storage_shows_no_signature()
    {
        using var storage = new SocketServer(static _ => Reply.Of(403, "<Error><Code>AccessDenied</Code></Error>"u8.ToArray()));
        using Bench bench = To(storage);

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => CopyAsync(bench, 0));

        Assert.Equal(403, error.StatusCode);
        Assert.Contains("AccessDenied", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Signature", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_get_and_cancel()
    {
        using var bench = new Bench(static r => r.Method == "GET"
            ? Reply.Json("""{"status":"Completed","files":["0199dddd-0000-7000-8000-000000000002"],"records_completed":5}""")
            : Reply.Json("""{"id":"0199dddd-0000-7000-8000-000000000001","status":"Starting"}""", 202));

        Guid started = await bench.Session.FileDownloads.StartAsync("7", new Dictionary<string, object?> { ["model"] = "events" }, bench.Call);
        FileDownload found = await bench.Session.FileDownloads.GetAsync("7", Id, bench.Call);
        await bench.Session.FileDownloads.CancelAsync("7", Id, bench.Call);

        Assert.Equal(Id, started);
        Assert.Equal((Id, 7, "Completed", 5), (found.Id, found.ProjectId, found.Status, found.RecordsCompleted));
        Assert.Single(found.Files);
    }

    private static Reply Ranged(Seen request)
    {
        int from = int.Parse(request.Header("Range")!["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture);
        return Reply.Of(206, File[from..], $"Content-Range: bytes {from}-{File.Length - 1}/{File.Length}", "ETag: \"v1\"");
    }

    private static Bench To(SocketServer storage) => new(_ => Reply.Empty(302, "Location: " + storage.Address + "bucket/file?Signature=abc"));

    private Task CopyAsync(Bench bench, long offset, string? tag = "\"v1\"") =>
        bench.Session.FileDownloads.CopyToAsync("7", Id, "0", offset, tag, (at, total, _) => _begins.Add((at, total)), _target, bench.Call);
}
