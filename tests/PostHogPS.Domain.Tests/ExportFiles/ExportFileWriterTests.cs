using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Domain.Tests.Support;
using PostHogPS.ExportFiles;
using PostHogPS.Text;
using Xunit;

namespace PostHogPS.Domain.Tests.ExportFiles;

/// <summary>Where files are written, and what is said of them.</summary>
public sealed class ExportFileWriterTests : IDisposable
{
    private readonly World _world = new();
    private readonly FilesOnDisk _files = new();

    public void Dispose()
    {
        _files.Dispose();
        _world.Dispose();
    }

    [Fact]
    public void A_read_only_file_is_rejected_before_anybody_is_asked()
    {
        ExportFileDraft draft = Draft();
        string path = new ExportFileWriter(_files.Folder, includeState: false, force: false).PathOf(draft);
        File.WriteAllText(path, "{}");
        File.SetAttributes(path, FileAttributes.ReadOnly);
        ProblemException problem = Assert.Throws<ProblemException>(() => new ExportFileWriter(_files.Folder, false, force: false).CheckWritable(draft));
        Assert.Contains("-Force replaces a read-only one", problem.Advice, StringComparison.Ordinal);
        new ExportFileWriter(_files.Folder, includeState: false, force: true).CheckWritable(draft);
        File.SetAttributes(path, FileAttributes.Normal);
    }

    [Fact]
    public void What_keeps_a_sync_from_using_a_file_is_described()
    {
        ExportFileDraft draft = Draft();
        Assert.Equal("Write the file of batch export 'events'", draft.Description);
        Assert.Contains("takes for wrong or incomplete", Assert.Single(draft.DescribeFaults("events.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void One_project_has_the_folder_itself_and_several_have_one_each()
    {
        List<ProjectScope> scopes = [new(_world.Connection, "101", "Web"), new(_world.Connection, "102", "Web")];
        Assert.Equal("root", Assert.Single(ProjectFolders.FindPaths("root", scopes.Take(1).ToList(), isApart: false).Values));
        Assert.Equal(Path.Combine("root", "Web"), Assert.Single(ProjectFolders.FindPaths("root", scopes.Take(1).ToList(), isApart: true).Values));
        Assert.Equal(2, ProjectFolders.FindPaths("root", scopes, isApart: false).Values.Distinct().Count());
    }

    // A server's answer that lacks nearly everything.
    private static ExportFileDraft Draft()
    {
        FileValue content = FileValue.CreateObject(("name", FileValue.CreateText("events")));
        return new ExportFileDraft(new BatchExport { Name = "events" }, "events.json", content, isNew: true, content);
    }
}
