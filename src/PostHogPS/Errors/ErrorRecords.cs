using System;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Errors;

/// <summary>Error records from failed calls and from problems.</summary>
internal static class ErrorRecords
{
    /// <summary>The record for a failed call.</summary>
    internal static ErrorRecord Create(PostHogApiException e, object? target, string? advice = null) =>
        Create(e, e.Kind.ToString(), Category(e.Kind), target, advice ?? ApiAdvice.For(e));

    /// <summary>The record for a problem found before anything was sent.</summary>
    internal static ErrorRecord Create(ProblemException e, object? target) =>
        Create(e, e.Id, Category(e.Category), target, e.Advice ?? "Correct the value and try again; Get-Help with -Full says what each parameter takes.");

    // Every text of it can hold a name or a server's words, and each is shown by some view of errors.
    private static ErrorRecord Create(Exception e, string id, ErrorCategory category, object? target, string advice)
    {
        var record = new ErrorRecord(e, "PostHog." + id, category, target)
        {
            ErrorDetails = new ErrorDetails(MessageText.Clean(e.Message)) { RecommendedAction = MessageText.Clean(advice) },
        };
        record.CategoryInfo.TargetName = MessageText.Name(record.CategoryInfo.TargetName);
        return record;
    }

    // The names are the same in both.
    private static ErrorCategory Category(ProblemCategory category) => (ErrorCategory)Enum.Parse(typeof(ErrorCategory), category.ToString());

    internal static ErrorCategory Category(PostHogErrorKind kind) => kind switch
    {
        PostHogErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        PostHogErrorKind.Unauthorized => ErrorCategory.AuthenticationError,
        PostHogErrorKind.MissingScope or PostHogErrorKind.Forbidden => ErrorCategory.PermissionDenied,
        PostHogErrorKind.Throttled => ErrorCategory.LimitsExceeded,
        PostHogErrorKind.TooManyBackfills or PostHogErrorKind.TooManyFileDownloads => ErrorCategory.LimitsExceeded,
        PostHogErrorKind.TooManyQueries or PostHogErrorKind.QuotaExceeded or PostHogErrorKind.QueryOutOfMemory => ErrorCategory.LimitsExceeded,
        PostHogErrorKind.QueryTimeout or PostHogErrorKind.QueryTooSlow => ErrorCategory.OperationTimeout,
        PostHogErrorKind.Validation => ErrorCategory.InvalidArgument,
        PostHogErrorKind.BadRequest => ErrorCategory.InvalidOperation,
        PostHogErrorKind.Conflict => ErrorCategory.ResourceExists,
        PostHogErrorKind.Timeout => ErrorCategory.OperationTimeout,
        PostHogErrorKind.Disconnected => ErrorCategory.ConnectionError,
        PostHogErrorKind.Unreachable => ErrorCategory.ConnectionError,
        PostHogErrorKind.Certificate => ErrorCategory.SecurityError,
        PostHogErrorKind.Redirect => ErrorCategory.SecurityError,
        PostHogErrorKind.FateUnknown => ErrorCategory.WriteError,
        PostHogErrorKind.NotSupported => ErrorCategory.NotImplemented,
        PostHogErrorKind.InvalidResponse => ErrorCategory.InvalidData,
        _ => ErrorCategory.InvalidResult,
    };

    /// <summary>
    /// An unexpected failure. Its own message is left out, since it may quote a secret; the
    /// type and the place say what a report needs.
    /// </summary>
    internal static ProblemException Unexpected(Exception e)
    {
        var at = new System.Diagnostics.StackTrace(e).GetFrames()?.Select(frame => frame?.GetMethod()).FirstOrDefault(method =>
            method?.DeclaringType?.Namespace?.StartsWith("PostHogPS", StringComparison.Ordinal) == true);
        return new ProblemException("Unexpected", ProblemCategory.NotSpecified,
            $"This item failed with an unexpected {e.GetType().Name}{(at is null ? "" : " in " + Place(at))}; the remaining items are not affected.",
            "This is a bug in the module. Please report it with this message and the version: (Get-Module PostHogPS).Version");
    }

    // The compiler names the class of an iterator or a lambda after its method.
    private static string Place(System.Reflection.MethodBase method)
    {
        Type type = method.DeclaringType!;
        string name = method.Name;
        while (type.Name.StartsWith("<", StringComparison.Ordinal) && type.DeclaringType is { } outer)
            (name, type) = (type.Name.IndexOf('>') > 1 ? type.Name : name, outer);
        return type.Name + "." + (name.StartsWith("<", StringComparison.Ordinal) && name.IndexOf('>') is > 1 and var end ? name.Substring(1, end - 1) : name);
    }
}
