using System;
using System.Linq;
using System.Runtime.Serialization;
using PostHogPS.Storage;
using PostHogPS.Text;

namespace PostHogPS.Maintenance;

/// <summary>One export of a maintenance window, as its file keeps it.</summary>
[DataContract(Name = "export")]
internal sealed class PausedExport
{
    /// <summary>About to be paused. Written first, so that a shell that dies in between does not lose sight of it.</summary>
    internal const string Pausing = "Pausing";

    /// <summary>Paused by this window.</summary>
    internal const string Paused = "Paused";

    /// <summary>Resumed by this window.</summary>
    internal const string Resumed = "Resumed";

    private string _name = "";
    private string? _projectName;
    private string _by = "";
    private string? _endedBy;

    [DataMember(Name = "id", Order = 1)]
    internal string IdText { get; set; } = "";

    [DataMember(Name = "name", Order = 2)]
    internal string Name { get => _name; set => _name = StateFile.ReadableText(value); }

    [DataMember(Name = "projectId", Order = 3)]
    internal long ProjectId { get; set; }

    [DataMember(Name = "projectName", Order = 4, EmitDefaultValue = false)]
    internal string? ProjectName { get => _projectName; set => _projectName = value is null ? null : StateFile.ReadableText(value); }

    [DataMember(Name = "state", Order = 5)]
    internal string State { get; set; } = "";

    /// <summary>Who paused it.</summary>
    [DataMember(Name = "by", Order = 6)]
    internal string By { get => _by; set => _by = StateFile.ReadableText(value); }

    /// <summary>The server's time of an earlier pause: tells a pause of this window from one that was there before.</summary>
    [DataMember(Name = "pausedBefore", Order = 7, EmitDefaultValue = false)]
    internal string? PausedBeforeText { get; set; }

    /// <summary>The server's time of this pause.</summary>
    [DataMember(Name = "pausedAt", Order = 8, EmitDefaultValue = false)]
    internal string? PausedAtText { get; set; }

    /// <summary>When it was resumed.</summary>
    [DataMember(Name = "endedAt", Order = 9, EmitDefaultValue = false)]
    internal string? EndedAtText { get; set; }

    [DataMember(Name = "endedBy", Order = 10, EmitDefaultValue = false)]
    internal string? EndedBy { get => _endedBy; set => _endedBy = value is null ? null : StateFile.ReadableText(value); }

    internal Guid Id => Guid.Parse(IdText);

    internal bool IsOpen => State is Pausing or Paused;

    internal DateTimeOffset? PausedBefore
    {
        get => Time(PausedBeforeText);
        set => PausedBeforeText = FormatTime(value);
    }

    internal DateTimeOffset? PausedAt
    {
        get => Time(PausedAtText);
        set => PausedAtText = FormatTime(value);
    }

    /// <summary>True when the export is paused and it is this window that paused it.</summary>
    internal bool IsPauseOf(BatchExport export) =>
        export.Paused && IsOpen && (State == Paused ? export.LastPausedAt == PausedAt : export.LastPausedAt != PausedBefore);

    /// <summary>Why the export is not this window's to resume; null when it is.</summary>
    internal string? WhyNotResume(BatchExport export) =>
        !export.Paused && State == Pausing ? "was not paused: the pause request was interrupted"
        : !export.Paused ? "has been resumed since it was paused here"
        : !IsPauseOf(export) ? "has been resumed and paused again since it was paused here"
        : null;

    internal void End(string by, DateTimeOffset at)
    {
        State = Resumed;
        EndedBy = by;
        EndedAtText = FormatTime(at);
    }

    /// <summary>True when a reader of the file can rely on it.</summary>
    internal bool IsComplete =>
        Guid.TryParse(IdText, out _) && ProjectId > 0 && State is Pausing or Paused or Resumed
        && IsTime(PausedBeforeText) && IsTime(PausedAtText) && (State != Paused || PausedAtText is not null);

    /// <summary>An impossible time in the file; null where all are possible.</summary>
    internal DateTimeOffset? BadTime =>
        new[] { PausedBefore, PausedAt, Time(EndedAtText) }.FirstOrDefault(time => time is { } instant && !DateRange.Contains(instant));

    private static bool IsTime(string? text) => text is null || Time(text) is not null;

    private static string? FormatTime(DateTimeOffset? instant) => instant is { } known ? InstantText.FormatTicks(known) : null;

    private static DateTimeOffset? Time(string? text) => StateFile.ParseTime(text);
}
