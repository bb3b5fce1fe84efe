using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using PostHogPS.Text;

namespace PostHogPS.Files;

/// <summary>
/// JSON as files of a repository hold it: two spaces, LF, one value a line, a newline at the end. Written here and not by a library,
/// so that the bytes are the same in every shell and with every version of one; and with comments.
/// </summary>
internal static class FileText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    internal static byte[] Encode(FileValue root) => Utf8.GetBytes(Format(root));

    /// <summary>The same with the ends of lines that a file has: git writes CRLF on some machines, and each line would differ.</summary>
    internal static byte[] WithLineEndsOf(byte[] file, byte[] content)
    {
        int first = System.Array.IndexOf(file, (byte)'\n');
        return first < 1 || file[first - 1] != (byte)'\r' ? content
            : Utf8.GetBytes(Utf8.GetString(content).Replace("\r\n", "\n").Replace("\n", "\r\n"));
    }

    /// <summary>
    /// A text of a file with one more property before another one, everything else as it is written; null where comments leave it open which of
    /// the two they belong to.
    /// </summary>
    internal static string? Insert(string text, FileProperty before, string name, string value)
    {
        int start = 0;
        for (int line = 1; line < before.Line && start >= 0; line++)
            start = text.IndexOf('\n', start) + 1;
        int at = start + before.Column - 1;
        if (before.Value.Before.Count > 0 || at > text.Length || string.CompareOrdinal(text, at, "\"" + before.Name + "\"", 0, before.Name.Length + 2) != 0)
            return null;
        string indent = text.Substring(start, at - start);
        string gap = indent.Trim().Length > 0 || start == 0 ? " " : (start > 1 && text[start - 2] == '\r' ? "\r\n" : "\n") + indent;
        return text.Insert(at, Quote(name) + ": " + Quote(value) + "," + gap);
    }

    internal static string Format(FileValue root)
    {
        var text = new StringBuilder();
        WriteLines(text, root.Before, 0);
        Write(text, root, 0);
        foreach (string comment in root.After)
            text.Append(' ').Append(comment);
        text.Append('\n');
        WriteLines(text, root.Below, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, FileValue value, int depth)
    {
        switch (value.Kind)
        {
            case FileValueKind.Object:
                WriteItems(text, value, '{', '}', depth, value.Properties.Select(static property => ((string?)property.Name, property.Value)).ToList());
                break;
            case FileValueKind.List:
                WriteItems(text, value, '[', ']', depth, value.Items.Select(static item => ((string?)null, item)).ToList());
                break;
            case FileValueKind.Text:
                WriteText(text, value.Text);
                break;
            default:
                text.Append(value.Text);
                break;
        }
    }

    private static void WriteItems(StringBuilder text, FileValue value, char open, char close, int depth, List<(string? Name, FileValue Value)> items)
    {
        text.Append(open);
        if (items.Count == 0 && value.End.Count == 0)
        {
            text.Append(close);
            return;
        }

        text.Append('\n');
        for (int i = 0; i < items.Count; i++)
        {
            (string? name, FileValue item) = items[i];
            WriteLines(text, item.Before, depth + 1);
            Indent(text, depth + 1);
            if (name is not null)
            {
                WriteText(text, name);
                text.Append(": ");
            }

            Write(text, item, depth + 1);
            if (i < items.Count - 1)
                text.Append(',');
            foreach (string comment in item.After)
                text.Append(' ').Append(comment);
            text.Append('\n');
        }

        WriteLines(text, value.End, depth + 1);
        Indent(text, depth);
        text.Append(close);
    }

    private static void WriteLines(StringBuilder text, List<string> comments, int depth)
    {
        foreach (string comment in comments)
        {
            Indent(text, depth);
            text.Append(comment).Append('\n');
        }
    }

    private static void Indent(StringBuilder text, int depth) => text.Append(' ', depth * 2);

    private static string Quote(string value)
    {
        var text = new StringBuilder();
        WriteText(text, value);
        return text.ToString();
    }

    // Names and queries stay readable: nothing but what JSON itself requires is escaped.
    private static void WriteText(StringBuilder text, string value)
    {
        text.Append('"');
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            switch (c)
            {
                case '"':
                    text.Append("\\\"");
                    break;
                case '\\':
                    text.Append("\\\\");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case var high when char.IsHighSurrogate(high) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]):
                    text.Append(c).Append(value[++i]);
                    break;
                // Half a pair has no UTF-8; direction marks would make a diff show something else than what is sent.
                case var other when other < ' ' || other == 0x7F || char.IsSurrogate(other) || IsInvisible(other):
                    text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }

        text.Append('"');
    }

    private static bool IsInvisible(char c) => c is '\u2028' or '\u2029' or '\uFEFF'
        || (c > 0x7F && CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.Control);
}
