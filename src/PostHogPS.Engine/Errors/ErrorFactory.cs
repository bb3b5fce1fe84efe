using System;
using System.Net.Http;
using System.Text;
using System.Text.RegularExpressions;
using PostHogPS.Contracts;
using PostHogPS.Engine.Answers;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Frameworks;
using PostHogPS.Engine.Json;
using PostHogPS.Engine.Models;
using PostHogPS.Engine.Retry;
using PostHogPS.Engine.Routes;
using PostHogPS.Engine.Secrets;
using PostHogPS.Engine.Time;

namespace PostHogPS.Engine.Errors;

/// <summary>Every failure of a call, built in one place: what failed, on which path, and what the server said.</summary>
internal sealed class ErrorFactory(Redactor redactor, Addresses addresses, ConnectionClock clock)
{
    private const int LongestDetail = 1000;
    private const int ProxySignIn = 407;
    private const int LongestExcerpt = 100_000;

    /// <summary>An answer that is not a success.</summary>
    internal PostHogApiException FromAnswer(CallState call, HttpResponseMessage response)
    {
        int status = (int)response.StatusCode;
        var content = response.Content as BufferedContent;
        ErrorBody body = content?.Error ?? new ErrorBody();
        string? detail = Shortened(call, body.Detail);
        string said = detail ?? Shortened(call, body.Error) ?? (content is { Body.Length: > 0 } ? Excerpt(call, content.Body) : "");
        string? scope = status == 403 ? ScopeName.In(body.Detail) : null;

        bool open = IsOpen(call, Outcome.CreateFrom(response, clock.ServerNow));
        // The refusal of a proxy, as far as can be seen: the request went no further.
        if (status == ProxySignIn && !open)
            return FromFailure(call, new SendFailure(FailureKind.ProxyRefused, "the proxy asks for a sign-in"));

        PostHogErrorKind kind = open ? PostHogErrorKind.FateUnknown
            : (call.RateClass == RateClass.Query ? QueryKind(status, content?.Envelope ?? default, AnswerHeaders.RetryAfter(response, clock.ServerNow)) : null)
            ?? KindOf(status, body.Code, scope is not null);
        string message = $"{call.Method} {call.Path} on {call.Address.Host} answered {NumberText.Format(status)}{Reason(response)}"
            + (said.Length > 0 ? ": " + said : ".");
        if (body.Attr is { Length: > 0 })
            message += $" (field {body.Attr})";
        if (kind == PostHogErrorKind.FateUnknown)
            message = Sentence(message) + " " + FateUnknownText(call);

        PostHogApiException error = Make(call, kind, message);
        error.StatusCode = status;
        error.Code = Clean(call, body.Code);
        error.Detail = Clean(call, detail);
        error.Attr = Clean(call, body.Attr);
        error.MissingScope = scope;
        error.RequestId = Clean(call, AnswerHeaders.RequestId(response) ?? body.ErrorEventId);
        error.RetryAfter = AnswerHeaders.RetryAfter(response, clock.ServerNow);
        return error;
    }

    /// <summary>No answer.</summary>
    internal PostHogApiException FromFailure(CallState call, SendFailure failure)
    {
        bool open = IsOpen(call, new Outcome(failure.Kind));
        PostHogErrorKind kind = failure.Kind switch
        {
            FailureKind.Certificate => PostHogErrorKind.Certificate,
            _ when open => PostHogErrorKind.FateUnknown,
            FailureKind.TimedOut or FailureKind.ConnectTimedOut => PostHogErrorKind.Timeout,
            FailureKind.TooLarge => PostHogErrorKind.InvalidResponse,
            _ => PostHogErrorKind.Unreachable,
        };
        string target = call.Address.GetLeftPart(UriPartial.Authority);
        string message = kind switch
        {
            PostHogErrorKind.Certificate => $"The certificate of {target} is invalid, so {call.Method} {call.Path} was not sent: {failure.Reason}",
            PostHogErrorKind.FateUnknown => $"{call.Method} {call.Path} on {target} got no complete answer: {failure.Reason}. {FateUnknownText(call)}",
            PostHogErrorKind.Timeout or PostHogErrorKind.InvalidResponse => $"{call.Method} {call.Path} on {target}: {failure.Reason}.",
            _ when failure.Kind == FailureKind.ProxyRefused =>
                $"{call.Method} {call.Path} was not sent to {target}: the proxy asks for a name and a password ({ProxySignIn}).",
            _ when failure.Kind == FailureKind.NoTls =>
                $"{call.Method} {call.Path} was not sent: what answers at {target} does not speak TLS ({failure.Reason}). Is it a server of plain http, "
                    + "or another one's port?",
            _ => $"{call.Method} {call.Path} failed: {target} cannot be reached ({failure.Reason}){Tries(call)}.",
        };
        PostHogApiException error = Make(call, kind, message);
        error.StatusCode = failure.Kind == FailureKind.ProxyRefused ? ProxySignIn : failure.Status;
        return error;
    }

