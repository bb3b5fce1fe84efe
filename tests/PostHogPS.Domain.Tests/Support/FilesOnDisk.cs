using System;
using System.IO;
using PostHogPS.Engine;
using PostHogPS.Files;
using PostHogPS.Text;

namespace PostHogPS.Domain.Tests.Support;

/// <summary>A folder of files that is removed with the test.</summary>
internal sealed class FilesOnDisk : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("posthogps-").FullName;

    internal FileFolder Folder => new(_path, new EngineEntry());

    internal void Write(string file, FileValue root) => Folder.Write(file, FileText.Encode(root));

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
