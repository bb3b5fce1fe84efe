namespace PostHogPS;

/// <summary>How many rows a query would export to files (docs/server.md#file-downloads).</summary>
public sealed class FileDownloadCount : PostHogObject
{
    /// <summary>Rows.</summary>
    public long? Count { get; set; }

    /// <summary>The query that was counted.</summary>
    public string HogQLQuery { get; set; } = "";

    /// <summary>The number.</summary>
    public override string ToString() => Count?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
