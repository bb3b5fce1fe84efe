using System;
using System.IO;
using System.Text;
using PostHogPS.Contracts;
using PostHogPS.Engine;
using PostHogPS.Files;
using Xunit;

namespace PostHogPS.Domain.Tests.Files;

public sealed class FileFolderTests : IDisposable
{
    private readonly string _outer = Directory.CreateTempSubdirectory("posthogps-").FullName;

    public void Dispose() => Directory.Delete(_outer, recursive: true);

    private FileFolder Folder => new(Path.Combine(_outer, "files"), new EngineEntry());

    [Theory]
    [InlineData("../outside.json")]
    [InlineData("sub/../../outside.json")]
    [InlineData("/tmp/posthogps-outside.json")]
    [InlineData("../files-too/outside.json")]
    public void No_name_leads_outside(string name)
    {
        Assert.Equal("InvalidFile", Assert.Throws<ProblemException>(() => Folder.Write(name, [1])).Id);
        Assert.False(File.Exists(Path.Combine(_outer, "outside.json")));
    }

    [Fact]
    public void A_link_that_leads_outside_is_neither_read_nor_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a permission there.");
        string secret = Path.Combine(_outer, "secret.json"), outside = Path.Combine(_outer, "elsewhere");
        File.WriteAllText(secret, "{}");
        Directory.CreateDirectory(outside);
        Folder.Write("a.json", "{}"u8.ToArray());
        File.CreateSymbolicLink(Path.Combine(Folder.Root, "link.json"), secret);
        Directory.CreateSymbolicLink(Path.Combine(Folder.Root, "schemas"), outside);

        Assert.Throws<ProblemException>(() => Folder.Read("link.json", out _));
        Assert.Throws<ProblemException>(() => Folder.Write("link.json", [1]));
        Assert.Throws<ProblemException>(() => Folder.Write("schemas/x.json", [1]));
        Assert.Equal("{}", File.ReadAllText(secret));
        Assert.Empty(Directory.GetFiles(outside));
    }

    [Fact]
    public void A_folder_that_is_a_link_itself_can_be_used()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a permission there.");
        Directory.CreateDirectory(Path.Combine(_outer, "real"));
        Directory.CreateSymbolicLink(Path.Combine(_outer, "files"), Path.Combine(_outer, "real"));
        Assert.True(Folder.Write("a.json", "{}"u8.ToArray()));
        Assert.True(File.Exists(Path.Combine(_outer, "real", "a.json")));
    }

    [Fact]
    public void Equal_bytes_are_not_written_again()
    {
        byte[] content = Encoding.UTF8.GetBytes("{\n}\n");
        Assert.True(Folder.Write("a.json", content));
        string file = Path.Combine(Folder.Root, "a.json");
        DateTime then = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(file, then);
        Assert.False(Folder.Write("a.json", content));
        Assert.Equal(then, File.GetLastWriteTimeUtc(file));
        Assert.True(Folder.Write("a.json", [1, 2, 3, 4]));
        Assert.Equal([file], Directory.GetFiles(Folder.Root));
    }

    [Fact]
    public void Files_are_listed_in_one_order_without_what_is_hidden_or_no_JSON()
    {
        foreach (string name in new[] { "b.json", "a.JSON", ".c.json", "d.txt", "sub/e.json" })
            Folder.Write(name, "{}"u8.ToArray());
        Assert.Equal(["a.JSON", "b.json"], Folder.List());
    }

    [Fact]
    public void A_file_of_megabytes_is_no_definition()
    {
        Folder.Write("big.json", new byte[17 * 1024 * 1024]);
        Assert.Contains("larger", Assert.Throws<ProblemException>(() => Folder.Read("big.json", out _)).Message, StringComparison.Ordinal);
    }
}
