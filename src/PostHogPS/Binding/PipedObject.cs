using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Hosting;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Binding;

/// <summary>
/// One object given to a cmdlet, read once: our own objects, their copies (jobs, CSV, Select-Object), guids, numbers and
/// texts. Every parameter that names a thing decides on this and nothing else.
/// </summary>
internal sealed class PipedObject
{
    private string? _part;

    private PipedObject(object? input, PipedKind kind)
    {
        Input = input;
        Kind = kind;
    }

    /// <summary>What the user gave, for error targets.</summary>
    internal object? Input { get; }

    internal PipedKind Kind { get; private set; }

    /// <summary>The typed object, when it is one of ours.</summary>
    internal object? Typed { get; private set; }

    internal PostHogConnection? Origin { get; private set; }

    /// <summary>The reason the connection that a copy names cannot be used; null where it can, or where none is named.</summary>
    internal ProblemException? OriginProblem { get; private set; }

    /// <summary>The address of the server that a copy was read from; null for other input, and where the copy has lost it.</summary>
    internal Uri? OriginHost { get; private set; }

    internal long? ProjectId { get; private set; }

    /// <summary>What is wrong with the project that a copy names; null for nothing.</summary>
    internal ProblemException? ProjectProblem { get; private set; }

    internal Guid? Id { get; private set; }

    internal Guid? BatchExportId { get; private set; }

    internal long? Number { get; private set; }

    /// <summary>The dashboard that a tile, a sharing or a password belongs to.</summary>
    internal long? DashboardId { get; private set; }

    internal string? Text { get; private set; }

    internal string? Name { get; private set; }

    /// <summary>The project or connection that it is looked for in, where that was piped beside it.</summary>
    internal PipedObject? Place { get; private set; }

    /// <summary>True for what holds exports.</summary>
    internal bool IsPlace => Kind is PipedKind.Project or PipedKind.Connection;

    /// <summary>An impossible date of a copy; null where all are possible, or none is read.</summary>
    internal ProblemException? BadDate { get; private set; }

    /// <summary>
    /// A slim copy of a run or a backfill: nothing else has an id of its own and an export's. Read as the export it would mean more
    /// than it says.
    /// </summary>
    internal bool IsItemOfExport => Kind == PipedKind.Anonymous && Typed is null && Id is not null && BatchExportId is not null;

    /// <summary>A copy of something about an export whose id was left out: its name alone would be another one's in another project.</summary>
    internal bool HasLostExportId { get; private set; }

    /// <summary>What the input is called when it is a part of its export only; null for everything else.</summary>
    internal string? PartName =>
        _part
        ?? (Typed is BatchExportGap ? "A gap" : Typed is BatchExportRepairStep ? "A step of a repair" : Kind == PipedKind.LogEntry ? "A log entry" : null);

    /// <summary>Whether it is a copy that names a server, and not one of the connections here.</summary>
    internal bool IsOfOtherOrigin => Origin is null && (OriginProblem is not null || OriginHost is not null);

    /// <summary>
    /// Whether a connection leads to where the input was read from. Another connection to the same server counts; each sandbox is a world of
    /// its own, though all of them have one address.
    /// </summary>
    internal bool MayBeFrom(PostHogConnection connection) =>
        Origin is not null ? ReferenceEquals(Origin, connection)
        : OriginHost is null ? OriginProblem is null
        : OriginHost == connection.HostUri && (OriginProblem is null || !connection.IsSandbox);

    /// <summary>The same, standing for a part of its export only.</summary>
    internal PipedObject AsPart(string name)
    {
        var part = (PipedObject)MemberwiseClone();
        part._part = name;
        return part;
    }

    /// <summary>The same, looked for in a project or on a connection.</summary>
    internal PipedObject Within(PipedObject place)
    {
        var placed = (PipedObject)MemberwiseClone();
        placed.Place = place;
        return placed;
    }

    internal static PipedObject Read(object? input)
    {
        object? value = ShellObject.Unwrap(input);
        var piped = new PipedObject(value, PipedKind.Other);
        switch (value)
        {
            case PostHogConnection connection:
                piped.Kind = PipedKind.Connection;
                piped.Origin = connection;
                break;
            case PostHogObject ours:
                piped.ReadTyped(ours);
                break;
            case Guid id:
                piped.Kind = PipedKind.Guid;
                piped.Id = id;
                break;
            case string text:
                piped.ReadText(text);
                break;
            case int or long or short or byte or uint or ushort:
                piped.Kind = PipedKind.Number;
                piped.Number = Convert.ToInt64(value, CultureInfo.InvariantCulture);
                break;
            case IDictionary bag:
                piped.ReadBag(bag.Contains, key => bag.Contains(key) ? bag[key] : null, typeName: null);
                break;
            case null:
                break;
            default:
                PSObject properties = PSObject.AsPSObject(input);
                piped.ReadBag(key => properties.Properties[key] is not null, key => properties.Properties[key]?.Value, CopyKind.FindTypeName(properties));
                break;
        }

        return piped;
    }

