using System;
using System.IO;

namespace PostHogPS.Report;

/// <summary>A finished piece of a page. Only <see cref="HtmlWriter"/> makes its text, so that it may be written as it is.</summary>
internal sealed class HtmlPart
{
    private HtmlPart(string text) => Text = text;

    internal string Text { get; }

    internal static HtmlPart Create(Action<HtmlWriter> write)
    {
        using var text = new StringWriter { NewLine = "\n" };
        write(new HtmlWriter(text));
        return new HtmlPart(text.ToString());
    }
}
