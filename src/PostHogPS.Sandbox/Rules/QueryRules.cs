using System;
using System.Text.RegularExpressions;

namespace PostHogPS.Sandbox.Rules;

/// <summary>Checks a query over events. The server parses it; here a look at its keywords is enough.</summary>
internal static class QueryRules
{
    /// <summary>The problem of a query, or null.</summary>
    public static string? Problem(string query)
    {
        if (Has(query, @"\bUNION\b"))
            return "UNIONs are not supported";
        if (Has(query, @"^\s*WITH\b"))
            return "CTEs are not supported";
        if (!Has(query, @"^\s*SELECT\b"))
            return "Failed to parse query";
        if (Has(query, @"\bJOIN\b"))
            return "JOINs are not supported";
        if (Has(query, @"\bFROM\s*\("))
            return "Subqueries are not supported";
        if (Has(query, @"\(\s*SELECT\b"))
            return "Subqueries in SELECT expressions are not supported";
        Match from = Regex.Match(query, @"\bFROM\s+(\w+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        if (!from.Success)
            return "Query must SELECT FROM events";
        return from.Groups[1].Value.Equals("events", StringComparison.OrdinalIgnoreCase) ? null : "Query must only SELECT FROM events";
    }

    private static bool Has(string query, string pattern) =>
        Regex.IsMatch(query, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
}