    /// <summary>A success whose body is not what PostHog sends.</summary>
    internal PostHogApiException NotReadable(CallState call, int status, ReadOnlySpan<byte> body, string why)
    {
        string excerpt = body.Length == 0 || call.IsPrivate ? "" : Excerpt(call, body);
        string message = $"{call.Method} {call.Path} on {call.Address.Host} answered {NumberText.Format(status)}, but {why}"
            + (excerpt.Length > 0 ? ": " + excerpt : ".");
        // The call may have taken effect: a script that repeats it would do it twice.
        bool open = call.Safety == CallSafety.Once;
        PostHogApiException error = Make(call, open ? PostHogErrorKind.FateUnknown : PostHogErrorKind.InvalidResponse, open ? Sentence(message) + " "
            + FateUnknownText(call) : message);
        error.StatusCode = status;
        return error;
    }

    /// <summary>The server asks for a longer wait than the connection allows.</summary>
    internal PostHogApiException WaitTooLong(CallState call, HttpResponseMessage? response, Outcome outcome, TimeSpan wait, TimeSpan maxWait)
    {
        bool foreign = outcome.Status == 429 && (response?.Content as BufferedContent)?.Error.IsThrottle != true;
        PostHogErrorKind kind = outcome.Status == 429 ? PostHogErrorKind.Throttled : PostHogErrorKind.Server;
        PostHogApiException error = Make(call, kind,
            $"{call.Method} {call.Path} on {call.Address.Host} was refused with {NumberText.Format(outcome.Status)}: "
                + $"{(foreign ? "something between here and PostHog (a firewall or a gateway)" : "the server")} asks to wait "
            + $"{NumberText.FormatDuration(wait)}, longer than the longest wait allowed ({NumberText.FormatDuration(maxWait)}).");
        error.StatusCode = outcome.Status;
        error.Code = Clean(call, (response?.Content as BufferedContent)?.Error.Code);
        error.RetryAfter = wait;
        response?.Dispose();
        return error;
    }

    /// <summary>The budget is used up for longer than the connection allows to wait. Nothing was sent.</summary>
    internal PostHogApiException PaceTooLong(CallState call, TimeSpan wait, TimeSpan maxWait)
    {
        PostHogApiException error = Make(call, PostHogErrorKind.Throttled,
            $"{call.Method} {call.Path} was not sent: the rate limit of {call.Address.Host} allows requests again in {NumberText.FormatDuration(wait)}, "
            + $"longer than the longest wait allowed ({NumberText.FormatDuration(maxWait)}).");
        error.RetryAfter = wait;
        return error;
    }

    /// <summary>A redirect that is not followed.</summary>
    internal PostHogApiException Redirected(CallState call, int status, Uri? target)
    {
        string where = target is null ? "no address"
            : addresses.IsOwn(target) ? "another path of the same host"
            : $"{target.Scheme}://{target.Authority}";
        bool open = IsOpen(call, new Outcome(FailureKind.None, status));
        PostHogApiException error = Make(call, open ? PostHogErrorKind.FateUnknown : PostHogErrorKind.Redirect,
            $"{call.Method} {call.Path} on {call.Address.Host} was redirected ({NumberText.Format(status)}) to {where}. "
            + "This is not followed, and the key was not sent there. " + (open ? FateUnknownText(call) : "Connect to the right address."));
        error.StatusCode = status;
        return error;
    }

    /// <summary>An end that no attempt accounts for: the session was closed, or something broke below.</summary>
    internal PostHogApiException Broken(CallState call, Exception cause, bool closed)
    {
        string reason = closed ? "the connection was closed" : cause is OperationCanceledException ? "the request was broken off" : cause.Message.TrimEnd('.');
        string message = $"{call.Method} {call.Path} on {call.Address.Host} got no complete answer: {reason}.";
        return call is { Safety: CallSafety.Once, MayHaveArrived: true } ? Make(call, PostHogErrorKind.FateUnknown, message + " " + FateUnknownText(call))
            : Make(call, closed ? PostHogErrorKind.Disconnected : PostHogErrorKind.InvalidResponse, message);
    }

    /// <summary>A file that would come over plain http.</summary>
    internal PostHogApiException PlainStorage(CallState call, Uri target) => Make(call, PostHogErrorKind.Redirect,
        $"{call.Method} {call.Path} on {call.Address.Host} was redirected to {target.Scheme}://{target.Authority}, which is not encrypted. "
            + "This is not followed; nothing was sent there.");

