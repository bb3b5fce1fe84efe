using System;
using System.Text;

namespace PostHogPS.Text;

/// <summary>
/// Takes out of a text what is named or shaped like a secret: "name": "value", name=value, headers, bearer tokens and keys of
/// PostHog. By hand and not by regular expressions, whose time grows with the square of a hostile text: here every character is
/// looked at a bounded number of times.
/// </summary>
internal sealed class SecretScanner
{
    internal const string Mark = "[redacted]";

    private const int LeastBearer = 6;
    private const int LeastShape = 4;

    private readonly string _text;
    private StringBuilder? _clean;
    private int _copied;

    internal SecretScanner(string text) => _text = text;

    /// <summary>Characters looked at so far.</summary>
    internal long Steps { get; private set; }

    /// <summary>The text without what looks like a secret; most texts have no sign of one and come back as they are.</summary>
    internal static string Clean(string text) => HasSign(text) ? new SecretScanner(text).Run() : text;

    internal string Run()
    {
        int at = 0;
        while (at < _text.Length)
        {
            int start = at;
            at = SkipWord(at);
            at = at > start ? Word(start, at) : at + 1;
            Steps++;
        }

        return _clean is null ? _text : _clean.Append(_text, _copied, _text.Length - _copied).ToString();
    }

    private static bool HasSign(string text)
    {
        foreach (string sign in SecretNames.Signs)
        {
            if (text.IndexOf(sign, StringComparison.OrdinalIgnoreCase) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>Judges a word by the text around it. Returns where to continue.</summary>
    private int Word(int start, int end)
    {
        char next = At(end);
        if (next == '=' && IsSecret(start, end))
            return Hide(end + 1, SkipPairValue(end + 1));
        if (next is '"' or '\'' or '\\' && start > 0 && _text[start - 1] is '"' or '\'' && IsSecret(start, end) && FieldValue(end) is int value)
            return HideFieldValue(value);
        if (next is ':' or ' ' or '\t' && end - start <= 20)
        {
            string word = _text.Substring(start, end - start);
            if (SecretNames.IsHeaderWord(word) && At(SkipBlank(end)) == ':')
                return Hide(SkipBlank(SkipBlank(end) + 1), SkipLine(end));
            if (word.Equals("Bearer", StringComparison.OrdinalIgnoreCase) && SkipToken(SkipBlank(end)) is int token && token - SkipBlank(end) >= LeastBearer)
                return Hide(SkipBlank(end), token);
        }

        return Shapes(start, end);
    }

    private bool IsSecret(int start, int end)
    {
        Steps += end - start;
        return SecretNames.IsSecretWord(_text, start, end - start);
    }

    /// <summary>Where the value of "name": begins; null when this is no field.</summary>
    private int? FieldValue(int afterName)
    {
        int at = afterName;
        while (At(at) == '\\')
            at++;
        if (At(at) is not ('"' or '\''))
            return null;
        at = SkipSpace(at + 1);
        return At(at) == ':' ? SkipSpace(at + 1) : null;
    }

    private int HideFieldValue(int value)
    {
        int quote = value;
        while (At(quote) == '\\')
            quote++;
        if (At(quote) is '"' or '\'')
        {
            int end = SkipString(quote, quote - value);
            int close = end > quote + 1 && end <= _text.Length && _text[end - 1] == _text[quote] ? end - 1 - (quote - value) : end;
            return Hide(quote + 1, Math.Max(quote + 1, close), end);
        }

        char first = At(value);
        if (first is '-' or (>= '0' and <= '9'))
            return Hide(value, SkipBare(value), quoted: true);
        if (first is '{' or '[')
            return Hide(value, SkipNested(value), quoted: true);
        return value;
    }

    private int Hide(int from, int to, int? goOn = null, bool quoted = false)
    {
        if (to > from)
        {
            (_clean ??= new StringBuilder(_text.Length)).Append(_text, _copied, from - _copied).Append(quoted ? "\"" + Mark + "\"" : Mark);
            _copied = to;
        }

        return Math.Max(goOn ?? to, to);
    }

    // Keys of PostHog, wherever they stand.
    private int Shapes(int start, int end)
    {
        for (int at = start; at + 4 + LeastShape <= end; at++)
        {
            Steps++;
            bool begins = at == start || _text[at - 1] is '.' or '-';
            if (!begins || _text[at] != 'p' || _text[at + 1] != 'h' || _text[at + 2] is not ('x' or 'a' or 's' or 'r') || _text[at + 3] != '_')
                continue;
            int to = at + 4;
            while (to < end && _text[to] is '_' or '-' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9'))
                to++;
            if (to - at - 4 >= LeastShape)
                at = Hide(at + 4, to) - 1;
        }

        return end;
    }

    private char At(int index) => index < _text.Length ? _text[index] : '\0';

    private int SkipWord(int at) => Skip(at, static c => char.IsLetterOrDigit(c) || c is '_' or '.' or '-');

    private int SkipBlank(int at) => Skip(at, static c => c is ' ' or '\t');

    private int SkipSpace(int at) => Skip(at, char.IsWhiteSpace);

    private int SkipLine(int at) => Skip(at, static c => c is not ('\r' or '\n' or '"'));

    private int SkipToken(int at) =>
        Skip(at, static c => c is '.' or '_' or '~' or '+' or '/' or '=' or '-' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9'));

    private int SkipBare(int at) => Skip(at, static c => c is not (',' or '}' or ']') && !char.IsWhiteSpace(c));

    private int SkipPairValue(int at) =>
        At(at) is '"' or '\'' ? SkipString(at, 0) : Skip(at, static c => c is not ('&' or '"' or '\'' or '<' or '>') && !char.IsWhiteSpace(c));

    private int Skip(int at, Func<char, bool> goesOn)
    {
        while (at < _text.Length && goesOn(_text[at]))
        {
            at++;
            Steps++;
        }

        return at;
    }

    /// <summary>The end of a text in quotes, which may have been escaped <paramref name="level"/> times more. One without an end goes to the end.</summary>
    private int SkipString(int quote, int level)
    {
        char mark = _text[quote];
        int slashes = 0;
        for (int at = quote + 1; at < _text.Length; at++)
        {
            Steps++;
            char c = _text[at];
            if (c == '\\')
            {
                slashes++;
                continue;
            }

            if (c == mark && (level == 0 ? slashes % 2 == 0 : slashes <= level))
                return at + 1;
            slashes = 0;
        }

        return _text.Length;
    }

    private int SkipNested(int at)
    {
        int depth = 0;
        while (at < _text.Length)
        {
            Steps++;
            switch (_text[at])
            {
                case '{' or '[':
                    depth++;
                    break;
                case '}' or ']' when --depth == 0:
                    return at + 1;
                case '"':
                    at = SkipString(at, 0);
                    continue;
            }

            at++;
        }

        return at;
    }
}
