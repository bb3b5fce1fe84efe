using PostHogPS.Contracts;

namespace PostHogPS.Engine;

/// <summary>Kind of a refusal: by status, then by code. Texts are never asked.</summary>
internal static class ErrorKinds
{
    internal static PostHogErrorKind Of(int status, string? code, bool namesScope) => status switch
    {
        400 or 422 => PostHogErrorKind.Validation,
        401 => PostHogErrorKind.Unauthorized,
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
}
