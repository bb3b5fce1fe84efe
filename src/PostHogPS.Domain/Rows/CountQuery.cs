using System;
using System.Collections.Generic;
using System.Globalization;
using PostHogPS.Schedule;

namespace PostHogPS.Rows;

/// <summary>HogQL that counts rows by interval: the start of each in Unix seconds, all rows, and distinct rows.</summary>
internal abstract class CountQuery
{
    /// <summary>The intervals, in order, each beginning where the one before it ends or later.</summary>
    internal abstract IReadOnlyList<DataInterval> Intervals { get; }

    /// <summary>HogQL with placeholders.</summary>
    internal abstract string Text { get; }

    /// <summary>The values of the placeholders.</summary>
    internal abstract IReadOnlyDictionary<string, object?> Values { get; }

    /// <summary>Property filters for {filters}, as the export has them; empty for none.</summary>
    internal virtual IReadOnlyList<object?> Properties => [];

    /// <summary>How the server reads the query; null for the usual way.</summary>
    internal virtual IDictionary<string, object?>? Modifiers => null;

    /// <summary>Its two halves, for a window that takes too long.</summary>
    internal abstract (CountQuery First, CountQuery Second) Halve();

    /// <summary>An instant as the text of a placeholder that says UTC.</summary>
    private protected static string Format(DateTimeOffset instant) => instant.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
