namespace PostHogPS.Engine.Calls;

/// <summary>By which of the server's limits a call is counted (docs/server.md#rate-limits).</summary>
internal enum RateClass
{
    /// <summary>The limits of the key that nearly all calls share.</summary>
    Common,

    /// <summary>Queries: rates and places of their own.</summary>
    Query,

    /// <summary>A class of its own whose numbers nobody knows: neither uses up nor waits for the others.</summary>
    Own,
}
