using System;
using System.Threading.Tasks;

namespace PostHogPS.Contracts;

/// <summary>
/// <c>batch_exports/{be}/backfills/</c> (docs/server.md#backfills). Servers before generation A have none of these routes but the
/// start (docs/server.md#servers-without-backfills): there every other call throws <see cref="PostHogErrorKind.NotSupported"/>,
/// without a request once it is known.
/// </summary>
public interface IBackfillsApi
{
    /// <summary>GET list: cursor pages of 50, newest first.</summary>
    Task<Page<BatchExportBackfill>> ListAsync(string project, Guid batchExport, string? next, CallContext call);

    /// <summary>GET one.</summary>
    Task<BatchExportBackfill> GetAsync(string project, Guid batchExport, Guid backfill, CallContext call);

    /// <summary>
    /// POST create on <c>backfills/</c>, on <c>backfill/</c> where the server has only that. Returns the id or workflow id.
    /// Never repeated after a lost answer. A server that refuses the date form (400, nothing happened) gets the instants once.
    /// </summary>
    Task<string> CreateAsync(string project, Guid batchExport, BackfillBound? start, BackfillBound? end, CallContext call);

    /// <summary>POST cancel.</summary>
    Task CancelAsync(string project, Guid batchExport, Guid backfill, CallContext call);
}

/// <summary>One end of a backfill, in both forms that servers take.</summary>
public sealed class BackfillBound
{
    private const long TicksPerMicrosecond = 10;

    /// <summary>Makes a bound.</summary>
    /// <param name="instant">The instant.</param>
    /// <param name="localDate">yyyy-MM-dd in the export's timezone for day and week exports; null for shorter intervals.</param>
    public BackfillBound(DateTimeOffset instant, string? localDate)
    {
        // As fine as it is sent and stored: a row is recognised by its bounds where the server gives no id.
        Instant = instant.AddTicks(-(instant.Ticks % TicksPerMicrosecond));
        LocalDate = localDate;
    }

    /// <summary>The instant.</summary>
    public DateTimeOffset Instant { get; }

    /// <summary>yyyy-MM-dd, or null.</summary>
    public string? LocalDate { get; }
}
