namespace PostHogPS.Engine.Calls;

/// <summary>The two columns of the retry table.</summary>
internal enum CallSafety
{
    /// <summary>Sending it twice does no harm: reads, PUT, PATCH, DELETE, pause, unpause without backfill, cancel.</summary>
    Repeatable,

    /// <summary>Must not be sent twice unless the server certainly did not act: create, backfill, retry, unpause with backfill.</summary>
    Once,
}
