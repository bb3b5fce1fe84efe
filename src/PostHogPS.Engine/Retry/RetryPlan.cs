using System;
using System.Net.Http;
using PostHogPS.Engine.Answers;
using PostHogPS.Engine.Calls;

namespace PostHogPS.Engine.Retry;

/// <summary>How one attempt ended.</summary>
internal readonly record struct Outcome(FailureKind Failure, int Status = 0, string? Code = null, TimeSpan? RetryAfter = null, ErrorEnvelope Envelope = default)
{
    /// <summary>The outcome of an answer that has arrived.</summary>
    internal static Outcome CreateFrom(HttpResponseMessage response, DateTimeOffset now)
    {
        int status = (int)response.StatusCode;
        if (status < 400)
            return new Outcome(FailureKind.None, status);
        var content = response.Content as BufferedContent;
        return new Outcome(FailureKind.None, status, status is 429 or 503 ? content?.Error.Code : null, AnswerHeaders.RetryAfter(response, now),
            content?.Envelope ?? default);
    }
}

/// <summary>What was repeated so far: the server's own waits and the blind repeats are counted apart.</summary>
internal readonly record struct RetryHistory(int Blind, int Asked)
{
    internal RetryHistory With(RetryStep step) => step.Asked ? this with { Asked = Asked + 1 } : this with { Blind = Blind + 1 };
}

/// <summary>Whether to repeat, and after which wait.</summary>
internal readonly record struct RetryStep(bool Repeat, TimeSpan Wait, bool Asked)
{
    internal static RetryStep Stop => default;

    /// <summary>The server asked for a longer wait than the connection allows.</summary>
    internal static RetryStep TooLong(TimeSpan wait) => new(false, wait, true);
}

/// <summary>The table of the design, as one pure function.</summary>
internal static class RetryPlan
{
    internal const int BlindRepeats = 3;

    // A server that asks for more time again and again gets many attempts, but not endlessly many.
    internal const int AskedRepeats = 30;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(0.5);

    internal static RetryStep Next(CallSafety safety, Outcome outcome, RetryHistory history, TimeSpan maxWait, double chance)
    {
        // A query without a place has waited for one already, at the server.
        if (safety == CallSafety.Costly && outcome is { Status: 429, RetryAfter: null, Envelope.IsFromPostHog: true })
            return RetryStep.Stop;
        if (IsThrottled(outcome) && (safety != CallSafety.Once || outcome.Envelope.IsFromPostHog))
            return Ask(outcome.RetryAfter ?? Backoff(Math.Min(history.Asked + 1, 7), chance), history, maxWait, chance);
        if (outcome is { Status: 503, RetryAfter: { } wait } && (safety == CallSafety.Repeatable || IsUnavailable(outcome)))
            return Ask(wait, history, maxWait, chance);

        bool blind = outcome.Failure == FailureKind.NotSent || (safety == CallSafety.Repeatable && LeavesOpen(outcome));
        return blind && history.Blind < BlindRepeats ? new(true, Backoff(history.Blind, chance), false) : RetryStep.Stop;
    }

    /// <summary>True when it is unknown whether the server acted.</summary>
    internal static bool LeavesOpen(Outcome outcome) =>
        outcome.Failure is FailureKind.ConnectionLost
        || (outcome.Failure == FailureKind.None && outcome.Status is 408 or (>= 500 and <= 599 and not (501 or 505)) && !IsUnavailable(outcome));

    /// <summary>
    /// The one rule of calls that must not be sent twice: after every other end the fate of the call is unknown. Clear are
    /// what never left this machine, PostHog's own refusals, and the two redirects that ask for the same request elsewhere.
    /// A gateway's answer proves nothing whatever its status: some gateways answer after they have delivered the request.
    /// </summary>
    internal static bool IsClearRefusal(Outcome outcome) => outcome switch
    {
        { Failure: FailureKind.NotSent or FailureKind.ConnectTimedOut or FailureKind.NoTls or FailureKind.Certificate or FailureKind.ProxyRefused } => true,
        { Failure: FailureKind.ConnectionLost or FailureKind.TimedOut or FailureKind.TooLarge } => false,
        { Status: 307 or 308 } => true,
        { Status: 408 } => false,
        { Status: >= 400 and < 500 } => outcome.Envelope.IsFromPostHog,
        _ => IsUnavailable(outcome),
    };

    /// <summary>
    /// PostHog's own 503, which names its reason and a time: nothing has begun. Any other is a gateway's, and some send it,
    /// time and a JSON code included, when the request was delivered and the answer did not come (Varnish, Envoy).
    /// </summary>
    private static bool IsUnavailable(Outcome outcome) =>
        outcome is { Status: 503, RetryAfter: not null, Envelope: { IsFromPostHog: true, Type: "server_error", Code: "database_unavailable" } };

    /// <summary>
    /// Refused before it was processed. The business limits (too_many_concurrent_...) come with the same status and without
    /// Retry-After; a code that a newer server invents without saying when to come back is taken for one of those.
    /// </summary>
    internal static bool IsThrottled(Outcome outcome) =>
        outcome.Failure == FailureKind.None && outcome.Status == 429 && !IsBusinessLimit(outcome.Code)
        && (outcome.RetryAfter is not null || outcome.Code is "throttled");

    private static bool IsBusinessLimit(string? code) =>
        code is not null && code.StartsWith("too_many_concurrent_", StringComparison.Ordinal);

    private static RetryStep Ask(TimeSpan wait, RetryHistory history, TimeSpan maxWait, double chance)
    {
        if (wait > maxWait)
            return RetryStep.TooLong(wait);
        if (history.Asked >= AskedRepeats)
            return RetryStep.Stop;
        // A Retry-After of 0 would make this a busy loop.
        return new(true, wait < FirstWait ? Backoff(0, chance) : wait, true);
    }

    /// <summary>0.5, 1, 2 s ... give or take a tenth, so that many callers do not come back together.</summary>
    internal static TimeSpan Backoff(int repeat, double chance) =>
        TimeSpan.FromTicks((long)(FirstWait.Ticks * Math.Pow(2, repeat) * (0.9 + (0.2 * chance))));
}
