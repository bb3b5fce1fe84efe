using System;

namespace PostHogPS.Module.Tests.Faults;

/// <summary>The clock of a server that does not agree with this machine about what time it is.</summary>
internal sealed class ShiftedTime(VirtualClock clock, TimeSpan ahead) : TimeProvider
{
    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + ahead;

    public override long GetTimestamp() => clock.GetTimestamp();
}
