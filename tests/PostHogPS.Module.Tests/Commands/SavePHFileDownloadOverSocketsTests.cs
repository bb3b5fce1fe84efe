using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>What connections can do to a download, and what the storage host gets to see.</summary>
[Trait("Speed", "Slow")]
public sealed class SavePHFileDownloadOverSocketsTests
{
    private const string Storage = "/_storage/*";

    [Fact]
    public async Task The_key_never_goes_to_the_storage_host()
    {
        await using Bench bench = await Bench.StartAsync();
        Save(bench, "-End -1d -Start -3d");

        Assert.NotEmpty(bench.Requests.Find("GET", Storage));
        Assert.All(bench.Requests.Find(null, Storage), r =>
        {
            Assert.Null(r.Request.Header("Authorization"));
            Assert.DoesNotContain(Bench.PlantedKey, r.PathAndQuery + r.Body, StringComparison.Ordinal);
        });
        Assert.All(bench.Requests.Find(null, "/api/*"), r => Assert.Equal("Bearer " + Bench.PlantedKey, r.Request.Header("Authorization")));
    }

    [Theory]
    [InlineData(FaultKind.CutBody)]
    [InlineData(FaultKind.WrongLength)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Drop)]
    public async Task Save_continues_an_interrupted_part_to_a_complete_file(FaultKind kind)
    {
        await using Bench bench = await Bench.StartAsync();
        byte[] whole = await File.ReadAllBytesAsync(Save(bench, "-End -1d -Start -2d").Single().FullName, TestContext.Current.CancellationToken);
        bench.Requests.Clear();
        bench.Faults.Add(kind, "GET", Storage, times: 2);

        ShellResult result = bench.Run("$download | Save-PHFileDownload -Path $folder/again").Clean();

        Assert.Equal(whole, await File.ReadAllBytesAsync(result.As<FileInfo>().Single().FullName, TestContext.Current.CancellationToken));
        Assert.True(bench.Requests.Find("GET", Storage).Count >= 3);
        Assert.Empty(Directory.GetFiles(result.As<FileInfo>().Single().DirectoryName!, "*.partial"));
    }

    [Fact]
    public async Task A_part_that_keeps_breaking_is_one_error_and_the_next_command_goes_on_with_it()
    {
        await using Bench bench = await Bench.StartAsync();
        byte[] whole = await File.ReadAllBytesAsync(Save(bench, "-End -1d -Start -2d").Single().FullName, TestContext.Current.CancellationToken);
        bench.Faults.Add(FaultKind.CutBody, "GET", Storage, times: 0);

        ShellResult broken = bench.Run("$download | Save-PHFileDownload -Path $folder/again");

        Assert.StartsWith("PostHog.", broken.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(broken.Objects);
        string kept = Assert.Single(Directory.GetFiles(Path.Combine((string)bench.Shell.Get("folder")!, "again"), "*.partial"));
        // How much of it came through before the break is up to the network, the headers with the version included.
        await File.WriteAllTextAsync(kept + "-etag",
            "\"" + ((Guid)bench.Run("(Get-PHFileDownload $download).Files[0]").Clean().Single.BaseObject).ToString("N")
            + "\"", TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(kept, whole[..1000], TestContext.Current.CancellationToken);

        bench.Faults.Clear();
        bench.Requests.Clear();
        FileInfo done = bench.Run("$download | Save-PHFileDownload -Path $folder/again").Clean().As<FileInfo>().Single();

        Assert.Equal("bytes=1000-", Assert.Single(bench.Requests.Find("GET", Storage)).Request.Header("Range"));
        Assert.Equal(whole, await File.ReadAllBytesAsync(done.FullName, TestContext.Current.CancellationToken));
    }

    private static IReadOnlyList<FileInfo> Save(Bench bench, string window) =>
        bench.Run($"$download = Start-PHFileDownload {window}; $download | Save-PHFileDownload -Path $folder").Clean().As<FileInfo>();
}
