using System;
using System.Collections.Generic;
using System.Text;

namespace PostHogPS.Rows;

/// <summary>A HogQL text with its placeholders found: braces in texts, quoted names and comments do not count.</summary>
internal sealed class QueryText
{
    // By the time alone, rows of one instant could be lost between two answers.
    internal const string ReadOnByKey =
        "Read on by key: where timestamp >= {last} and (timestamp > {last} or toString(uuid) > {id}) order by timestamp, toString(uuid), "
        + "with -Parameter @{ last = $rows[-1].timestamp; id = [string] $rows[-1].uuid }.";

    private readonly string _text;
    private readonly List<(int At, int Length, string Name)> _placeholders = [];
    private readonly List<QueryWord> _words = [];
    private int _depth;

    internal QueryText(string text)
    {
        _text = text;
        for (int at = 0; at < text.Length;)
            at = Step(at);
    }

    /// <summary>The names between braces, as written.</summary>
    internal IEnumerable<string> Placeholders
    {
        get
        {
            foreach ((_, _, string name) in _placeholders)
                yield return name;
        }
    }

    /// <summary>Words outside of texts, comments and placeholders, in order.</summary>
    internal IReadOnlyList<QueryWord> Words => _words;

    /// <summary>True when OFFSET is used, which servers refuse to personal API keys.</summary>
    internal bool HasOffset { get; private set; }

    /// <summary>The text with some placeholders replaced.</summary>
    /// <param name="replace">Gets the name, and gives the text that replaces it and its braces; null to leave them.</param>
    internal string With(Func<string, string?> replace)
    {
        var result = new StringBuilder();
        int from = 0;
        foreach ((int at, int length, string name) in _placeholders)
        {
            result.Append(_text, from, at - from).Append(replace(name) ?? _text.Substring(at, length));
            from = at + length;
        }

        return result.Append(_text, from, _text.Length - from).ToString();
    }

    private int Step(int at)
    {
        char c = _text[at];
        if (c is '\'' or '"' or '`')
            return Quoted(at);
        if (Has(at, "--"))
            return IndexOf("\n", at);
        if (Has(at, "/*"))
            return IndexOf("*/", at + 2);
        if (c == '{')
            return Placeholder(at);
        _depth += c switch { '(' or '[' => 1, ')' or ']' => -1, _ => 0 };
        if (!IsWord(c))
            return at + 1;
        int end = at;
        while (end < _text.Length && IsWord(_text[end]))
            end++;
        // A member of something is a name, whatever it looks like.
        var word = new QueryWord(at, _text.Substring(at, end - at), _depth, IsMember(at));
        HasOffset |= word.IsKeyword("offset");
        _words.Add(word);
        return end;
    }

    private bool IsMember(int at) => at > 0 && _text[at - 1] == '.';

    // A quoted name is a word that no keyword is.
    private int Quoted(int at)
    {
        int end = EndOfQuoted(at);
        if (_text[at] != '\'')
            _words.Add(new QueryWord(at, _text.Substring(at, end - at), _depth, IsMember(at)));
        return end;
    }

    private int Placeholder(int at)
    {
        int end = _text.IndexOf('}', at);
        if (end < 0)
            return at + 1;
        string name = _text.Substring(at + 1, end - at - 1).Trim();
        if (name.Length == 0 || !IsName(name))
            return at + 1;
        _placeholders.Add((at, end + 1 - at, name));
        return end + 1;
    }

    // A backslash escapes the quote, and so does the quote itself.
    private int EndOfQuoted(int at)
    {
        char quote = _text[at];
        for (int i = at + 1; i < _text.Length; i++)
        {
            if (_text[i] == '\\')
                i++;
            else if (_text[i] == quote)
                return i + 1;
        }

        return _text.Length;
    }

    private int IndexOf(string end, int from)
    {
        int at = _text.IndexOf(end, Math.Min(from, _text.Length), StringComparison.Ordinal);
        return at < 0 ? _text.Length : at + end.Length;
    }

    private bool Has(int at, string sign) => string.CompareOrdinal(_text, at, sign, 0, sign.Length) == 0;

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '$';

    private static bool IsName(string name)
    {
        foreach (char c in name)
        {
            if (!IsWord(c) && c != '.')
                return false;
        }

        return true;
    }
}