    /// <summary>A text property of an object or of a copy of one; null for none.</summary>
    internal static string? ReadText(PSObject? item, string property) => item?.Properties[property]?.Value?.ToString();

    private void ReadTyped(PostHogObject ours)
    {
        Typed = ours;
        Origin = (PostHogConnection?)ours.Origin;
        ProjectId = ours.ProjectId > 0 ? ours.ProjectId : null;
        switch (ours)
        {
            case Project project:
                SetKind(PipedKind.Project, project.Name);
                ProjectId = project.Id;
                break;
            case BatchExport export:
                SetKind(PipedKind.BatchExport, export.Name, export.Id, export.Id);
                break;
            case BatchExportRun run:
                SetKind(PipedKind.Run, run.BatchExportName, run.Id, run.BatchExportId);
                break;
            case BatchExportBackfill backfill:
                SetKind(PipedKind.Backfill, backfill.BatchExportName, backfill.Id, backfill.BatchExportId);
                break;
            case BatchExportLogEntry entry:
                SetKind(PipedKind.LogEntry, entry.BatchExportName, batchExport: entry.BatchExportId);
                break;
            case Dashboard dashboard:
                SetKind(PipedKind.Dashboard, dashboard.Name);
                Number = dashboard.Id;
                break;
            case DashboardTile tile:
                SetKind(PipedKind.DashboardTile, tile.Name);
                (Number, DashboardId) = (tile.Id, tile.DashboardId);
                break;
            case DashboardSharing sharing:
                Kind = PipedKind.DashboardSharing;
                DashboardId = sharing.DashboardId;
                break;
            case DashboardSharingPassword password:
                SetKind(PipedKind.DashboardSharingPassword, password.Note);
                (Number, DashboardId) = (password.Id, password.DashboardId);
                break;
            case INamesBatchExport about:
                SetKind(PipedKind.Anonymous, about.BatchExportName, batchExport: about.BatchExportId);
                break;
            case Integration integration:
                SetKind(PipedKind.Integration, integration.DisplayName);
                Number = integration.Id;
                break;
            case BatchExportAlert alert:
                SetKind(PipedKind.Alert, alert.Name, alert.Id);
                break;
            case BatchExportAlertTest test:
                SetKind(PipedKind.Alert, test.AlertName, test.AlertId);
                break;
            case FileDownload download:
                SetKind(PipedKind.FileDownload, id: download.Id);
                break;
        }
    }

    private void SetKind(PipedKind kind, string? name = null, Guid? id = null, Guid? batchExport = null)
    {
        Kind = kind;
        Name = name;
        Id = id;
        BatchExportId = batchExport;
    }

    private void ReadText(string text)
    {
        Text = text.Trim();
        if (Guid.TryParse(Text, out Guid id))
        {
            Kind = PipedKind.Guid;
            Id = id;
        }
        else if (long.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            // Still a text as well: an export may be named 2026.
            Kind = PipedKind.Text;
            Number = number;
        }
        else
        {
            Kind = PipedKind.Text;
        }
    }

    private void ReadBag(Func<string, bool> has, Func<string, object?> get, string? typeName)
    {
        object? id = ShellObject.Unwrap(get("Id"));
        Id = AsGuid(id);
        Number = AsNumber(id);
        BatchExportId = AsGuid(ShellObject.Unwrap(get("BatchExportId")));
        DashboardId = AsNumber(ShellObject.Unwrap(get("DashboardId")));
        ReadProject(ShellObject.Unwrap(get("ProjectId")));
        ReadOrigin(ShellObject.Unwrap(get("ConnectionName"))?.ToString(), ShellObject.Unwrap(get("HostUri"))?.ToString());
        Kind = typeName is not null ? CopyKind.FromTypeName(typeName) : CopyKind.FromShape(has);
        HasLostExportId = Id is null && BatchExportId is null && has("BatchExportName");
        Name = ShellObject.Unwrap(get(Kind switch
        {
            PipedKind.Run or PipedKind.Backfill or PipedKind.LogEntry => "BatchExportName",
            PipedKind.Integration => "DisplayName",
            _ => "Name",
        })) as string;

        // Without an export's id they say nothing, and are refused as any other object.
        if (BatchExportId is { } export
            && (typeName == nameof(BatchExportRepairStep) || (typeName is null && has("IsCanary") && has("Action"))))
            Typed = StepOf(export, get);
        else if (BatchExportId is { } owner
            && (typeName == nameof(BatchExportGap) || (typeName is null && has("Intervals") && has("Kind"))))
            Typed = GapOf(owner, get);
        else if (BatchExportId is { } parent && Kind == PipedKind.Backfill && Id is null)
            Typed = StartedOf(parent, get);
        if (Typed is PostHogObject copy)
            copy.Origin = Origin;
        if (Kind == PipedKind.Project)
            ProjectId = Number ?? ProjectId;
        if (Kind == PipedKind.BatchExport)
            BatchExportId = Id;
        if (Kind == PipedKind.Other && (Id is not null || BatchExportId is not null || Number is not null))
            Kind = PipedKind.Anonymous;
        // What a test of an alert is about is the alert.
        if (Kind == PipedKind.Alert)
            Id ??= AsGuid(ShellObject.Unwrap(get("AlertId")));
    }

