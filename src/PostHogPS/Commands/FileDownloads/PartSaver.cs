using System;
using System.IO;
using System.Management.Automation;
using System.Threading;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Downloads;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>Fetches the parts of a file download into a folder, each from where an earlier try ended.</summary>
internal sealed class PartSaver
{
    private readonly PSCmdlet _cmdlet;
    private readonly CommandRun _command;
    private readonly ProjectScope _scope;
    private readonly FileDownload _download;

    internal PartSaver(PSCmdlet cmdlet, CommandRun command, ProjectScope scope, FileDownload download)
    {
        _cmdlet = cmdlet;
        _command = command;
        _scope = scope;
        _download = download;
    }

    internal string Folder { get; set; } = "";

    /// <summary>How the files are named; null where only PostHog knows their format.</summary>
    internal string? Extension { get; set; }

    /// <summary>True to fetch again what is there already.</summary>
    internal bool Force { get; set; }

    /// <summary>Fetches all parts and writes each file to the pipeline as it is complete.</summary>
    internal void SaveAll()
    {
        MakeFolder();
        for (int i = 0; i < _download.Files.Length; i++)
        {
            int part = i;
            _command.Messages.WriteFile(PartFile.Guarded(() => Save(part, new PartFile(Folder, _download.Id, part + 1))));
        }
    }

    private void MakeFolder()
    {
        try
        {
            Directory.CreateDirectory(Folder);
        }
        catch (Exception e) when (PartFile.IsOfFiles(e) || e is ArgumentException)
        {
            throw new ProblemException("FileAccess", ProblemCategory.WriteError, $"The folder '{Folder}' cannot be made: {e.Message}",
                "Give another folder with -Path. The file download is kept in PostHog: Get-PHFileDownload shows it.");
        }
    }

    private FileInfo Save(int index, PartFile part)
    {
        if (!Force && part.Finished is { } there)
        {
            _command.Messages.WriteVerbose($"{there.Name} is there already (-Force fetches it again).");
            return there;
        }

        using (FileStream file = part.Open(fromTheStart: Force))
        {
            Copy(index, part, file);
            // On the disk before it gets its name: a machine that stops here must not leave a file of zeros that looks complete.
            file.Flush(flushToDisk: true);
        }

        return part.Finish(Extension);
    }

    private void Copy(int index, PartFile part, FileStream file)
    {
        long position = file.Length;
        long total = -1;
        if (position > 0)
            _command.Messages.WriteVerbose($"Continuing at byte {position} of part {index + 1}.");
        using var progress = new ProgressLine(_cmdlet, $"Part {index + 1} of {_download.Files.Length} of file download {_download.Id}");
        _command.Pump.Await(
            call => _scope.Session.FileDownloads.CopyToAsync(_scope.Project, _download.Id, _download.Files[index].ToString(), position, part.Tag, Begin,
                file, call),
            () => Show(progress, Volatile.Read(ref position), Volatile.Read(ref total)));

        // The storage may answer with the complete file although a part was asked for.
        void Begin(long offset, long? length, string? tag)
        {
            part.Tag = tag;
            file.SetLength(offset);
            file.Position = offset;
            Volatile.Write(ref total, length ?? -1);
        }

        void Show(ProgressLine line, long from, long length)
        {
            long at = Math.Max(from, file.Position);
            line.Update(ByteText.Format(at) + (length > 0 ? " of " + ByteText.Format(length) : ""), length > 0 ? at * 100.0 / length : null);
        }
    }
}
