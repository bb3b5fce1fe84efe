namespace PostHogPS.Engine.Calls;

/// <summary>By which of the server's limits a call is counted (docs/server.md#rate-limits).</summary>
internal enum RateClass
{
    /// <summary>The limits of the key that nearly all calls share.</summary>
    Common,

    /// <summary>Queries: rates and places of their own.</summary>
    Query,

    /// <summary>A class of its own whose limits are not published: it uses up no other budget and waits for none.</summary>
    Own,
}
