using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PostHogPS.Report;

/// <summary>Small charts as SVG, each with its meaning in words.</summary>
internal static class Chart
{
    private const double Width = 300;
    private const double Height = 60;

    /// <summary>Bars from the bottom.</summary>
    internal static void Bars(HtmlWriter html, string style, string title, string description, IReadOnlyList<double> values)
    {
        string path = BarPath(values, Math.Max(values.Max(), double.Epsilon));
        Figure(html, title, description, () => html.Shape("path", "class", style, "d", path));
    }

    private static string BarPath(IReadOnlyList<double> values, double most)
    {
        double step = Width / values.Count;
        double bar = step > 3 ? step - 0.7 : step;
        var path = new StringBuilder();
        for (int i = 0; i < values.Count; i++)
        {
            double height = values[i] <= 0 ? 0 : Math.Max(0.8, values[i] / most * Height);
            if (height > 0)
                path.Append('M').AppendCoordinate(i * step)
                    .Append(" 60v").AppendCoordinate(-height).Append('h').AppendCoordinate(bar).Append("V60z");
        }

        return path.ToString();
    }

    /// <summary>Bars in front of other bars of the same scale, where there are any, with marks at some places (0 to 1).</summary>
    internal static void Strip(
        HtmlWriter html, string title, string description, IReadOnlyList<double>? behind, IReadOnlyList<double> front, IReadOnlyList<double> marks)
    {
        double most = Math.Max(Math.Max(behind?.Max() ?? 0, front.Max()), double.Epsilon);
        Figure(html, title, description, () =>
        {
            if (behind is not null)
                html.Shape("path", "class", "held", "d", BarPath(behind, most));
            html.Shape("path", "class", "vol", "d", BarPath(front, most));
            if (marks.Count > 0)
                html.Shape("path", "class", "limit", "d",
                    string.Concat(marks.Select(mark => $"M{PathText.Coordinate(Math.Min(1, Math.Max(0, mark)) * Width)} 0V60")));
        });
    }

    /// <summary>A filled line with holes where nothing is known, and a limit.</summary>
    internal static void Area(HtmlWriter html, string style, string title, string description, IReadOnlyList<double?> values, double limit)
    {
        double most = Math.Max(values.Max() ?? 0, limit * 1.25);
        double step = Width / values.Count;
        var path = new StringBuilder();
        bool open = false;
        for (int i = 0; i <= values.Count; i++)
        {
            double? value = i < values.Count ? values[i] : null;
            if (value is { } v)
                path.Append(open ? 'H' : 'M').AppendCoordinate(i * step).Append(open ? "V" : " 60V").AppendCoordinate(Height - (v / most * Height));
            else if (open)
                path.Append('H').AppendCoordinate(i * step).Append("V60z");
            open = value is not null;
        }

        string line = PathText.Coordinate(Height - (limit / most * Height));
        Figure(html, title, description, () =>
        {
            html.Shape("path", "class", style, "d", path.ToString());
            html.Shape("path", "class", "limit", "d", $"M0 {line}H300");
        });
    }

    private static void Figure(HtmlWriter html, string title, string description, Action drawing)
    {
        html.Open("figure").Open("figcaption").Leaf("b", title).Text(" " + description).Close();
        html.Open("svg", "class", "chart", "viewBox", "0 0 300 60", "preserveAspectRatio", "none", "role", "img", "aria-label", title + ": " + description);
        drawing();
        html.Close().Close();
    }
}