    /// <summary>An address outside the connection.</summary>
    internal PostHogApiException ForeignAddress(CallState call, Uri address) => Make(call, PostHogErrorKind.Redirect,
        $"{call.Method} {call.Path}: {address.GetLeftPart(UriPartial.Authority)} is not {addresses.Origin}, so nothing was sent there.");

    /// <summary>There is no key, or one that no header can carry.</summary>
    internal PostHogApiException NoUsableKey(CallState call) => Make(call, PostHogErrorKind.Unauthorized,
        "The connection's key is empty or contains characters that a key cannot have (a line break or a space inside?). Nothing was sent.");

    internal PostHogApiException Make(CallState call, PostHogErrorKind kind, string message) => new(kind, redactor.Clean(message, call.Context))
    {
        Method = call.Method,
        Path = redactor.Clean(call.Path, call.Context),
        Host = call.Address.Host,
    };

    /// <summary>A failure before there is a call.</summary>
    internal PostHogApiException Make(PostHogErrorKind kind, string message) => new(kind, redactor.Clean(message))
    {
        Host = addresses.Host,
    };

    // By status, then by code; texts are never asked.
    private static PostHogErrorKind KindOf(int status, string? code, bool namesScope) => status switch
    {
        400 or 422 => PostHogErrorKind.Validation,
        401 => PostHogErrorKind.Unauthorized,
        402 => PostHogErrorKind.QuotaExceeded,
        403 when namesScope => PostHogErrorKind.MissingScope,
        403 => PostHogErrorKind.Forbidden,
        404 or 410 => PostHogErrorKind.NotFound,
        409 => PostHogErrorKind.Conflict,
        407 => PostHogErrorKind.Unreachable,
        429 when code == "too_many_concurrent_backfills" => PostHogErrorKind.TooManyBackfills,
        429 when code == "too_many_concurrent_file_downloads" => PostHogErrorKind.TooManyFileDownloads,
        429 => PostHogErrorKind.Throttled,
        408 or >= 500 => PostHogErrorKind.Server,
        _ => PostHogErrorKind.BadRequest,
    };

    // PostHog's own words only: a gateway's 504 is a fault of the way, not of the query.
    private static PostHogErrorKind? QueryKind(int status, ErrorEnvelope envelope, TimeSpan? wait) => !envelope.IsFromPostHog ? null : status switch
    {
        429 when wait is null && envelope.Code == "throttled" => PostHogErrorKind.TooManyQueries,
        504 => PostHogErrorKind.QueryTimeout,
        512 => PostHogErrorKind.QueryTooSlow,
        513 => PostHogErrorKind.QueryOutOfMemory,
        _ => null,
    };

    private static bool IsOpen(CallState call, Outcome outcome) => call.Safety == CallSafety.Once && !RetryPlan.IsClearRefusal(outcome);

    // A detail is a sentence or two; a text of megabytes is something else.
    private string? Shortened(CallState call, string? text)
    {
        text = text is { Length: > LongestDetail } ? redactor.HideValues(text, call.Context) : text;
        return text is { Length: > LongestDetail } ? text.Remove(LongestDetail) + " ..." : text;
    }

    // Secrets go before anything is cut: half of one would not be found any more.
    private string Excerpt(CallState call, ReadOnlySpan<byte> body) =>
        ErrorBodyReader.Excerpt(redactor.HideValues(Encoding.UTF8.GetString((body.Length > LongestExcerpt ? body.Slice(0, LongestExcerpt) : body).ToArray()),
            call.Context));

    private string Excerpt(CallState call, Body body) => Excerpt(call, JsonText.SkipMark(body.Span));

    // Every word of an answer can be an echo of the request.
    private string? Clean(CallState call, string? text) => text is null ? null : redactor.Clean(text, call.Context);

    private static string FateUnknownText(CallState call) =>
        "It was not sent again, because it may have taken effect. " + (call.HowToFindOut ?? "Read the object again to find out.");

    private static string Tries(CallState call) => call.Attempts > 1 ? $", {NumberText.Format(call.Attempts)} attempts" : "";

    private static string Reason(HttpResponseMessage response) =>
        string.IsNullOrEmpty(response.ReasonPhrase) ? "" : " " + response.ReasonPhrase;

    private static string Sentence(string text) => text[text.Length - 1] == '.' ? text : text + ".";

    private static class ScopeName
    {
        // The name is shown to the user; nothing is decided by it but whether there is one to show.
        private static readonly Regex Pattern = new("'([a-z_]+:[a-z_]+)'", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

        internal static string? In(string? detail)
        {
            if (detail is null)
                return null;
            Match match = Pattern.Match(detail);
            return match.Success ? match.Groups[1].Value : null;
        }
    }
}
