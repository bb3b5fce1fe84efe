using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Sandbox.HogQL;

// Expressions, by precedence.
internal sealed partial class Parser
{
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
        return node is Constant { Value: long whole } ? new Constant(-whole) : node is Constant { Value: double number } ? new Constant(-number)
            : new Call("negate", [node]);
    }

    private Node Primary()
    {
        SyntaxToken token = Next;
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

    private Node Word(SyntaxToken token)
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
            return Units.Contains(unit) ? new IntervalNode(count, unit) : throw QueryProblem.Invalid("Syntax error: unknown interval unit '" + unit + "'");
        }

        if (!IsSign("(", 1))
            return Path();
        _at += 2;
        bool distinct = TakeWord("distinct");
        List<Node> arguments = Arguments(")");
        if (IsSign("(") || IsWord("over"))
            throw QueryProblem.Unknown("parametric and window functions");
        if (token.Text.StartsWith("toInterval", StringComparison.Ordinal) && Units.Contains(token.Text.Substring(10).ToLowerInvariant())
            && arguments.Count == 1)
            return new IntervalNode(arguments[0], token.Text.Substring(10).ToLowerInvariant());
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
}
