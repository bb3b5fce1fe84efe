using System;
using System.Text;

namespace PostHogPS.Report;

/// <summary>Coordinates of a drawing's paths. Charts have them by the hundred, so they are added to the path without a text of their own.</summary>
internal static class PathText
{
    /// <summary>Adds a coordinate, to a tenth: "12", "0.5", "-3.2".</summary>
    internal static StringBuilder AppendCoordinate(this StringBuilder path, double value)
    {
        long tenths = (long)Math.Round(Math.Abs(value) * 10, MidpointRounding.AwayFromZero);
        if (value < 0 && tenths > 0)
            path.Append('-');
        path.Append(tenths / 10);
        return tenths % 10 == 0 ? path : path.Append('.').Append((char)('0' + (tenths % 10)));
    }

    /// <summary>The same as a text.</summary>
    internal static string Coordinate(double value) => new StringBuilder().AppendCoordinate(value).ToString();
}
