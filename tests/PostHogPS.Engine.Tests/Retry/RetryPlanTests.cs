using System;
using Xunit;

namespace PostHogPS.Engine.Tests.Retry;

public sealed class RetryPlanTests
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(65);

    // status, PostHog's code (null for a body of somebody else's), Retry-After in seconds (-1 for none), repeated when repeatable, repeated when once
    public static TheoryData<int, string?, double, bool, bool> Answers => new()
    {
        { 200, null, -1, false, false },
        { 304, null, -1, false, false },
        { 400, "invalid_input", -1, false, false },
        { 401, "not_authenticated", -1, false, false },
        { 403, "permission_denied", -1, false, false },
        { 404, "not_found", -1, false, false },
        { 405, "method_not_allowed", -1, false, false },
        { 409, "conflict", -1, false, false },
        { 408, null, -1, true, false },
        { 429, "throttled", 37, true, true },
        { 429, "throttled", -1, true, true },
        { 429, null, 5, true, false },
        { 429, null, -1, false, false },
        { 429, "too_many_concurrent_backfills", -1, false, false },
        { 429, "too_many_concurrent_backfills", 5, false, false },
        { 429, "too_many_concurrent_file_downloads", -1, false, false },
        { 429, "something_new", -1, false, false },
        { 500, "error", -1, true, false },
        { 501, null, -1, false, false },
        { 502, null, -1, true, false },
        { 503, null, -1, true, false },
        { 503, "database_unavailable", 1, true, true },
        { 503, "database_unavailable", -1, true, false },
        { 503, "503", 1, true, false },
        { 503, "upstream_unavailable", 1, true, false },
        { 503, null, 5, true, false },
        { 504, null, -1, true, false },
        { 505, null, -1, false, false },
        { 507, null, -1, true, false },
        { 520, null, -1, true, false },
        { 524, null, -1, true, false },
        { 600, null, -1, false, false },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Decides_by_status_code_and_hint(int status, string? code, double after, bool repeatable, bool once)
    {
        var refusal = code is null ? default : new ErrorEnvelope(true, status == 429 ? "throttled_error" : "server_error", code);
        var outcome = new Outcome(FailureKind.None, status, code, after < 0 ? null : TimeSpan.FromSeconds(after), refusal);

        Assert.Equal(repeatable, Next(CallSafety.Repeatable, outcome).Repeat);
        Assert.Equal(once, Next(CallSafety.Once, outcome).Repeat);
    }

    [Theory]
    [InlineData(nameof(FailureKind.NotSent), true, true)]
    [InlineData(nameof(FailureKind.ConnectionLost), true, false)]
    [InlineData(nameof(FailureKind.TimedOut), false, false)]
    [InlineData(nameof(FailureKind.ConnectTimedOut), false, false)]
    [InlineData(nameof(FailureKind.Certificate), false, false)]
    [InlineData(nameof(FailureKind.NoTls), false, false)]
    public void Decides_by_how_the_attempt_was_lost(string loss, bool repeatable, bool once)
    {
        var outcome = new Outcome(Enum.Parse<FailureKind>(loss));

        Assert.Equal(repeatable, Next(CallSafety.Repeatable, outcome).Repeat);
        Assert.Equal(once, Next(CallSafety.Once, outcome).Repeat);
    }

    [Fact]
    public void Blind_repeats_come_after_half_a_second_one_and_two_and_then_end()
    {
        var outcome = new Outcome(FailureKind.None, 502);

        Assert.Equal(0.5, Wait(outcome, 0), 3);
        Assert.Equal(1, Wait(outcome, 1), 3);
        Assert.Equal(2, Wait(outcome, 2), 3);
        Assert.False(Next(CallSafety.Repeatable, outcome, new RetryHistory(3, 0)).Repeat);
    }

    [Fact]
    public void Jitter_stays_within_a_tenth()
    {
        var outcome = new Outcome(FailureKind.ConnectionLost);

        Assert.Equal(0.9, RetryPlan.Next(CallSafety.Repeatable, outcome, new RetryHistory(1, 0), MaxWait, 0).Wait.TotalSeconds, 3);
        Assert.Equal(1.1, RetryPlan.Next(CallSafety.Repeatable, outcome, new RetryHistory(1, 0), MaxWait, 1).Wait.TotalSeconds, 3);
    }

    [Fact]
    public void The_whole_retry_after_is_waited_without_jitter()
    {
        var outcome = new Outcome(FailureKind.None, 429, "throttled", TimeSpan.FromMinutes(58), new ErrorEnvelope(true, "throttled_error", "throttled"));

        RetryStep step = RetryPlan.Next(CallSafety.Once, outcome, new RetryHistory(3, 4), MaxWait, 0);

        Assert.True(step.Repeat);
        Assert.Equal(TimeSpan.FromMinutes(58), step.Wait);
    }

    [Fact]
    public void A_longer_wait_than_allowed_ends_the_call_and_says_how_long()
    {
        var outcome = new Outcome(FailureKind.None, 429, "throttled", TimeSpan.FromMinutes(66));

        RetryStep step = Next(CallSafety.Repeatable, outcome);

        Assert.False(step.Repeat);
        Assert.True(step.Asked);
        Assert.Equal(TimeSpan.FromMinutes(66), step.Wait);
    }

    [Fact]
    public void Retry_after_zero_is_no_busy_loop()
    {
        Assert.True(Next(CallSafety.Repeatable, new Outcome(FailureKind.None, 503, null, TimeSpan.Zero)).Wait > TimeSpan.FromSeconds(0.4));
    }

    [Fact]
    public void Waits_the_server_asks_for_do_not_use_up_the_blind_repeats()
    {
        var asked = new Outcome(FailureKind.None, 429, "throttled", TimeSpan.FromSeconds(1));

        Assert.True(Next(CallSafety.Repeatable, asked, new RetryHistory(3, 0)).Repeat);
        Assert.True(Next(CallSafety.Repeatable, new Outcome(FailureKind.ConnectionLost), new RetryHistory(0, 9)).Repeat);
        Assert.False(Next(CallSafety.Repeatable, asked, new RetryHistory(0, RetryPlan.AskedRepeats)).Repeat);
    }

    private static double Wait(Outcome outcome, int repeats) =>
        RetryPlan.Next(CallSafety.Repeatable, outcome, new RetryHistory(repeats, 0), MaxWait, 0.5).Wait.TotalSeconds;

    private static RetryStep Next(CallSafety safety, Outcome outcome, RetryHistory history = default) =>
        RetryPlan.Next(safety, outcome, history, MaxWait, 0.5);
}
