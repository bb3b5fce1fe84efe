using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Contracts;

namespace PostHogPS.Commands;

/// <summary>The place of a tile: a box in the grid of twelve columns that screens of the usual width show.</summary>
internal sealed class TileLayout
{
    internal const int Columns = 12;

    private const string Wide = "sm";

    internal int? X { get; set; }

    internal int? Y { get; set; }

    internal int? Width { get; set; }

    internal int? Height { get; set; }

    /// <summary>All breakpoints, instead of the box.</summary>
    internal IDictionary? Layouts { get; set; }

    private bool HasBox => (X ?? Y ?? Width ?? Height) is not null;

    internal void Check()
    {
        if (HasBox && Layouts is not null)
            throw Problems.Validation("-Layouts gives every place of the tile, so it cannot be combined with -X, -Y, -Width and -Height. Nothing was sent.");
        if (X + (Width ?? 1) > Columns)
            throw Problems.Validation($"The grid has {Columns} columns: -X {X} and a width of {Width ?? 1} end beyond it. Nothing was sent.");
    }

    /// <summary>The places to send; null for no change.</summary>
    /// <param name="current">The places there are; other breakpoints stay.</param>
    /// <param name="height">Rows of a tile that has no place yet.</param>
    /// <param name="bottom">The first free row of the dashboard.</param>
    internal Dictionary<string, object?>? CreateFrom(IDictionary<string, object?>? current, int height, Func<long> bottom)
    {
        if (Layouts is not null)
            return PlainValue.CopyBag(Layouts);
        if (!HasBox)
            return null;
        var layouts = new Dictionary<string, object?>(current ?? new Dictionary<string, object?>(), StringComparer.Ordinal);
        IDictionary<string, object?> old = layouts.TryGetValue(Wide, out object? box) && box is IDictionary<string, object?> known ? known
            : new Dictionary<string, object?>();
        var place = new Dictionary<string, object?>(old, StringComparer.Ordinal)
        {
            ["x"] = X ?? Number(old, "x") ?? 0,
            ["w"] = Width ?? Number(old, "w") ?? Columns - (X ?? 0),
            ["h"] = Height ?? Number(old, "h") ?? height,
        };
        place["y"] = Y ?? Number(old, "y") ?? bottom();
        layouts[Wide] = place;
        return layouts;
    }

    /// <summary>The first row below all tiles.</summary>
    internal static long FindBottom(Dashboard dashboard) => dashboard.Tiles
        .Select(tile => tile.Layouts.TryGetValue(Wide, out object? box) && box is IDictionary<string, object?> place
            ? (Number(place, "y") ?? 0) + (Number(place, "h") ?? 0) : 0)
        .DefaultIfEmpty(0).Max();

    private static long? Number(IDictionary<string, object?> box, string key) =>
        box.TryGetValue(key, out object? value) && value is not null
            && long.TryParse(Convert.ToString(value, CultureInfo.InvariantCulture), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
                out long number) ? number : null;
}
