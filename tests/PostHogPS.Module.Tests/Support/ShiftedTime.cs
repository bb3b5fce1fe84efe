using System;
using PostHogPS.Testing;

namespace PostHogPS.Module.Tests.Support;

/// <summary>
/// The server's side of a test's time: it may not agree with this machine about what time it is, and its own delays are
/// real ones, since only a client's time-outs are the test's to end.
/// </summary>
internal sealed class ShiftedTime(TestClock clock, TimeSpan ahead) : TimeProvider
{
    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + ahead;

    public override long GetTimestamp() => clock.GetTimestamp();
}
