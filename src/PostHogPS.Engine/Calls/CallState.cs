using System;
using System.Threading;
using PostHogPS.Contracts;

namespace PostHogPS.Engine.Calls;

/// <summary>What the handlers know of one call, over all its attempts.</summary>
internal sealed class CallState
{
    internal CallState(CallContext context, CallSafety safety, string method, Uri address)
    {
        Context = context;
        Safety = safety;
        Method = method;
        Address = address;
    }

    internal CallContext Context { get; }

    internal CallSafety Safety { get; }

    internal string Method { get; }

    internal Uri Address { get; }

    /// <summary>Path without query: queries can hold what the user searched for.</summary>
    internal string Path => Address.AbsolutePath;

    /// <summary>What to look at when the fate of the call is unknown.</summary>
    internal string? HowToFindOut { get; set; }

    /// <summary>The body is for the caller to read, piece by piece.</summary>
    internal bool Streams { get; set; }

    /// <summary>No message quotes the answer.</summary>
    internal bool IsPrivate { get; set; }

    /// <summary>No log shows what is sent.</summary>
    internal bool HidesBody { get; set; }

    /// <summary>The limits that it is counted by.</summary>
    internal RateClass RateClass { get; set; }

    /// <summary>Attempts so far.</summary>
    internal int Attempts { get; set; }

    /// <summary>True from the moment an attempt is handed to the socket until its end is known to be a clear refusal.</summary>
    internal bool MayHaveArrived { get; set; }

    /// <summary>True once an attempt ended in a way that leaves open whether the server acted.</summary>
    internal bool Ambiguous { get; set; }

    /// <summary>Ends the call's waits when the session is closed. What is at the socket ends first.</summary>
    internal CancellationTokenSource? Ending { get; set; }

    private int _sending;

    internal void BeginSend()
    {
        Volatile.Write(ref _sending, 1);
        MayHaveArrived = true;
    }

    internal void EndSend(bool sessionIsClosed)
    {
        Volatile.Write(ref _sending, 0);
        if (sessionIsClosed)
            Ending?.Cancel();
    }

    internal void EndWait()
    {
        if (Volatile.Read(ref _sending) == 0)
            Ending?.Cancel();
    }
}
