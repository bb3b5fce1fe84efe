using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Routing;

/// <summary>Pages by offset and by cursor.</summary>
internal static class Paging
{
    public static SandboxResponse CreateOffsetPage<T>(Call call, IReadOnlyList<T> items, Func<T, JsonNode> view, int defaultLimit = 100)
    {
        int limit = Number(call.Request.Get("limit"), 1) ?? defaultLimit;
        int offset = Number(call.Request.Get("offset"), 0) ?? 0;
        long after = (long)offset + limit;
        var page = new JsonObject
        {
            ["count"] = items.Count,
            ["next"] = after < items.Count ? Link(call, ("limit", FormatNumber(limit)), ("offset", FormatNumber(after))) : null,
            ["previous"] = offset <= 0 ? null
                : offset - limit <= 0 ? Link(call, ("limit", FormatNumber(limit)), ("offset", null))
                : Link(call, ("limit", FormatNumber(limit)), ("offset", FormatNumber(offset - limit))),
            ["results"] = JsonText.CreateArray(items.Skip(offset).Take(limit).Select(view)),
        };
        return SandboxResponse.Ok(page);
    }

    public static SandboxResponse CreateCursorPage<T>(Call call, CursorSource<T> source, int size, Func<T, JsonNode> view)
    {
        CursorPosition? at = Decode(call.Request.Get("cursor"));
        bool backwards = at?.Reverse == true;
        List<T> items = source.Read(at, backwards).Take(size + 1).ToList();
        bool more = items.Count > size;
        if (more)
            items.RemoveAt(size);
        if (backwards)
            items.Reverse();

        bool hasNext = backwards ? at is not null : more;
        bool hasPrevious = backwards ? more : at is not null;
        var page = new JsonObject
        {
            ["next"] = hasNext && items.Count > 0 ? Link(call, ("cursor", Encode(source.PositionOf(items[items.Count - 1], false)))) : null,
            ["previous"] = hasPrevious && items.Count > 0 ? Link(call, ("cursor", Encode(source.PositionOf(items[0], true)))) : null,
            ["results"] = JsonText.CreateArray(items.Select(view)),
        };
        return SandboxResponse.Ok(page);
    }

    /// <summary>The request's own address with some parameters changed.</summary>
    private static string Link(Call call, params (string Key, string? Value)[] changes)
    {
        var pairs = call.Request.Query.Where(p => !changes.Any(c => c.Key == p.Key)).ToList();
        pairs.AddRange(changes.Where(c => c.Value is not null).Select(c => new KeyValuePair<string, string>(c.Key, c.Value!)));
        // Django REST framework sorts them.
        IEnumerable<string> query = pairs
            .OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => WebUtility.UrlEncode(p.Key) + "=" + WebUtility.UrlEncode(p.Value));
        return call.Request.Origin + call.Path + (pairs.Count > 0 ? "?" + string.Join("&", query) : "");
    }

    private static string Encode(CursorPosition position) => Convert.ToBase64String(Encoding.ASCII.GetBytes(
        (position.Reverse ? "r=1&" : "") + "p=" + position.Ticks.ToString(CultureInfo.InvariantCulture) + "." + position.Id.ToString("N")));

    private static CursorPosition? Decode(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
            return null;
        try
        {
            string text = Encoding.ASCII.GetString(Convert.FromBase64String(cursor!));
            bool reverse = text.StartsWith("r=1&", StringComparison.Ordinal);
            string[] parts = text.Substring(reverse ? 6 : 2).Split('.');
            return new CursorPosition(long.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture), Guid.ParseExact(parts[1], "N"), reverse);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            throw ApiError.NotFound("Invalid cursor");
        }
    }

    private static int? Number(string? text, int least) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least ? number : null;

    private static string FormatNumber(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A position in an ordered list, after the row that it names.</summary>
internal sealed record CursorPosition(long Ticks, Guid Id, bool Reverse);

/// <summary>A list that can be read from any position, forwards and backwards.</summary>
internal abstract class CursorSource<T>
{
    /// <summary>Rows after the position, in page order; or those before it, nearest first.</summary>
    public abstract IEnumerable<T> Read(CursorPosition? at, bool backwards);

    public abstract CursorPosition PositionOf(T item, bool reverse);
}

internal sealed class RunCursor : CursorSource<Run>
{
    private readonly World _world;
    private readonly Export _export;
    private readonly RunWindow _window;
    private readonly Func<Run, bool> _accept;

    public RunCursor(World world, Export export, RunWindow window, Func<Run, bool> accept)
    {
        _world = world;
        _export = export;
        _window = window;
        _accept = accept;
    }

    public override IEnumerable<Run> Read(CursorPosition? at, bool backwards)
    {
        bool descending = _window.Descending != backwards;
        RunWindow window = _window with { Descending = descending };
        if (at is not null && !window.ByInterval)
        {
            // Start near the position, so that earlier rows are not computed.
            var time = new DateTimeOffset(at.Ticks, TimeSpan.Zero);
            window = descending
                ? window with { To = time < window.To ? time : window.To }
                : window with { From = time > window.From ? time : window.From };
        }

        return _world.Runs.Read(_export, window).Where(r => _accept(r) && (at is null || IsPast(r, at, descending)));
    }

    public override CursorPosition PositionOf(Run item, bool reverse) =>
        new(item.SortKey(_window.ByInterval).UtcTicks, item.Id, reverse);

    private bool IsPast(Run run, CursorPosition at, bool descending)
    {
        int order = run.SortKey(_window.ByInterval).UtcTicks.CompareTo(at.Ticks);
        if (order == 0)
            order = string.CompareOrdinal(run.Id.ToString("N"), at.Id.ToString("N"));
        return descending ? order < 0 : order > 0;
    }
}

internal sealed class BackfillCursor : CursorSource<Backfill>
{
    private readonly List<Backfill> _sorted;
    private readonly bool _byStart;
    private readonly bool _descending;

    public BackfillCursor(IEnumerable<Backfill> backfills, bool byStart, bool descending)
    {
        _byStart = byStart;
        _descending = descending;
        _sorted = backfills.ToList();
        _sorted.Sort(Compare);
    }

    public override IEnumerable<Backfill> Read(CursorPosition? at, bool backwards)
    {
        IEnumerable<Backfill> rows = _descending != backwards ? Enumerable.Reverse(_sorted) : _sorted;
        if (at is null)
            return rows;
        return rows.Where(b =>
        {
            int order = Key(b).CompareTo(at.Ticks);
            if (order == 0)
                order = string.CompareOrdinal(b.Id.ToString("N"), at.Id.ToString("N"));
            return _descending != backwards ? order < 0 : order > 0;
        });
    }

    public override CursorPosition PositionOf(Backfill item, bool reverse) => new(Key(item), item.Id, reverse);

    private long Key(Backfill backfill) => (_byStart ? backfill.Start ?? DateTimeOffset.MinValue : backfill.Created).UtcTicks;

    private int Compare(Backfill a, Backfill b)
    {
        int order = Key(a).CompareTo(Key(b));
        return order != 0 ? order : string.CompareOrdinal(a.Id.ToString("N"), b.Id.ToString("N"));
    }
}
