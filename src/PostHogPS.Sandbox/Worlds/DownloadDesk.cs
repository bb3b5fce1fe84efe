using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>One on-demand export to files.</summary>
internal sealed class Download
{
    public required Guid Id { get; init; }

    public required long ProjectId { get; init; }

    public required string Model { get; init; }

    public required string Format { get; init; }

    public required Run Run { get; init; }

    public required IReadOnlyList<Guid> Files { get; init; }
}

/// <summary>On-demand exports and the storage their files lie in.</summary>
internal sealed class DownloadDesk
{
    private const int RecordsPerFile = 500;

    private readonly World _world;

    public DownloadDesk(World world) => _world = world;

    public List<Download> All { get; } = [];

    public int Active(long project) => All.Count(d => d.ProjectId == project && d.Run.IsActive(_world.Now));

    public Download Add(long project, string model, string format, DateTimeOffset? start, DateTimeOffset end, bool single)
    {
        ulong key = _world.NextKey();
        DateTimeOffset now = _world.Now;
        Guid id = Dice.UuidAt(now, key);
        double hours = start is { } from ? (end - from).TotalHours : 24;
        int files = single ? 1 : Math.Max(1, Math.Min(4, (int)(hours / 24)));
        var run = new Run
        {
            Id = Dice.UuidAt(now, Dice.Mix(key, 8)),
            OnDemandId = id,
            Start = start,
            End = end,
            Created = now,
            Duration = TimeSpan.FromSeconds(20),
            Outcome = Outcome.Completed,
            Records = files * RecordsPerFile,
            Bytes = files * RecordsPerFile * 180L,
        };
        var download = new Download
        {
            Id = id,
            ProjectId = project,
            Model = model,
            Format = format,
            Run = run,
            Files = Enumerable.Range(0, files).Select(i => Dice.Uuid(Dice.Mix(key, (ulong)(100 + i)))).ToList(),
        };
        All.Add(download);
        return download;
    }

    /// <summary>The text of one part: the same every time, so a broken download can be taken up again.</summary>
    public byte[] Content(Guid file)
    {
        Download? download = All.Find(d => d.Files.Contains(file));
        if (download is null)
            return [];

        var text = new StringBuilder();
        int part = download.Files.ToList().IndexOf(file);
        for (int i = 0; i < RecordsPerFile; i++)
        {
            int number = (part * RecordsPerFile) + i;
            ulong roll = Dice.Mix(1, (ulong)number);
            string[] names = ["$pageview", "$autocapture", "sign_up", "purchase", "$pageleave"];
            text.AppendFormat(
                CultureInfo.InvariantCulture,
                "{{\"uuid\":\"{0}\",\"event\":\"{1}\",\"distinct_id\":\"user-{2}\",\"number\":{3}}}\n",
                Dice.Uuid(roll),
                names[roll % 5],
                roll % 900,
                number);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>What proves that a link was given out by the server; it holds for an hour.</summary>
    public static string Sign(Guid file, long expires) =>
        Dice.Mix(Dice.Mix((ulong)expires, (ulong)file.GetHashCode()), 77).ToString("x16", CultureInfo.InvariantCulture);
}
