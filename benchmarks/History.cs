using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace PostHogPS.Benchmarks;

/// <summary>
/// The runs of one export, listed as PostHog lists them: windows by creation or by data interval, both orders, statuses, cursors.
/// A run is a number, so that no history is held in memory.
/// </summary>
internal sealed class History(string export, DateTime start, TimeSpan step, int pageSize)
{
    // Each run is created so long after its interval has ended.
    private static readonly TimeSpan Lag = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(long First, long Last, string Statuses), byte[]> _pages = new();

    /// <summary>Beginning of the first interval.</summary>
    internal DateTime Start => start;

    /// <summary>Runs that the list must not hold.</summary>
    internal Func<long, bool> IsMissing { get; init; } = static _ => false;

    internal Func<long, string> Status { get; init; } = static _ => "Completed";

    /// <summary>No run after this one; by default they come as time passes.</summary>
    internal long Most { get; init; } = long.MaxValue;

    /// <summary>The page that a request asks for, in the parts to write.</summary>
    internal ReadOnlyMemory<byte>[] Page(HttpRequest request, string address)
    {
        IQueryCollection query = request.Query;
        string ordering = query["ordering"].ToString();
        bool byInterval = ordering.TrimStart('-') == "data_interval_start";
        bool descending = ordering is not ("created_at" or "data_interval_start");
        (long first, long last) = byInterval
            ? Window(Instant(query["start"]) ?? DateTime.UtcNow.AddDays(-7), Instant(query["end"]) ?? DateTime.UtcNow, TimeSpan.Zero, step)
            : Window(Instant(query["after"]) ?? DateTime.UtcNow.AddDays(-7), Instant(query["before"]) ?? DateTime.UtcNow, step + Lag, step + Lag);
        StringValues statuses = query["status"];
        long position = query["cursor"] is [{ } cursor] ? Place(cursor) : descending ? last : first;
        var runs = new List<long>(pageSize);
        for (; position >= first && position <= last && runs.Count < pageSize; position += descending ? -1 : 1)
        {
            if (!IsMissing(position) && (statuses.Count == 0 || statuses.Contains(Status(position))))
                runs.Add(position);
        }

        string next = position >= first && position <= last ? "\"" + address + request.Path + Link(query, position) + "\"" : "null";
        return [Encoding.UTF8.GetBytes("{\"next\":" + next + ",\"previous\":null,\"results\":["), Bytes(runs, statuses), "]}"u8.ToArray()];
    }

    /// <summary>Bounds of creation, inclusive, between which exactly the newest <paramref name="count"/> runs lie.</summary>
    internal (string After, string Before) Newest(int count)
    {
        long last = Math.Min(Most - 1, Whole(DateTime.UtcNow - step - Lag));
        return (Text(start + ((last - count + 1) * step) + step + Lag), Text(start + (last * step) + step + Lag));
    }

    /// <summary>How many pages the runs created since then fill, or those whose intervals began since then.</summary>
    internal int Pages(TimeSpan age, bool byInterval = false)
    {
        DateTime from = DateTime.UtcNow - age;
        (long first, long last) = byInterval ? Window(from, DateTime.UtcNow, TimeSpan.Zero, step) : Window(from, DateTime.UtcNow, step + Lag, step + Lag);
        int runs = 0;
        for (long i = first; i <= last; i++)
            runs += IsMissing(i) ? 0 : 1;
        return Math.Max(1, (runs + pageSize - 1) / pageSize);
    }

    private (long First, long Last) Window(DateTime from, DateTime to, TimeSpan untilFirst, TimeSpan untilLast)
    {
        // What is to come is not there yet, whatever the window.
        long newest = Math.Min(Most - 1, Whole(DateTime.UtcNow - step - Lag));
        return (Math.Max(0, Whole(from - untilFirst + step - TimeSpan.FromTicks(1))), Math.Min(newest, Whole(to - untilLast)));
    }

    private long Whole(DateTime time) => (long)Math.Floor((double)(time - start).Ticks / step.Ticks);

    // Kept, so that a page costs the server the same the second time, whoever asks for it.
    private byte[] Bytes(List<long> runs, StringValues statuses) => runs.Count == 0 ? [] : _pages.GetOrAdd((runs[0], runs[^1], statuses.ToString()), _ =>
    {
        var text = new StringBuilder(runs.Count * 700);
        foreach (long run in runs)
            Append(text.Length == 0 ? text : text.Append(','), run);
        return Encoding.UTF8.GetBytes(text.ToString());
    });

    private void Append(StringBuilder text, long number)
    {
        string begin = Text(start + (number * step));
        string end = Text(start + ((number + 1) * step));
        string created = Text(start + ((number + 1) * step) + Lag);
        string finished = Text(start + ((number + 1) * step) + (3 * Lag));
        string status = Status(number);
        text.Append(CultureInfo.InvariantCulture, $$"""
            {"id":"0197c0de-{{export[4..8]}}-7000-9{{export[^3..]}}-{{number:D12}}","status":"{{status}}","records_completed":{{1000 + number}},"records_failed":0,"latest_error":{{(status == "Failed" ? "\"The destination refused the connection.\"" : "null")}},"data_interval_start":"{{begin}}","data_interval_end":"{{end}}","cursor":null,"created_at":"{{created}}","finished_at":"{{finished}}","last_updated_at":"{{finished}}","records_total_count":{{1000 + number}},"bytes_exported":123456,"batch_export":"{{export}}","backfill":null}
            """);
    }

    private static string Link(IQueryCollection query, long position)
    {
        var kept = query.Where(static pair => pair.Key != "cursor").SelectMany(static pair => pair.Value.Select(value => new KeyValuePair<string, string?>(pair.Key, value)));
        string cursor = Convert.ToBase64String(Encoding.ASCII.GetBytes("p=" + position.ToString(CultureInfo.InvariantCulture)));
        return QueryHelpers.AddQueryString("", kept.Append(new("cursor", cursor)));
    }

    private static long Place(string cursor)
    {
        try
        {
            return long.Parse(Encoding.ASCII.GetString(Convert.FromBase64String(cursor)).AsSpan(2), CultureInfo.InvariantCulture);
        }
        catch (FormatException e)
        {
            throw new BadHttpRequestException("Invalid cursor", StatusCodes.Status404NotFound, e);
        }
    }

    private static DateTime? Instant(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (text.StartsWith('-') && text.EndsWith('d') && int.TryParse(text.AsSpan(1, text.Length - 2), CultureInfo.InvariantCulture, out int days))
            return DateTime.UtcNow.AddDays(-days);
        return DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime instant) ? instant : DateTime.UtcNow;
    }

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
