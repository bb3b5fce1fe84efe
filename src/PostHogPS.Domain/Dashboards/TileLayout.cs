using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Dashboards;

/// <summary>The place of a tile: a box in the grid of twelve columns that screens of the usual width show.</summary>
/// <param name="x">The first column; null where it is not given, as for the other parts of the box.</param>
/// <param name="y">The first row.</param>
/// <param name="width">Columns.</param>
/// <param name="height">Rows.</param>
/// <param name="layouts">All breakpoints, instead of the box.</param>
internal sealed class TileLayout(int? x, int? y, int? width, int? height, Dictionary<string, object?>? layouts)
{
    internal const int Columns = 12;

    private const string Wide = "sm";

    private bool HasBox => (x ?? y ?? width ?? height) is not null;

    /// <summary>Rejects a place that is given twice, and one outside of the grid.</summary>
    internal void Check()
    {
        if (HasBox && layouts is not null)
            throw Problems.Validation("-Layouts gives every place of the tile, so it cannot be combined with -X, -Y, -Width and -Height. Nothing was sent.");
        if (x + (width ?? 1) > Columns)
            throw Problems.Validation($"The grid has {Columns} columns: -X {x} and a width of {width ?? 1} end beyond it. Nothing was sent.");
    }

    /// <summary>The places to send; null for no change.</summary>
    /// <param name="current">The places there are; other breakpoints stay.</param>
    /// <param name="usualHeight">Rows of a tile that has no place yet.</param>
    /// <param name="read">Reads the dashboard, for the first free row of it.</param>
    internal async Task<Dictionary<string, object?>?> CreateFromAsync(
        IDictionary<string, object?>? current, int usualHeight, Func<Task<Dashboard>> read)
    {
        if (layouts is not null || !HasBox)
            return layouts;
        var places = new Dictionary<string, object?>(current ?? new Dictionary<string, object?>(), StringComparer.Ordinal);
        IDictionary<string, object?> old = places.TryGetValue(Wide, out object? box) && box is IDictionary<string, object?> known ? known
            : new Dictionary<string, object?>();
        var place = new Dictionary<string, object?>(old, StringComparer.Ordinal)
        {
            ["x"] = x ?? Number(old, "x") ?? 0,
            ["w"] = width ?? Number(old, "w") ?? Columns - (x ?? 0),
            ["h"] = height ?? Number(old, "h") ?? usualHeight,
        };
        place["y"] = y ?? Number(old, "y") ?? FindBottom(await read().ConfigureAwait(false));
        places[Wide] = place;
        return places;
    }

    // The first row below all tiles.
    private static long FindBottom(Dashboard dashboard) => dashboard.Tiles
        .Select(tile => tile.Layouts.TryGetValue(Wide, out object? box) && box is IDictionary<string, object?> place
            ? (Number(place, "y") ?? 0) + (Number(place, "h") ?? 0) : 0)
        .DefaultIfEmpty(0).Max();

    private static long? Number(IDictionary<string, object?> box, string key) =>
        box.TryGetValue(key, out object? value) && value is not null
            && long.TryParse(Convert.ToString(value, CultureInfo.InvariantCulture), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
                out long number) ? number : null;
}
