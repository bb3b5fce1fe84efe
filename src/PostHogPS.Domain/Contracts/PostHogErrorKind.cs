namespace PostHogPS.Contracts;

/// <summary>Kind of a failure. The error id that scripts catch on is <c>PostHog.</c> and this name.</summary>
public enum PostHogErrorKind
{
    /// <summary>404: the thing or its project does not exist, or the key cannot see it.</summary>
    NotFound,

    /// <summary>401: no key, or one the server does not know.</summary>
    Unauthorized,

    /// <summary>403 that names a scope the key lacks (<see cref="PostHogApiException.MissingScope"/>).</summary>
    MissingScope,

    /// <summary>403 for another reason: project or organization limits, access control, feature gates.</summary>
    Forbidden,

    /// <summary>429 of the rate limit that did not end within the longest wait allowed.</summary>
    Throttled,

    /// <summary>429: the project already runs as many backfills as it may.</summary>
    TooManyBackfills,

    /// <summary>429: the project already runs as many file downloads as it may.</summary>
    TooManyFileDownloads,

    /// <summary>402: the organization is over its billing limit.</summary>
    QuotaExceeded,

    /// <summary>429 without a time: the project runs as many queries as it may, and none ended within half a minute.</summary>
    TooManyQueries,

    /// <summary>504 of PostHog: the query ran longer than it may.</summary>
    QueryTimeout,

    /// <summary>512 of PostHog: the query was not run, because it is estimated to be too slow.</summary>
    QueryTooSlow,

    /// <summary>513 of PostHog: the query needs more memory than it may have.</summary>
    QueryOutOfMemory,

    /// <summary>400: the server refused a value (<see cref="PostHogApiException.Attr"/> names the field).</summary>
    Validation,

    /// <summary>405, 406, 413, 415 and other refusals of the request itself.</summary>
    BadRequest,

    /// <summary>409.</summary>
    Conflict,

    /// <summary>5xx after the repeats the call allows.</summary>
    Server,

    /// <summary>No headers within the time allowed, on a call that may be repeated by hand.</summary>
    Timeout,

    /// <summary>Refused, unknown host, or the connection broke, after the repeats the call allows.</summary>
    Unreachable,

    /// <summary>The certificate or the host name is invalid.</summary>
    Certificate,

    /// <summary>A write that must not be sent twice got no answer: it may or may not have happened.</summary>
    FateUnknown,

    /// <summary>A success whose body is not what PostHog sends.</summary>
    InvalidResponse,

    /// <summary>A redirect that is not followed.</summary>
    Redirect,

    /// <summary>The server is too old for it: it has no such route.</summary>
    NotSupported,

    /// <summary>The connection was closed, from another runspace or before the call: nothing was sent.</summary>
    Disconnected,
}
