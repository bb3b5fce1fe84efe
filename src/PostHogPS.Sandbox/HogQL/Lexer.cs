using System;
using System.Collections.Generic;
using System.Text;

namespace PostHogPS.Sandbox.HogQL;

internal enum TokenKind
{
    Name,
    QuotedName,
    Text,
    Number,
    Sign,
    End,
}

internal readonly record struct SyntaxToken(TokenKind Kind, string Text, int At);

/// <summary>Words, numbers, texts and signs of a query.</summary>
internal static class Lexer
{
    private static readonly string[] Signs =
        ["<=", ">=", "!=", "<>", "==", "||", "(", ")", "[", "]", "{", "}", ",", ".", "=", "<", ">", "+", "-", "*", "/", "%", ";"];

    public static List<SyntaxToken> Read(string query)
    {
        var tokens = new List<SyntaxToken>();
        int at = 0;
        while (at < query.Length)
        {
            char c = query[at];
            int start = at;
            if (char.IsWhiteSpace(c))
            {
                at++;
            }
            else if (string.CompareOrdinal(query, at, "--", 0, 2) == 0)
            {
                int end = query.IndexOf('\n', at);
                at = end < 0 ? query.Length : end;
            }
            else if (string.CompareOrdinal(query, at, "/*", 0, 2) == 0)
            {
                int end = query.IndexOf("*/", at, StringComparison.Ordinal);
                at = end < 0 ? throw QueryProblem.Invalid("Syntax error: unterminated comment") : end + 2;
            }
            else if (char.IsLetter(c) || c is '_' or '$')
            {
                while (at < query.Length && (char.IsLetterOrDigit(query[at]) || query[at] is '_' or '$'))
                    at++;
                tokens.Add(new SyntaxToken(TokenKind.Name, query.Substring(start, at - start), start));
            }
            else if (char.IsDigit(c))
            {
                while (at < query.Length && (char.IsLetterOrDigit(query[at]) || query[at] == '.' || (query[at] is '+' or '-' && query[at - 1] is 'e' or 'E')))
                    at++;
                tokens.Add(new SyntaxToken(TokenKind.Number, query.Substring(start, at - start), start));
            }
            else if (c is '\'' or '"' or '`')
            {
                string text = Quoted(query, ref at);
                tokens.Add(new SyntaxToken(c == '\'' ? TokenKind.Text : TokenKind.QuotedName, text, start));
            }
            else
            {
                string sign = Array.Find(Signs, s => string.CompareOrdinal(query, at, s, 0, s.Length) == 0)
                    ?? throw QueryProblem.Invalid("Syntax error: unexpected character '" + c + "'");
                at += sign.Length;
                tokens.Add(new SyntaxToken(TokenKind.Sign, sign, start));
            }
        }

        tokens.Add(new SyntaxToken(TokenKind.End, "<EOF>", query.Length));
        return tokens;
    }

    private static string Quoted(string query, ref int at)
    {
        char quote = query[at++];
        var text = new StringBuilder();
        for (; at < query.Length; at++)
        {
            char c = query[at];
            if (c == '\\' && at + 1 < query.Length)
            {
                c = query[++at];
                text.Append(c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', '0' => '\0', _ => c });
            }
            else if (c == quote && at + 1 < query.Length && query[at + 1] == quote)
            {
                text.Append(quote);
                at++;
            }
            else if (c == quote)
            {
                at++;
                return text.ToString();
            }
            else
            {
                text.Append(c);
            }
        }

        throw QueryProblem.Invalid("Syntax error: unterminated quoted text");
    }
}
