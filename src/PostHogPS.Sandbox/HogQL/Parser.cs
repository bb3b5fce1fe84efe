using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PostHogPS.Sandbox.HogQL;

/// <summary>Gives the value of <c>{name}</c>, as an expression.</summary>
internal delegate Node PlaceholderReader(string path);

/// <summary>Reads the part of HogQL that the sandbox knows; what is outside of it is a syntax error.</summary>
internal sealed class Parser
{
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "select", "from", "where", "group", "having", "order", "limit", "offset", "union", "join", "left", "inner", "with", "as", "and", "or", "not",
        "in", "like", "ilike", "between", "is", "by", "asc", "desc", "prewhere", "window", "sample", "final", "array", "on", "using", "except", "intersect",
        "right", "full", "cross", "any", "all", "settings", "format", "qualify",
    };

    private static readonly string[] Units = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"];

    private readonly List<Token> _tokens;
    private readonly PlaceholderReader _placeholder;
    private int _at;
    private int _depth;

    private Parser(string query, PlaceholderReader placeholder)
    {
        _tokens = Lexer.Read(query);
        _placeholder = placeholder;
    }

    private Token Next => _tokens[_at];

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

    private Node Expression() => Or();

    private Node Or()
    {
        using Guard guard = Enter();
        Node left = And();
        if (!IsWord("or"))
            return left;
        var all = new List<Node> { left };
        while (TakeWord("or"))
            all.Add(And());
        return new Call("or", all);
    }

    private Node And()
    {
        Node left = Not();
        if (!IsWord("and"))
            return left;
        var all = new List<Node> { left };
        while (TakeWord("and"))
            all.Add(Not());
        return new Call("and", all);
    }

    private Node Not()
    {
        using Guard guard = Enter();
        return TakeWord("not") ? new Call("not", [Not()]) : Comparison();
    }

    private Node Comparison()
    {
        Node left = Additive();
        while (true)
        {
            string? name = Next.Kind != TokenKind.Sign ? null : Next.Text switch
            {
                "=" or "==" => "equals",
                "!=" or "<>" => "notEquals",
                "<" => "less",
                "<=" => "lessOrEquals",
                ">" => "greater",
                ">=" => "greaterOrEquals",
                _ => null,
            };
            if (name is not null)
            {
                _at++;
                left = new Call(name, [left, Additive()]);
            }
            else if (TakeWord("is"))
            {
                bool not = TakeWord("not");
                ExpectWord("null");
                left = new Call(not ? "isNotNull" : "isNull", [left]);
            }
            else
            {
                int before = _at;
                bool not = TakeWord("not");
                Node? found = TakeWord("in") ? new Call(not ? "notIn" : "in", [left, Additive()])
                    : TakeWord("like") ? new Call(not ? "notLike" : "like", [left, Additive()])
                    : TakeWord("ilike") ? new Call(not ? "notILike" : "ilike", [left, Additive()])
                    : TakeWord("between") ? Between(left, not)
                    : null;
                if (found is null)
                {
                    _at = before;
                    return left;
                }

                left = found;
            }
        }
    }

    private Node Between(Node value, bool not)
    {
        Node low = Additive();
        ExpectWord("and");
        Node inside = new Call("and", [new Call("greaterOrEquals", [value, low]), new Call("lessOrEquals", [value, Additive()])]);
        return not ? new Call("not", [inside]) : inside;
    }

    private Node Additive()
    {
        Node left = Multiplicative();
        while (Next is { Kind: TokenKind.Sign, Text: "+" or "-" or "||" })
        {
            string sign = _tokens[_at++].Text;
            left = new Call(sign switch { "+" => "plus", "-" => "minus", _ => "concat" }, [left, Multiplicative()]);
        }

        return left;
    }

    private Node Multiplicative()
    {
        Node left = Unary();
        while (Next is { Kind: TokenKind.Sign, Text: "*" or "/" or "%" })
        {
            string sign = _tokens[_at++].Text;
            left = new Call(sign switch { "*" => "multiply", "/" => "divide", _ => "modulo" }, [left, Unary()]);
        }

        return left;
    }

    private Node Unary()
    {
        using Guard guard = Enter();
        if (!TakeSign("-"))
            return Primary();
        Node node = Unary();
        return node is Constant { Value: long whole } ? new Constant(-whole) : node is Constant { Value: double number } ? new Constant(-number) : new Call("negate", [node]);
    }

    private Node Primary()
    {
        Token token = Next;
        switch (token.Kind)
        {
            case TokenKind.Text:
                _at++;
                return new Constant(token.Text);
            case TokenKind.Number:
                _at++;
                return new Constant(Number(token.Text));
            case TokenKind.Sign when token.Text == "(":
                return Parenthesis();
            case TokenKind.Sign when token.Text == "[":
                _at++;
                return new Call("array", Arguments("]"));
            case TokenKind.Sign when token.Text == "{":
                return Placeholder();
            case TokenKind.QuotedName:
                return Path();
            case TokenKind.Name when !Reserved.Contains(token.Text):
                return Word(token);
            default:
                throw Unexpected();
        }
    }

    private Node Word(Token token)
    {
        if (IsWord("null"))
            return Take(new Constant(null));
        if (IsWord("true") || IsWord("false"))
            return Take(new Constant(token.Text.Equals("true", StringComparison.OrdinalIgnoreCase)));
        if (IsWord("case"))
            return Case();
        if (IsWord("interval") && !IsSign("(", 1))
        {
            _at++;
            Node count = Primary();
            string unit = Name().ToLowerInvariant();
            unit = unit.EndsWith('s') ? unit.Substring(0, unit.Length - 1) : unit;
            return Units.Contains(unit) ? new Interval(count, unit) : throw QueryProblem.Invalid("Syntax error: unknown interval unit '" + unit + "'");
        }

        if (!IsSign("(", 1))
            return Path();
        _at += 2;
        bool distinct = TakeWord("distinct");
        List<Node> arguments = Arguments(")");
        if (IsSign("(") || IsWord("over"))
            throw QueryProblem.Unknown("parametric and window functions");
        if (token.Text.StartsWith("toInterval", StringComparison.Ordinal) && Units.Contains(token.Text.Substring(10).ToLowerInvariant()) && arguments.Count == 1)
            return new Interval(arguments[0], token.Text.Substring(10).ToLowerInvariant());
        return new Call(token.Text, arguments, distinct);
    }

    private Node Case()
    {
        _at++;
        if (!IsWord("when"))
            throw QueryProblem.Unknown("CASE with a value");
        var arguments = new List<Node>();
        while (TakeWord("when"))
        {
            arguments.Add(Expression());
            ExpectWord("then");
            arguments.Add(Expression());
        }

        arguments.Add(TakeWord("else") ? Expression() : new Constant(null));
        ExpectWord("end");
        return new Call("multiIf", arguments);
    }

    private Node Parenthesis()
    {
        _at++;
        if (IsWord("select"))
            throw QueryProblem.Unknown("subqueries in expressions");
        List<Node> items = Arguments(")");
        return items.Count == 1 ? items[0] : new Call("tuple", items);
    }

    private List<Node> Arguments(string end)
    {
        var items = new List<Node>();
        if (TakeSign(end))
            return items;
        do
            items.Add(IsSign("*") ? TakeStar() : Expression());
        while (TakeSign(","));
        ExpectSign(end);
        return items;
    }

    private Node Placeholder()
    {
        _at++;
        string path = Name();
        while (TakeSign("."))
            path += "." + Name();
        ExpectSign("}");
        return _placeholder(path);
    }

    private FieldPath Path()
    {
        var parts = new List<string> { Name() };
        while (TakeSign("."))
            parts.Add(Name());
        return new FieldPath(parts);
    }

    private string Name()
    {
        Token token = Next;
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
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : throw QueryProblem.Invalid("Syntax error: bad number '" + text + "'");
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

    private bool IsSign(string sign, int ahead = 0) => _at + ahead < _tokens.Count && _tokens[_at + ahead].Kind == TokenKind.Sign && _tokens[_at + ahead].Text == sign;

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
