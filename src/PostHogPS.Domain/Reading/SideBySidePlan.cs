using System;

namespace PostHogPS.Reading;

/// <summary>How several sources are read side by side.</summary>
/// <typeparam name="TSource">What is read.</typeparam>
/// <typeparam name="TItem">What it gives.</typeparam>
internal sealed class SideBySidePlan<TSource, TItem>
{
    /// <param name="activity">What the progress line says.</param>
    /// <param name="open">Begins to read a source.</param>
    /// <param name="connectionOf">Where the requests of a source go: each connection has a limit of its own.</param>
    internal SideBySidePlan(string activity, Func<TSource, ItemReader<TItem>> open, Func<TSource, object> connectionOf)
    {
        Activity = activity;
        Open = open;
        ConnectionOf = connectionOf;
    }

    internal string Activity { get; }

    internal Func<TSource, ItemReader<TItem>> Open { get; }

    internal Func<TSource, object> ConnectionOf { get; }

    /// <summary>The name of a source in verbose lines and in the progress line.</summary>
    internal Func<TSource, string?> NameOf { get; set; } = static _ => null;

    /// <summary>What the user gave for a source: the target of its errors.</summary>
    internal Func<TSource, object?> TargetOf { get; set; } = static _ => null;

    /// <summary>The next command after an error, where there is a better one than usual.</summary>
    internal Func<PostHogApiException, string?>? Advice { get; set; }

    /// <summary>True for an error that says the same of every source of a connection: the first one is enough.</summary>
    internal Func<Exception, bool> IsOnce { get; set; } = static _ => false;

    /// <summary>True where nothing is given before all of it has been read: then there is no reason to begin slowly.</summary>
    internal bool IsWide { get; set; }

    /// <summary>Requests in flight per connection.</summary>
    internal int MostInFlight { get; set; } = RequestGate.MostInFlight;
}
