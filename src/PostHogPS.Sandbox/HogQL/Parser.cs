using System;
using System.Collections.Generic;
using System.Globalization;

namespace PostHogPS.Sandbox.HogQL;

/// <summary>Gives the value of <c>{name}</c>, as an expression.</summary>
internal delegate Node PlaceholderReader(string path);

/// <summary>Reads the part of HogQL that the sandbox knows; what is outside of it is a syntax error.</summary>
internal sealed partial class Parser
{
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "select", "from", "where", "group", "having", "order", "limit", "offset", "union", "join", "left", "inner", "with", "as", "and", "or", "not",
        "in", "like", "ilike", "between", "is", "by", "asc", "desc", "prewhere", "window", "sample", "final", "array", "on", "using", "except", "intersect",
        "right", "full", "cross", "any", "all", "settings", "format", "qualify",
    };

    private static readonly string[] Units = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"];

    private readonly List<SyntaxToken> _tokens;
    private readonly PlaceholderReader _placeholder;
    private int _at;
    private int _depth;

    private Parser(string query, PlaceholderReader placeholder)
    {
        _tokens = Lexer.Read(query);
        _placeholder = placeholder;
    }

    private SyntaxToken Next => _tokens[_at];

    public static Select Read(string query, PlaceholderReader placeholder)
    {
        var parser = new Parser(query, placeholder);
        Select select = parser.ReadSelect();
        parser.TakeSign(";");
        if (parser.Next.Kind != TokenKind.End)
            throw parser.Unexpected();
        return select;
    }

    public static Node ReadExpression(string text, PlaceholderReader placeholder)
    {
        var parser = new Parser(text, placeholder);
        Node node = parser.Expression();
        return parser.Next.Kind == TokenKind.End ? node : throw parser.Unexpected();
    }

    private Select ReadSelect()
    {
        using Guard guard = Enter();
        if (!TakeWord("select"))
            throw Unexpected();
        var select = new Select { Distinct = TakeWord("distinct") };
        do
        {
            Node node = IsSign("*") ? TakeStar() : Expression();
            string? alias = TakeWord("as") || IsAlias() ? Name() : null;
            select.Items.Add(new SelectItem(node, alias));
        }
        while (TakeSign(","));

        if (TakeWord("from"))
            ReadFrom(select);
        if (TakeWord("where"))
            select.Where = Expression();
        if (TakeWord("group"))
        {
            ExpectWord("by");
            ReadList(select.GroupBy);
        }

        if (TakeWord("having"))
            select.Having = Expression();
        if (TakeWord("order"))
            ReadOrder(select);
        if (TakeWord("limit"))
        {
            select.Limit = Count();
            if (TakeSign(","))
                (select.Offset, select.Limit) = (select.Limit, Count());
            if (IsWord("by"))
                throw QueryProblem.Unknown("LIMIT BY");
        }

        if (TakeWord("offset"))
            select.Offset = Count();
        return select;
    }

    private void ReadFrom(Select select)
    {
        if (TakeSign("("))
        {
            select.Inner = ReadSelect();
            while (TakeWord("union"))
            {
                ExpectWord("all");
                select.Unions.Add(ReadSelect());
            }

            ExpectSign(")");
        }
        else
        {
            string name = Name();
            while (TakeSign("."))
                name += "." + Name();
            select.Table = name;
        }

        if (TakeWord("as") || IsAlias())
            select.TableAlias = Name();
    }

    private void ReadOrder(Select select)
    {
        ExpectWord("by");
        do
        {
            Node node = Expression();
            bool descending = TakeWord("desc");
            if (!descending)
                TakeWord("asc");
            select.OrderBy.Add(new OrderItem(node, descending));
        }
        while (TakeSign(","));
    }

    private long Count()
    {
        Node node = Expression();
        return node is Constant { Value: long count } && count >= 0 ? count : throw QueryProblem.Invalid("LIMIT and OFFSET must be integers");
    }

    private string Name()
    {
        SyntaxToken token = Next;
        if (token.Kind is not (TokenKind.Name or TokenKind.QuotedName))
            throw Unexpected();
        _at++;
        return token.Text;
    }

    private void ReadList(List<Node> list)
    {
        do
            list.Add(Expression());
        while (TakeSign(","));
    }

    private static object Number(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long whole))
            return whole;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
            : throw QueryProblem.Invalid("Syntax error: bad number '" + text + "'");
    }

    private Star TakeStar()
    {
        _at++;
        return new Star();
    }

    private Node Take(Node node)
    {
        _at++;
        return node;
    }

    private bool IsWord(string word) => Next.Kind == TokenKind.Name && Next.Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    private bool IsAlias() => Next.Kind == TokenKind.QuotedName || (Next.Kind == TokenKind.Name && !Reserved.Contains(Next.Text));

    private bool IsSign(string sign, int ahead = 0) =>
        _at + ahead < _tokens.Count && _tokens[_at + ahead].Kind == TokenKind.Sign && _tokens[_at + ahead].Text == sign;

    private bool TakeWord(string word)
    {
        bool found = IsWord(word);
        _at += found ? 1 : 0;
        return found;
    }

    private bool TakeSign(string sign)
    {
        bool found = IsSign(sign);
        _at += found ? 1 : 0;
        return found;
    }

    private void ExpectWord(string word)
    {
        if (!TakeWord(word))
            throw Unexpected();
    }

    private void ExpectSign(string sign)
    {
        if (!TakeSign(sign))
            throw Unexpected();
    }

    private QueryProblem Unexpected() => Next.Kind == TokenKind.Name && Reserved.Contains(Next.Text) && _at > 0
        ? QueryProblem.Unknown(Next.Text.ToUpperInvariant() + " here")
        : QueryProblem.Invalid("Syntax error: mismatched input '" + Next.Text + "' at position " + Next.At.ToString(CultureInfo.InvariantCulture));

    private Guard Enter()
    {
        if (++_depth > 200)
            throw QueryProblem.Invalid("Syntax error: the query is nested too deeply");
        return new Guard(this);
    }

    private readonly struct Guard(Parser parser) : IDisposable
    {
        public void Dispose() => parser._depth--;
    }
}
