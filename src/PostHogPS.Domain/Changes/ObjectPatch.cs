using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Text;

namespace PostHogPS.Changes;

/// <summary>The difference between an object as it is and as it is wanted: what to send, the same in words, and what came of it.</summary>
internal abstract class ObjectPatch<T>(T current)
{
    private protected readonly T _current = current;
    private protected readonly Dictionary<string, object?> _body = new(StringComparer.Ordinal);
    private protected readonly List<string> _changes = [];

    private readonly List<(string Key, Func<T, bool> IsTaken)> _checks = [];

    internal bool IsEmpty => _changes.Count == 0;

    /// <summary>One line per changed field: old and new, secrets hidden.</summary>
    internal IReadOnlyList<string> Changes => _changes;

    /// <summary>Fields that came back unchanged: a server ignores what it does not know or does not allow, without an error.</summary>
    internal IEnumerable<string> NotTaken(T after) => _checks.Where(check => !check.IsTaken(after)).Select(check => check.Key);

    /// <param name="key">The field in the body.</param>
    /// <param name="wanted">Its value.</param>
    /// <param name="read">What the field is on an object.</param>
    /// <param name="same">When two values are one to the server, where that is not <see cref="PlainText.AreSame"/>.</param>
    internal void Set(string key, object? wanted, Func<T, object?> read, Func<object?, object?, bool>? same = null)
    {
        object? old = read(_current);
        if ((same ?? PlainText.AreSame)(old, wanted))
            return;
        _changes.Add($"{key}: {PlainText.DescribeChange(old, wanted)}");
        Put(key, wanted, read, same);
    }

    private protected void AddCheck(string key, Func<T, bool> isTaken) => _checks.Add((key, isTaken));

    private protected void Put(string key, object? wanted, Func<T, object?> read, Func<object?, object?, bool>? same = null)
    {
        _body[key] = wanted is DateTimeOffset instant ? InstantText.FormatExact(instant) : wanted;
        _checks.RemoveAll(check => check.Key == key);
        _checks.Add((key, after => (same ?? PlainText.AreSame)(read(after), wanted)));
    }
}
