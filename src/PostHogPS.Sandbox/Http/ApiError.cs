using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json.Nodes;

namespace PostHogPS.Sandbox.Http;

/// <summary>An error answer in PostHog's envelope. Rules and routes throw it, the pipeline writes it.</summary>
internal sealed class ApiError : Exception
{
    private ApiError(int status, string type, string code, string detail, string? attr = null)
        : base(detail)
    {
        Status = status;
        Type = type;
        Code = code;
        Attr = attr;
    }

    public int Status { get; }

    public string Type { get; }

    public string Code { get; }

    public string? Attr { get; }

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public static ApiError Invalid(string? attr, string detail, string code = "invalid_input") =>
        new(400, "validation_error", code, detail, attr);

    public static ApiError Required(string attr) => Invalid(attr, "This field is required.", "required");

    public static ApiError Null(string attr) => Invalid(attr, "This field may not be null.", "null");

    public static ApiError Choice(string attr, string value) =>
        Invalid(attr, "\"" + value + "\" is not a valid choice.", "invalid_choice");

    public static ApiError Parse(string reason) => new(400, "invalid_request", "parse_error", "JSON parse error - " + reason);

    public static ApiError NoCredentials() =>
        new(401, "authentication_error", "not_authenticated", "Authentication credentials were not provided.");

    public static ApiError BadKey() =>
        new(401, "authentication_error", "authentication_failed", "Personal API key found in request Authorization header is invalid.");

    public static ApiError Forbidden(string detail) => new(403, "authentication_error", "permission_denied", detail);

    public static ApiError NotFound(string detail = "Not found.") => new(404, "invalid_request", "not_found", detail);

    public static ApiError NoEndpoint() => NotFound("Endpoint not found.");

    public static ApiError Method(string method) =>
        new(405, "invalid_request", "method_not_allowed", "Method \"" + method + "\" not allowed.");

    public static ApiError MediaType(string type) =>
        new(415, "invalid_request", "unsupported_media_type", "Unsupported media type \"" + type + "\" in request.");

    public static ApiError Busy(string code, string detail) => new(429, "server_error", code, detail);

    /// <summary>Too many queries at once: the code of the rate limit, and no Retry-After.</summary>
    public static ApiError TooManyQueries(string detail) => new(429, "throttled_error", "throttled", detail);

    /// <summary>The billing limit.</summary>
    public static ApiError Quota(string detail) => new(402, "quota_limited", "quota_limit_exceeded", detail);

    /// <summary>A query that has no result.</summary>
    public static ApiError Query(int status, string code, string detail) =>
        new(status, status == 400 ? "validation_error" : "server_error", code, detail);

    /// <summary>Somebody else has changed it since.</summary>
    public static ApiError Conflict(string code, string detail) => new(409, "validation_error", code, detail);

    public static ApiError Server() => new(500, "server_error", "error", "A server error occurred.");

    public static ApiError Throttled(int seconds)
    {
        var error = new ApiError(
            429,
            "throttled_error",
            "throttled",
            string.Format(CultureInfo.InvariantCulture, "Request was throttled. Expected available in {0} second{1}.", seconds, seconds == 1 ? "" : "s"));
        error.Headers["Retry-After"] = seconds.ToString(CultureInfo.InvariantCulture);
        return error;
    }

    public SandboxResponse ToResponse()
    {
        SandboxResponse response = SandboxResponse.Json(Status, new JsonObject
        {
            ["type"] = Type,
            ["code"] = Code,
            ["detail"] = Message,
            ["attr"] = Attr,
        });
        foreach (KeyValuePair<string, string> header in Headers)
            response.Headers[header.Key] = header.Value;
        return response;
    }
}
