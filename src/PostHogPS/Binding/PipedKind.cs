namespace PostHogPS.Binding;

/// <summary>What an object given to a cmdlet is.</summary>
internal enum PipedKind
{
    /// <summary>Something else.</summary>
    Other,

    /// <summary>A text: a name or a pattern.</summary>
    Text,

    /// <summary>A guid, as guid or as text.</summary>
    Guid,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A property bag that has ids but does not say what it is.</summary>
    Anonymous,

    /// <summary>A connection.</summary>
    Connection,

    /// <summary>A project.</summary>
    Project,

    /// <summary>A batch export.</summary>
    BatchExport,

    /// <summary>A run.</summary>
    Run,

    /// <summary>A backfill.</summary>
    Backfill,

    /// <summary>A log entry.</summary>
    LogEntry,

    /// <summary>A dashboard.</summary>
    Dashboard,

    /// <summary>A tile of a dashboard.</summary>
    DashboardTile,

    /// <summary>How a dashboard is shared.</summary>
    DashboardSharing,

    /// <summary>A password of a dashboard's public link.</summary>
    DashboardSharingPassword,

    /// <summary>A file download.</summary>
    FileDownload,

    /// <summary>An integration.</summary>
    Integration,

    /// <summary>An alert of batch exports.</summary>
    Alert,
}
