using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace PostHogPS.Report;

/// <summary>
/// Writes HTML. Every text and every attribute goes through <see cref="Escape"/>, so that no data becomes markup;
/// elements are closed in the order they were opened.
/// </summary>
internal sealed class HtmlWriter
{
    private static readonly HashSet<string> OwnLine = ["html", "head", "body", "header", "nav", "main", "section", "details", "summary", "table", "tr",
        "div", "dl", "ul", "footer", "svg", "p", "h1", "h2", "h3"];

    private static readonly char[] Unsafe =
        [.. "&<>\"'", .. Enumerable.Range(0, 0xA0).Select(static code => (char)code).Where(static c => char.IsControl(c) && c is not '\n' and not '\t')];

    private readonly TextWriter _out;
    private readonly Stack<string> _open = new();

    internal HtmlWriter(TextWriter output) => _out = output;

    /// <summary>The text as HTML shows it, in an element or between the quotes of an attribute.</summary>
    internal static string Escape(string text)
    {
        int next = text.IndexOfAny(Unsafe);
        if (next < 0)
            return text;
        var safe = new StringBuilder(text.Length + 16);
        int written = 0;
        for (; next >= 0; next = text.IndexOfAny(Unsafe, written))
        {
            safe.Append(text, written, next - written).Append(Entity(text[next]));
            written = next + 1;
        }

        return safe.Append(text, written, text.Length - written).ToString();
    }

    private static string Entity(char c) => c switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        // HTML has no way to write a control character.
        _ => "\uFFFD",
    };

    /// <summary>Opens an element. Attributes are pairs of name and value; one without a value (null) is left out.</summary>
    internal HtmlWriter Open(string tag, params string?[] attributes)
    {
        Start(tag, attributes);
        _open.Push(tag);
        return this;
    }

    internal HtmlWriter Close()
    {
        string tag = _open.Pop();
        _out.Write("</");
        _out.Write(tag);
        _out.Write(OwnLine.Contains(tag) ? ">\n" : ">");
        return this;
    }

    /// <summary>An element that has no end tag.</summary>
    internal HtmlWriter Single(string tag, params string?[] attributes)
    {
        Start(tag, attributes);
        return this;
    }

    internal HtmlWriter Text(string? text)
    {
        _out.Write(Escape(text ?? ""));
        return this;
    }

    /// <summary>An element that holds a text.</summary>
    internal HtmlWriter Leaf(string tag, string? text, params string?[] attributes) => Open(tag, attributes).Text(text).Close();

    /// <summary>An element of a drawing that holds nothing.</summary>
    internal HtmlWriter Shape(string tag, params string?[] attributes) => Open(tag, attributes).Close();

    /// <summary>The beginning of the file, with a style sheet: the only text that is written as it is, and it is a constant.</summary>
    internal HtmlWriter Style()
    {
        _out.Write("<style>");
        _out.Write(ReportStyle.Sheet);
        _out.Write("</style>\n");
        return this;
    }

    /// <summary>A piece that has been written before.</summary>
    internal HtmlWriter Add(HtmlPart part)
    {
        _out.Write(part.Text);
        return this;
    }

    internal HtmlWriter Doctype()
    {
        _out.Write("<!doctype html>\n");
        return this;
    }

    private void Start(string tag, string?[] attributes)
    {
        _out.Write('<');
        _out.Write(tag);
        for (int i = 0; i + 1 < attributes.Length; i += 2)
        {
            if (attributes[i + 1] is not { } value)
                continue;
            _out.Write(' ');
            _out.Write(attributes[i]);
            if (value.Length == 0)
                continue;
            _out.Write("=\"");
            _out.Write(Escape(value));
            _out.Write('"');
        }

        _out.Write('>');
    }
}
