using System;

namespace PostHogPS.Contracts;

/// <summary>Work that can take long: its updates become one progress line. Ends with a message, so that the line is removed.</summary>
internal sealed class Activity : IDisposable
{
    private CallContext _call;
    private bool _hasBegun;

    internal Activity(CallContext call, string name)
    {
        _call = call;
        Name = name;
    }

    internal string Name { get; }

    /// <summary>True when its line may be removed.</summary>
    internal bool HasEnded { get; private set; }

    internal void Update(string status, double? percent = null, TimeSpan? left = null)
    {
        _hasBegun = true;
        _call.Report(new EngineMessage(EngineMessageKind.Progress, status, left) { Activity = this, Percent = percent });
    }

    /// <summary>Says how far it is, through the call that waits for it now: a list outlives the call that asked for its first page.</summary>
    internal void Update(CallContext call, string status, double? percent = null)
    {
        _call = call;
        Update(status, percent);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        HasEnded = true;
        if (_hasBegun)
            _call.Report(new EngineMessage(EngineMessageKind.Progress, "", null) { Activity = this });
    }
}
