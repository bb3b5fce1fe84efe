using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PostHogPS.Rows;

/// <summary>
/// The query of a hogql export, where its rows can be counted as a run found them (docs/rows.md#hogql-exports): one SELECT from
/// events, of which more events never make fewer rows. Then a condition on the arrival gives what was there when a run began.
/// </summary>
internal sealed class WrappableQuery
{
    private const string Start = "data_interval_start";
    private const string End = "data_interval_end";

    // With these, more events can make fewer rows, or the condition on the arrival has no place.
    private static readonly string[] Refused =
        ["with", "union", "intersect", "except", "join", "having", "qualify", "limit", "offset", "prewhere", "sample", "final", "window", "settings"];

    // The fields of an event do not change. These are read when the query runs: a person may have changed, a session may have continued.
    private static readonly string[] Changing =
    [
        "person", "person_id", "pdi", "session", "cohort", "incohort", "now", "now64", "today", "yesterday", "rand", "rand32", "rand64", "randcanonical",
        "group_0", "group_1", "group_2", "group_3", "group_4", "goe_0", "goe_1", "goe_2", "goe_3", "goe_4",
    ];

    private readonly string _head;
    private readonly string _condition;
    private readonly string _tail;
    private readonly string _table;

    private WrappableQuery(string text, int condition, int end, string table)
    {
        _head = text.Substring(0, condition);
        _condition = text.Substring(condition, end - condition);
        _tail = text.Substring(end);
        _table = table;
    }

    /// <summary>The query of an export; null, and why, where its rows cannot be counted.</summary>
    internal static WrappableQuery? TryRead(BatchExport export, out string? reason)
    {
        string text = (export.HogQLQuery ?? "").TrimEnd().TrimEnd(';');
        var query = new QueryText(text);
        IReadOnlyList<QueryWord> words = query.Words;
        int from = FindNext(words, 0, "from"), where = FindNext(words, Math.Max(from, 0), "where");
        reason = FindReason(query, from, where);
        if (reason is not null)
            return null;
        string table = Alias(words, from, where);
        if (words.FirstOrDefault(word => IsChanging(words, word, table)) is { } changing)
            reason = $"The query reads '{changing.Text}', which may have changed since.";
        QueryWord? after = words.Skip(where + 1).FirstOrDefault(static word => word.Depth == 0 && (word.IsKeyword("group") || word.IsKeyword("order")));
        return reason is null ? new WrappableQuery(text, words[where].At + "where".Length, after?.At ?? text.Length, table) : null;
    }

    /// <summary>The query with its rows counted, as one part of a UNION.</summary>
    /// <param name="bucket">What its row is called.</param>
    /// <param name="number">Tells its placeholders from those of other parts: start_n, end_n and arrived_n.</param>
    /// <param name="hasArrival">True to count what had arrived by {arrived_n} only.</param>
    internal string Wrap(string bucket, string number, bool hasArrival)
    {
        var text = new StringBuilder("select ").Append(bucket).Append(" as bucket, count() as rows_seen from (\n").Append(Fill(_head, number));
        if (hasArrival)
            text.Append(' ').Append(_table).Append(".created_at < toDateTime({arrived_").Append(number).Append("}, 'UTC') and (");
        // The line before may end with a comment.
        return text.Append(Fill(_condition, number)).Append(hasArrival ? "\n) " : "").Append(Fill(_tail, number)).Append("\n)").ToString();
    }

    private static string Fill(string part, string number) =>
        new QueryText(part).With(name => "toDateTime({" + (name == Start ? "start_" : "end_") + number + "}, 'UTC')");

    private static string? FindReason(QueryText query, int from, int where)
    {
        IReadOnlyList<QueryWord> words = query.Words;
        if (query.Placeholders.FirstOrDefault(static name => name is not (Start or End)) is { } unknown)
            return $"The query has the unknown placeholder {{{unknown}}}.";
        if (!query.Placeholders.Contains(Start))
            return $"The query has no {{{Start}}}, so every run exports everything.";
        if (words.FirstOrDefault(word => Array.Exists(Refused, word.IsKeyword)) is { } refused)
            return $"A query with {refused.Text.ToUpperInvariant()} cannot be counted as its runs found it.";
        if (words.Count == 0 || !words[0].IsKeyword("select") || words.Count(static word => word.IsKeyword("select")) > 1)
            return "The query is not one SELECT without subqueries.";
        bool isEvents = from >= 0 && from + 1 < words.Count && words[from + 1].IsKeyword("events") && !(from + 2 < words.Count && words[from + 2].IsMember);
        return !isEvents ? "The query does not read the table events." : where < 0 ? "The query has no WHERE." : null;
    }

    // The name by which the condition finds the column of the table, and not one of the result that is called like it.
    private static string Alias(IReadOnlyList<QueryWord> words, int from, int where) => where - from > 2 ? words[where - 1].Source : "events";

    private static bool IsChanging(IReadOnlyList<QueryWord> words, QueryWord word, string table)
    {
        if (!Array.Exists(Changing, name => string.Equals(name, word.Text, StringComparison.OrdinalIgnoreCase)))
            return false;
        if (!word.IsMember)
            return true;
        QueryWord? owner = words.LastOrDefault(one => one.At < word.At);
        return owner is { IsMember: false } && string.Equals(owner.Text, table.Trim('"', '`'), StringComparison.OrdinalIgnoreCase);
    }

    private static int FindNext(IReadOnlyList<QueryWord> words, int index, string keyword)
    {
        for (; index < words.Count; index++)
        {
            if (words[index].Depth == 0 && words[index].IsKeyword(keyword))
                return index;
        }

        return -1;
    }
}
