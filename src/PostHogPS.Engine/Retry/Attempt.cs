using System.Net.Http;

namespace PostHogPS.Engine;

/// <summary>One attempt: its answer or its failure, and what the plan says about it.</summary>
internal sealed record Attempt(HttpResponseMessage? Response, SendFailure? Failure, Outcome Outcome, RetryStep Step);
