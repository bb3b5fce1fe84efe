using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;

namespace PostHogPS.Text;

/// <summary>
/// A secret that is taken out of texts by its value, in every form in which a server, a proxy or a log may repeat it. Short ones
/// are looked for only where they stand alone: taken out everywhere, "a" would blot out the text and say what it is.
/// </summary>
internal sealed class HiddenValue
{
    private const int FoundAnywhere = 8;
    private const int FoundBetweenQuotes = 4;
    private const int LeastLine = 16;
    private const int JsonStyles = 16;

    private readonly string[] _forms;
    private readonly int _length;

    internal HiddenValue(string value)
    {
        _length = value.Length;
        _forms = Forms(value).Where(static form => form.Length > 0).Distinct(StringComparer.Ordinal).OrderByDescending(static form => form.Length).ToArray();
    }

    internal string Hide(string text)
    {
        foreach (string form in _forms)
        {
            if (text.IndexOf(form, StringComparison.Ordinal) >= 0)
                text = _length >= FoundAnywhere ? text.Replace(form, SecretScanner.Mark) : HideAlone(text, form);
        }

        return text;
    }

    private string HideAlone(string text, string form)
    {
        var clean = new StringBuilder(text.Length);
        int copied = 0;
        for (int at = text.IndexOf(form, StringComparison.Ordinal); at >= 0;)
        {
            int end = at + form.Length;
            bool alone = _length >= FoundBetweenQuotes ? IsEdge(text, at - 1) && IsEdge(text, end) : IsQuoted(text, at, end);
            if (alone)
            {
                clean.Append(text, copied, at - copied).Append(SecretScanner.Mark);
                copied = end;
            }

            at = text.IndexOf(form, alone ? end : at + 1, StringComparison.Ordinal);
        }

        return copied == 0 ? text : clean.Append(text, copied, text.Length - copied).ToString();
    }

    private static bool IsEdge(string text, int at) => at < 0 || at >= text.Length || !char.IsLetterOrDigit(text[at]);

    private static bool IsQuoted(string text, int start, int end)
    {
        char before = start > 0 ? text[start - 1] : '\0';
        char after = end < text.Length ? text[end] : '\0';
        return (before is '"' or '\'' or '`' && (after == before || after == '\\')) || (before == '=' && IsEdge(text, end));
    }

    private static IEnumerable<string> Forms(string value)
    {
        foreach (string form in Written(value))
            yield return form;
        // Of a key of many lines a server may repeat one.
        if (value.IndexOf('\n') >= 0)
        {
            foreach (string line in value.Split('\n').Select(static l => l.Trim()).Where(static l => l.Length >= LeastLine))
            {
                foreach (string form in Written(line))
                    yield return form;
            }
        }
    }

    private static IEnumerable<string> Written(string value)
    {
        yield return value;
        for (int style = 0; style < JsonStyles; style++)
        {
            string json = Json(value, style);
            yield return json;
            // JSON within JSON, perhaps of another writer: a log line or an error that quotes a body.
            for (int outer = 0; outer < JsonStyles; outer++)
                yield return Json(json, outer);
        }

        string? address = Escaped(value);
        if (address is not null)
        {
            yield return address;
            yield return Lower(address);
            yield return address.Replace("%20", "+");
        }

        yield return WebUtility.HtmlEncode(value);
        if (value.Length < FoundBetweenQuotes)
            yield break;
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        yield return Convert.ToBase64String(bytes).TrimEnd('=');
        yield return Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        if (value.Length < FoundAnywhere)
            yield break;
        // Within a longer text (user:password) it begins at any of three places.
        for (int before = 1; before <= 2; before++)
        {
            string shifted = Convert.ToBase64String(new byte[before].Concat(bytes).ToArray());
            yield return shifted.Substring(before + 1, (shifted.Length / 4 * 4) - before - 1 - 4);
        }

        yield return Convert.ToBase64String(bytes).Substring(0, bytes.Length / 3 * 4);
    }

    // .NET refuses half a surrogate pair; such a text cannot stand in an address either.
    private static string? Escaped(string value)
    {
        try
        {
            return Uri.EscapeDataString(value);
        }
        catch (UriFormatException e)
        {
            _ = e;
            return null;
        }
    }

    private static string Lower(string address)
    {
        var lower = new StringBuilder(address);
        for (int i = 0; i + 2 < lower.Length; i++)
        {
            if (lower[i] != '%')
                continue;
            lower[i + 1] = char.ToLowerInvariant(lower[i + 1]);
            lower[i + 2] = char.ToLowerInvariant(lower[i + 2]);
            i += 2;
        }

        return lower.ToString();
    }

    /// <summary>
    /// As JSON writes it. Writers differ in what they escape beyond need (what is not ASCII, what means something in HTML, the
    /// quote) and in the case of their digits.
    /// </summary>
    private static string Json(string value, int style)
    {
        bool ascii = (style & 1) != 0;
        bool forPages = (style & 2) != 0;
        bool numbered = (style & 4) != 0;
        string digits = (style & 8) != 0 ? "X4" : "x4";
        var json = new StringBuilder(value.Length + 8);
        foreach (char c in value)
        {
            bool escaped = c < ' ' || (ascii && c > '~') || (forPages && c is ('<' or '>' or '&' or '\'' or '+' or '`')) || (numbered && c == '"');
            string? plain = c switch
            {
                '"' when !numbered => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ => null,
            };
            if (plain is not null)
                json.Append(plain);
            else if (escaped)
                json.Append("\\u").Append(((int)c).ToString(digits, CultureInfo.InvariantCulture));
            else
                json.Append(c);
        }

        return json.ToString();
    }
}
