namespace PostHogPS.Engine.Calls;

/// <summary>The two columns of the retry table.</summary>
internal enum CallSafety
{
    /// <summary>Sending it twice does no harm: reads, PUT, PATCH, DELETE, pause, unpause without backfill, cancel.</summary>
    Repeatable,

    /// <summary>
    /// A read that costs time, a place and money (queries): it changes nothing, so a lost answer does no harm, and it is not repeated by
    /// itself once it may have arrived.
    /// </summary>
    Costly,

    /// <summary>Must not be sent twice unless the server certainly did not act: create, backfill, retry, unpause with backfill.</summary>
    Once,
}
