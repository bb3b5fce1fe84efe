using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Contracts;

namespace PostHogPS.Rows;

/// <summary>
/// Puts values into a query as its placeholders: never by building text, so no value can change what the query does. A date is
/// the exception in form only: PostHog would read it in the project's time zone, so its placeholder says UTC.
/// </summary>
internal static class QueryParameters
{
    /// <summary>The request for a query and its values.</summary>
    /// <param name="query">What the user typed.</param>
    /// <param name="values">Plain values by the names of their placeholders, dates as DateTimeOffset.</param>
    /// <param name="unused">Names that the query does not use.</param>
    internal static QueryRequest Bind(QueryText query, IReadOnlyDictionary<string, object?> values, out IReadOnlyList<string> unused)
    {
        List<string> names = [.. query.Placeholders.Where(static name => !IsOfServer(name)).Distinct(StringComparer.Ordinal)];
        if (names.Find(n => !values.ContainsKey(n)) is { } missing)
        {
            throw Problems.Validation(
                $"The query has the placeholder {{{missing}}}, and -Parameter has no value of that name. Nothing was sent.",
                $"Add it: -Parameter @{{ {missing} = ... }}. Names are case-sensitive.");
        }

        unused = [.. values.Keys.Where(n => !names.Contains(n))];
        var request = new QueryRequest
        {
            Query = query.With(name => values.TryGetValue(name, out object? value) && value is DateTimeOffset ? $"toDateTime({{{name}}}, 'UTC')" : null),
        };
        foreach (string name in names)
            request.Values[name] = Plain(name, values[name]);
        return request;
    }

    // The server fills these in itself.
    private static bool IsOfServer(string name) =>
        name == "filters" || name.StartsWith("filters.", StringComparison.Ordinal) || name.StartsWith("variables.", StringComparison.Ordinal);

    private static object? Plain(string name, object? value) => value switch
    {
        DateTimeOffset instant => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        IDictionary<string, object?> => throw Problems.Validation(
            $"The value of {{{name}}} is an object; PostHog takes texts, numbers, booleans, dates, $null and lists. Nothing was sent."),
        object?[] list when list.Any(item => item is DateTimeOffset) => throw Problems.Validation(
            $"The list {{{name}}} holds dates, which PostHog would read in the project's time zone. Nothing was sent.",
            "Give Unix seconds, $date.ToUnixTimeSeconds(), and compare with toUnixTimestamp(column)."),
        object?[] list => list.Select(item => Plain(name, item)).ToArray(),
        _ => value,
    };
}
