using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using PostHogPS.Sandbox.Model;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>On-demand exports and the storage with their files.</summary>
internal sealed class FileDownloadStore
{
    private const int RecordsPerFile = 500;

    private readonly World _world;

    public FileDownloadStore(World world) => _world = world;

    public List<FileDownload> All { get; } = [];

    public int CountActive(long project) => All.Count(d => d.ProjectId == project && d.Run.IsActive(_world.Now));

    public FileDownload Add(long project, string model, string format, DateTimeOffset? start, DateTimeOffset end, bool single)
    {
        ulong key = _world.NextKey();
        DateTimeOffset now = _world.Now;
        Guid id = SeededRandom.UuidAt(now, key);
        double hours = start is { } from ? (end - from).TotalHours : 24;
        int files = single ? 1 : Math.Max(1, Math.Min(4, (int)(hours / 24)));
        var run = new Run
        {
            Id = SeededRandom.UuidAt(now, SeededRandom.Mix(key, 8)),
            OnDemandId = id,
            Start = start,
            End = end,
            Created = now,
            Duration = TimeSpan.FromSeconds(20),
            Outcome = RunOutcome.Completed,
            Records = files * RecordsPerFile,
            BytesPerRecord = 180,
        };
        var download = new FileDownload
        {
            Id = id,
            ProjectId = project,
            Model = model,
            Format = format,
            Run = run,
            Files = Enumerable.Range(0, files).Select(i => SeededRandom.Uuid(SeededRandom.Mix(key, (ulong)(100 + i)))).ToList(),
        };
        All.Add(download);
        return download;
    }

    /// <summary>The text of one part: the same every time, so that an interrupted download can be resumed.</summary>
    public byte[] ReadFile(Guid file)
    {
        FileDownload? download = All.Find(d => d.Files.Contains(file));
        if (download is null)
            return [];

        var text = new StringBuilder();
        int part = download.Files.ToList().IndexOf(file);
        for (int i = 0; i < RecordsPerFile; i++)
        {
            int number = (part * RecordsPerFile) + i;
            ulong roll = SeededRandom.Mix(1, (ulong)number);
            string[] names = ["$pageview", "$autocapture", "sign_up", "purchase", "$pageleave"];
            text.AppendFormat(
                CultureInfo.InvariantCulture,
                "{{\"uuid\":\"{0}\",\"event\":\"{1}\",\"distinct_id\":\"user-{2}\",\"number\":{3}}}\n",
                SeededRandom.Uuid(roll),
                names[roll % 5],
                roll % 900,
                number);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The signature of a link; links are valid for an hour.</summary>
    public static string CreateSignature(Guid file, long expires) =>
        SeededRandom.Mix(SeededRandom.Mix((ulong)expires, (ulong)file.GetHashCode()), 77).ToString("x16", CultureInfo.InvariantCulture);
}
