using System;
using System.Text;

namespace PostHogPS.Text;

/// <summary>
/// Takes user and password out of addresses (http://user:password@proxy): .NET repeats them in its messages, and people write
/// them into settings. Passwords may hold nearly every character, so all text before the last @ of an authority is removed.
/// </summary>
internal sealed class AddressPasswords
{
    private static readonly (string Scheme, string At, char End)[] Forms =
        [("://", "@", '/'), (":\\/\\/", "@", '\\'), ("%3A%2F%2F", "%40", '&'), ("%3a%2f%2f", "%40", '&')];

    private readonly string _text;
    private readonly bool _bare;
    private readonly StringBuilder _clean = new();
    private int _copied;

    private AddressPasswords(string text, bool bare)
    {
        _text = text;
        _bare = bare;
    }

    /// <summary>The text without them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="bare">Also user:password@host without a scheme, which a name could look like.</param>
    internal static string Hide(string text, bool bare) =>
        text.IndexOf('@') < 0 && text.IndexOf("%40", StringComparison.Ordinal) < 0 ? text : new AddressPasswords(text, bare).Run();

    private string Run()
    {
        for (int at = 0; at < _text.Length;)
        {
            int start = at;
            while (at < _text.Length && !char.IsWhiteSpace(_text[at]) && !char.IsControl(_text[at]) && _text[at] is not ('"' or '<' or '>'))
                at++;
            if (at > start)
                Token(start, at);
            at++;
        }

        return _copied == 0 ? _text : _clean.Append(_text, _copied, _text.Length - _copied).ToString();
    }

    private void Token(int start, int end)
    {
        bool hasScheme = false;
        foreach ((string scheme, string sign, char stop) in Forms)
        {
            int at = IndexOf(scheme, start, end);
            hasScheme |= at >= 0;
            while (at >= 0)
            {
                int authority = at + scheme.Length;
                int next = IndexOf(scheme, authority, end);
                Authority(authority, next < 0 ? end : next, sign, stop);
                at = next;
            }
        }

        if (!hasScheme && _bare)
            Bare(start, end);
    }

    private void Authority(int start, int end, string sign, char stop)
    {
        int close = start;
        while (close < end && _text[close] != stop && _text[close] is not ('/' or '?' or '#'))
            close++;
        int at = LastIndexOf(sign, start, close);
        // A password with a slash in it: what follows the colon is no port.
        if (at < 0 && _text[start < _text.Length ? start : start - 1] != '[' && _text.IndexOf(':', start, close - start) is >= 0 and int colon
            && !IsPort(colon + 1, close))
            at = LastIndexOf(sign, close, end);
        if (at > start)
            Replace(start, at);
    }

    private void Bare(int start, int end)
    {
        int at = LastIndexOf("@", start, end);
        if (at < 0 || at + 1 >= end || !(char.IsLetterOrDigit(_text[at + 1]) || _text[at + 1] == '['))
            return;
        int colon = _text.IndexOf(':', start, at - start);
        if (colon < 0 || colon + 1 >= at)
            return;
        int from = Math.Max(start, _text.LastIndexOfAny(['=', ',', ';', '(', '|', '\''], colon, colon - start + 1) + 1);
        if (colon > from && string.CompareOrdinal(_text, from, "mailto", 0, colon - from) != 0)
            Replace(from, at);
    }

    private bool IsPort(int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            if (_text[i] is < '0' or > '9')
                return false;
        }

        return true;
    }

    private void Replace(int from, int to)
    {
        if (from < _copied)
            return;
        _clean.Append(_text, _copied, from - _copied).Append(SecretScanner.Mark);
        _copied = to;
    }

    private int IndexOf(string part, int start, int end) => start >= end ? -1 : _text.IndexOf(part, start, end - start, StringComparison.Ordinal);

    private int LastIndexOf(string part, int start, int end) => start >= end ? -1 : _text.LastIndexOf(part, end - 1, end - start, StringComparison.Ordinal);
}
