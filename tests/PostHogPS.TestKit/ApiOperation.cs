using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NJsonSchema;

namespace PostHogPS.TestKit;

/// <summary>One operation of the description: what it takes and what it gives.</summary>
public sealed class ApiOperation
{
    private readonly Regex _path;

    internal ApiOperation(string method, string template)
    {
        Method = method;
        Template = template;
        _path = new Regex("^" + Regex.Replace(Regex.Escape(template), @"\\\{[^}]+\}", "[^/]+") + "$", RegexOptions.CultureInvariant);
    }

    public string Method { get; }

    public string Template { get; }

    /// <summary>Literal segments decide between /test/ and /{id}/.</summary>
    public int Holes => Template.Count(c => c == '{');

    internal Dictionary<string, JsonObject> Query { get; } = new(StringComparer.Ordinal);

    internal JsonSchema? Request { get; set; }

    internal bool IsPartial { get; set; }

    /// <summary>By status; null stands for an answer without a body.</summary>
    internal Dictionary<int, JsonSchema?> Responses { get; } = [];

    internal bool Matches(string method, string path) => Method == method && _path.IsMatch(path);

    public override string ToString() => Method + " " + Template;
}
