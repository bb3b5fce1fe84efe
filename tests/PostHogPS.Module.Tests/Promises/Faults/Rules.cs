namespace PostHogPS.Module.Tests.Promises.Faults;

/// <summary>The rules of the design, in a form that can be checked.</summary>
internal static class Rules
{
    /// <summary>One send and three blind repeats.</summary>
    private const int Tries = 4;

    private static int TriesOf(CmdletCase c) => c.Sending == Sending.Costly ? 1 : Tries;

    internal static Ending Fine(CmdletCase c) => Ending.Works();

    /// <summary>What is not there is not followed up: no next page, no files.</summary>
    internal static Ending Partly(CmdletCase c) => c.FindsWhatItMade ? new Ending("FateUnknown", 1) : Ending.Works() with { Counting = Counting.UpTo };

    /// <summary>The connection broke after the request may have arrived.</summary>
    internal static Ending Lost(CmdletCase c) => c.Sending == Sending.Once ? new Ending("FateUnknown", 1) : new Ending("Unreachable", TriesOf(c));

    /// <summary>Below the module .NET repeats reads by itself on a connection that closes without an answer; it cannot repeat writes.</summary>
    internal static Ending Closed(CmdletCase c) => c.Method == "GET" ? Lost(c) with { Counting = Counting.AtLeast } : Lost(c);

    internal static Ending Failing(CmdletCase c) => c.Sending == Sending.Once ? new Ending("FateUnknown", 1) : new Ending("Server", TriesOf(c));

    /// <summary>Of a query PostHog's own 504 says that it took too long: it is not repeated as it was.</summary>
    internal static Ending TooLong(CmdletCase c) =>
        c.Sending != Sending.Costly ? Failing(c) : c.Halvings > 0 ? new Ending("Validation", c.Halvings) : new Ending("QueryTimeout", 1);

    /// <summary>A redirect that is not followed: of a POST it can say that it was done.</summary>
    internal static Ending Redirected(CmdletCase c) => new(c.Sending == Sending.Once ? "FateUnknown" : "Redirect", 1);

    /// <summary>Somebody on the way gave up and says when to come back; whether the server had the request is not known.</summary>
    internal static Ending GivenUp(CmdletCase c) =>
        c.Sending == Sending.Once ? new Ending("FateUnknown", 1) : c.Sending == Sending.Costly ? new Ending("Server", 1) : Ending.Works(1);

    internal static Ending Hung(CmdletCase c) => new(c.Sending == Sending.Once ? "FateUnknown" : "Timeout", 1);

    /// <summary>A success that says nothing anybody can read. Of what must not be sent twice the fate is unknown then.</summary>
    internal static Ending Garbled(CmdletCase c) => c.Reading switch
    {
        Reading.Ignored or Reading.HandedOn => Ending.Works(),
        _ => new Ending(c.Sending == Sending.Once ? "FateUnknown" : "InvalidResponse", 1),
    };

    internal static Ending Empty(CmdletCase c) => c.Reading == Reading.MayBeEmpty ? Ending.Works() : Garbled(c);

    /// <summary>An unknown word is kept as text. It is not the word for an end, so a wait continues.</summary>
    internal static Ending Unheard(CmdletCase c) =>
        c.Kind == CommandKind.Download && !c.OnStorage ? new Ending("WaitTimeout", 1, Counting.AtLeast) : Ending.Works();
}

/// <summary>Where a kind of command has a rule of its own.</summary>
internal static class Special
{
    // Ten minutes of looks, half a minute apart at most; fewer where the machine is slow to find each one failed.
    private const int Looks = 10;

    internal static Ending Of(CmdletCase driven, FaultCase fault, Ending ending)
    {
        if (fault.Source != FaultSource.Server)
            return ending;
        if (driven.OnStorage)
            return Storage(fault, ending);
        if (driven.Kind == CommandKind.Wait)
            return Waiting(ending);
        if (driven.Kind == CommandKind.Download)
            return Outlasting(ending);
        return driven.Cmdlet == "Repair-PHBatchExport" ? Repairing(fault, ending) : ending;
    }

    /// <summary>An outage does not end a wait before it has lasted ten minutes. How often a wait looks is the server's doing.</summary>
    private static Ending Waiting(Ending ending) => ending.Error switch
    {
        null => ending with { Sends = 1 + ending.Sends, Counting = Counting.AtLeast },
        _ => Outlasting(ending),
    };

    private static Ending Outlasting(Ending ending) => ending.Error switch
    {
        "Unreachable" or "Server" or "InvalidResponse" or "Timeout" => ending with { Sends = ending.Sends * Looks, Counting = Counting.AtLeast },
        _ => ending,
    };

    /// <summary>A repair looks for itself whether what it sent was carried out, and waits for room.</summary>
    private static Ending Repairing(FaultCase fault, Ending ending) => ending.Error switch
    {
        "FateUnknown" when fault.AfterWork => Ending.Works(),
        "TooManyBackfills" => Ending.Works(2),
        null when fault.Name == "empty 200" => new Ending("BackfillNotSeen", 1),
        _ => ending,
    };

    /// <summary>The storage is not PostHog: every failure is a broken copy that continues where it stopped, redirects are followed without the key.</summary>
    private static Ending Storage(FaultCase fault, Ending ending) => (fault.Name, ending.Error) switch
    {
        ("redirect to another host" or "303 See Other", _) => new Ending("NotFound", 1),
        ("429 too_many_concurrent_backfills", _) => Ending.Works(2),
        ("hung", _) => new Ending("Timeout", 4),
        (_, "Server" or "Throttled") => new Ending("Unreachable", 4),
        _ => ending,
    };
}