    // A damaged number must not turn into the project of the connection.
    private void ReadProject(object? value)
    {
        string text = Convert.ToString(value, CultureInfo.InvariantCulture)?.Trim() ?? "";
        if (ProjectText.TryId(text, out long id))
            ProjectId = id;
        else if (text is not ("" or "0" or PostHogConnection.CurrentProject))
            ProjectProblem = Problems.BadProject(MessageText.Name(text), "ProjectId of the piped object");
    }

    // By the name that its shell had for it. A name that leads to another server today is another connection.
    private void ReadOrigin(string? name, string? host)
    {
        name = name?.Trim();
        host = host?.Trim();
        if (!string.IsNullOrEmpty(host) && !Uri.TryCreate(host, UriKind.Absolute, out Uri? _))
        {
            OriginProblem = Problems.OriginUnclear();
            return;
        }

        OriginHost = string.IsNullOrEmpty(host) ? null : new Uri(host);
        if (string.IsNullOrEmpty(name) || ConnectionStore.CurrentOrNull is not { } store)
            return;
        try
        {
            PostHogConnection? known = store.FindNamed(name!);
            if (known is null)
                OriginProblem = Problems.OriginNotFound(name!, OriginHost, store.All.Select(static connection => connection.Name));
            else if (OriginHost is not null && OriginHost != known.HostUri)
                OriginProblem = Problems.OriginMoved(name!, OriginHost, known.HostUri);
            else
                Origin = known;
        }
        catch (ProblemException problem)
        {
            OriginProblem = problem;
        }
    }

    // A copy of a step of a repair plan is a step as well, and so is one of a gap: read as its export alone it would mean more than it says.
    private BatchExportRepairStep StepOf(Guid export, Func<string, object?> get) => new()
    {
        BatchExportId = export,
        BatchExportName = ShellObject.Unwrap(get("BatchExportName")) as string ?? "",
        ProjectId = ProjectId ?? 0,
        Action = ShellObject.Unwrap(get("Action")) as string ?? "",
        Start = InstantOf("Start", get("Start")),
        End = InstantOf("End", get("End")),
    };

    private BatchExportGap GapOf(Guid export, Func<string, object?> get) => new()
    {
        BatchExportId = export,
        BatchExportName = ShellObject.Unwrap(get("BatchExportName")) as string ?? "",
        ProjectId = ProjectId ?? 0,
        Start = InstantOf("Start", get("Start")),
        End = InstantOf("End", get("End")),
    };

    // A start that was answered without an id: its row is found by export, bounds and creation time. Null where the copy has lost them.
    private BatchExportBackfill? StartedOf(Guid export, Func<string, object?> get)
    {
        // They only recognise what is there: one that is read wrongly finds nothing.
        DateTimeOffset created = InstantOf("CreatedAt", get("CreatedAt"), recognises: true);
        DateTimeOffset start = InstantOf("Start", get("Start"), recognises: true), end = InstantOf("End", get("End"), recognises: true);
        if (created == default || (start == default && end == default))
            return null;
        return new BatchExportBackfill
        {
            BatchExportId = export,
            BatchExportName = Name,
            ProjectId = ProjectId ?? 0,
            WorkflowId = ShellObject.Unwrap(get("WorkflowId")) as string,
            Status = ShellObject.Unwrap(get("Status")) as string ?? "",
            Start = start == default ? null : start,
            End = end == default ? null : end,
            CreatedAt = created,
        };
    }

    // Export-Csv writes dates as the culture does, other calendars included.
    private DateTimeOffset InstantOf(string property, object? value, bool recognises = false)
    {
        if (value is null or string { Length: 0 })
            return default;
        DateInput date = ShellObject.Unwrap(value) is not string text ? DateReader.Read(InstantReader.Read(value))
            : recognises ? DateReader.Read(text) : DateReader.ReadCopy(text);
        ProblemException? problem = date.FindProblem(property, $"{property} of the piped object");
        BadDate ??= problem;
        return problem is null ? date.Instant : default;
    }

    private static Guid? AsGuid(object? value) => value switch
    {
        Guid id => id,
        string text when Guid.TryParse(text, out Guid id) => id,
        _ => null,
    };

    private static long? AsNumber(object? value) => value switch
    {
        int or long or short => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        string text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) => number,
        _ => null,
    };
}
