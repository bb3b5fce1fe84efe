using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Formatting;
using PostHogPS.Operations;
using PostHogPS.Operations.Maintenance;

namespace PostHogPS.Errors;

/// <summary>Every error the module writes is made here, so that ids stay stable and a call site is a sentence.</summary>
internal static class Fault
{
    internal const string ConnectHint = "Connect-PostHog -ApiKey (Read-Host -AsSecureString)";

    /// <summary>The record for a failed call.</summary>
    internal static ErrorRecord Record(PostHogApiException e, object? target, string? advice = null) =>
        Record(e, e.Kind.ToString(), Category(e.Kind), target, advice ?? ApiAdvice.For(e));

    /// <summary>The record for a problem found before anything was sent.</summary>
    internal static ErrorRecord Record(CommandProblemException e, object? target) =>
        Record(e, e.Id, e.Category, target, e.Advice ?? "Correct the value and try again; Get-Help with -Full says what each parameter takes.");

    // Every text of it can hold a name or a server's words, and each is shown by some view of errors.
    private static ErrorRecord Record(Exception e, string id, ErrorCategory category, object? target, string advice)
    {
        var record = new ErrorRecord(e, "PostHog." + id, category, target)
        {
            ErrorDetails = new ErrorDetails(MessageText.Clean(e.Message)) { RecommendedAction = MessageText.Clean(advice) },
        };
        record.CategoryInfo.TargetName = MessageText.Name(record.CategoryInfo.TargetName);
        return record;
    }

    internal static ErrorCategory Category(PostHogErrorKind kind) => kind switch
    {
        PostHogErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        PostHogErrorKind.Unauthorized => ErrorCategory.AuthenticationError,
        PostHogErrorKind.MissingScope or PostHogErrorKind.Forbidden => ErrorCategory.PermissionDenied,
        PostHogErrorKind.Throttled => ErrorCategory.LimitsExceeded,
        PostHogErrorKind.TooManyBackfills or PostHogErrorKind.TooManyFileDownloads => ErrorCategory.LimitsExceeded,
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
    /// A failure nobody has foreseen. Its own message is left out, since it may quote a value that is not to be shown; the
    /// type and the place say what a report needs.
    /// </summary>
    internal static CommandProblemException Unexpected(Exception e)
    {
        var at = new System.Diagnostics.StackTrace(e).GetFrames()?.Select(frame => frame?.GetMethod()).FirstOrDefault(method => method?.DeclaringType?.Namespace?.StartsWith("PostHogPS", StringComparison.Ordinal) == true);
        return new CommandProblemException("Unexpected", ErrorCategory.NotSpecified,
            $"This item failed with an unexpected {e.GetType().Name}{(at is null ? "" : " in " + Place(at))}; the others are not affected.",
            "This is a defect of the module. Please report it with this message and the version: (Get-Module PostHogPS).Version");
    }

    // What the compiler makes of an iterator or a lambda is named after the method that it stands in.
    private static string Place(System.Reflection.MethodBase method)
    {
        Type type = method.DeclaringType!;
        string name = method.Name;
        while (type.Name.StartsWith("<", StringComparison.Ordinal) && type.DeclaringType is { } outer)
            (name, type) = (type.Name.IndexOf('>') > 1 ? type.Name : name, outer);
        return type.Name + "." + (name.StartsWith("<", StringComparison.Ordinal) && name.IndexOf('>') is > 1 and var end ? name.Substring(1, end - 1) : name);
    }

    internal static CommandProblemException NoConnection(bool worker) =>
        new("NoConnection", ErrorCategory.ConnectionError,
            worker
                ? "There is no connection to PostHog in this runspace. Connections belong to the runspace that made them."
                : "There is no connection to PostHog.",
            (worker ? "In ForEach-Object -Parallel and jobs, pass one in: $c = Get-PHConnection default; ... -Connection $using:c. Or " : "")
            + $"{ConnectHint}, or set {EnvironmentConnection.KeyVariable} or {EnvironmentConnection.OtherKeyVariable} (and {EnvironmentConnection.HostVariable}, {EnvironmentConnection.ProjectVariable}).")
        { EndsCommand = true };

    /// <summary>There are connections, or there is the environment, and none of them is what a command that names none may use.</summary>
    internal static CommandProblemException NoDefault(bool failed, IEnumerable<string> known)
    {
        string[] names = known.ToArray();
        string name = names.Length > 0 ? names[0] : "<name>";
        return new("NoConnection", ErrorCategory.ConnectionError,
            (failed
                ? "The last Connect-PostHog of this runspace did not succeed, so no connection is the default, and neither an earlier one nor the environment takes its place."
                : "No connection is the default: the one that was has been closed.")
            + (names.Length > 0 ? $" Connected: {string.Join(", ", names)}." : "") + " Nothing was sent.",
            (names.Length > 0 ? $"Name one: -Connection {MessageText.Name(name)}, or $PSDefaultParameterValues['*-PH*:Connection'] = '{MessageText.Name(name)}'. Or connect again: " : "Connect again: ")
            + ConnectHint + (failed ? ". Disconnect-PostHog goes back to the environment." : ""))
        { EndsCommand = true };
    }

    internal static CommandProblemException Disconnected(PostHogConnection connection) =>
        new("Disconnected", ErrorCategory.ConnectionError, $"The connection '{connection.Name}' to {connection.Host} has been closed.", ConnectHint);

    internal static CommandProblemException NoSuchConnection(string name, IEnumerable<string> known) =>
        new("ConnectionNotFound", ErrorCategory.ObjectNotFound, $"There is no connection named '{name}' here." + Known(known, " Known: "), "Get-PHConnection");

    internal static CommandProblemException NoKey() =>
        new("NoKey", ErrorCategory.AuthenticationError,
            $"No personal API key was given, and neither {EnvironmentConnection.KeyVariable} nor {EnvironmentConnection.OtherKeyVariable} holds one.", ConnectHint)
        { EndsCommand = true };

    internal static CommandProblemException ProjectTokenAsKey(string where) =>
        new("ProjectTokenAsKey", ErrorCategory.AuthenticationError,
            $"{where} holds a project token (phc_...). That one only takes events in; the API needs a personal API key (phx_...).",
            "Make a personal API key with the scopes batch_export:read, batch_export:write, dashboard:read, user:read and project:read under Settings, Personal API keys.")
        { EndsCommand = true };

    internal static CommandProblemException BadHost(string message) =>
        new("InvalidHost", ErrorCategory.InvalidArgument, message, "Connect-PostHog -Region EU, or -HostUri https://posthog.example.com") { EndsCommand = true };

    internal static CommandProblemException BadProject(string text, string where) =>
        new("InvalidProject", ErrorCategory.InvalidArgument,
            $"'{text}' in {where} is not a project. Give its number, a project object, or '@current' in quotes.", "Get-PHProject");

    internal static CommandProblemException Mismatch(string message, string advice = "Leave the parameter out: a piped object knows where it came from.") =>
        new("ConnectionMismatch", ErrorCategory.InvalidArgument, message, advice);

    internal static CommandProblemException Invalid(string kind, string message, string? advice = null) =>
        new("Invalid" + kind, ErrorCategory.InvalidArgument, message, advice);

    /// <summary>A value the server would refuse, found before sending: the same id as the server's own refusal.</summary>
    internal static CommandProblemException Validation(string message, string? advice = null) =>
        new("Validation", ErrorCategory.InvalidArgument, message, advice);

    /// <summary>A window that holds nothing.</summary>
    internal static CommandProblemException Window(string message, string advice, bool endsCommand) =>
        new("Validation", ErrorCategory.InvalidArgument, message, advice) { EndsCommand = endsCommand };

    /// <summary>A part of an export where the command acts on all of it.</summary>
    internal static CommandProblemException Part(string part, BatchExportReference reference) =>
        Invalid("BatchExport", $"{part} of '{MessageText.Name(reference.Piped.Name ?? "")}' stands for a part of the batch export, and this command acts on all of it. Nothing was sent.",
            $"If that is meant, give the export: Get-PHBatchExport -Id {reference.Id}");

    /// <summary>A range of its own beside one that was given.</summary>
    internal static CommandProblemException TwoRanges(string part, string own) =>
        Validation($"{part} has a Start and an End of its own ({own}), so -Start and -End do not go with it. Nothing was sent.",
            "Leave -Start and -End out, or give the export instead of the gap.");

    /// <summary>An export of a maintenance window that this connection does not show. A 404 does not prove that it was deleted.</summary>
    internal static CommandProblemException UnknownExport(PausedExport entry, PostHogConnection connection) =>
        new("NotFound", ErrorCategory.ObjectNotFound,
            $"'{MessageText.Name(entry.Name)}' ({entry.Id}) was not found in project {entry.ProjectId} on {connection.Host}, so it was not resumed. It may have been deleted, or this key does not see it. It stays in the file.",
            $"Check the project and the key: Get-PHBatchExport -ProjectId {entry.ProjectId}. Remove the entry from the file when it has been deleted.");

    /// <summary>A maintenance window of which this connection shows nothing: most likely another one is meant.</summary>
    internal static CommandProblemException UnknownExports(string path, IReadOnlyList<PausedExport> entries, PostHogConnection connection) =>
        new("NotFound", ErrorCategory.ObjectNotFound,
            $"None of the {entries.Count} batch exports in '{path}' was found on {connection.Host}; nothing was resumed. The key may belong to another organization or lack access to project {entries[0].ProjectId}.",
            "Check the connection: Get-PHConnection, Get-PHProject.")
        { EndsCommand = true };

    /// <summary>A date of another era, or one that was never set.</summary>
    internal static CommandProblemException DateOutOfRange(string where, string read) =>
        Invalid("Date", $"{where} was read as {read} (Gregorian calendar), which is not between {DateRange.First} and {DateRange.Last}. Nothing was sent.",
            "Give the date itself ((Get-Date).AddDays(-2)), a span (-2d), or a text of the Gregorian calendar: (Get-Date).AddDays(-2).ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture).");

    /// <summary>An entry of a list that holds nothing.</summary>
    internal static CommandProblemException BlankItem(string list) =>
        new(list.EndsWith("Tag", StringComparison.Ordinal) ? "InvalidTag" : "Validation", ErrorCategory.InvalidArgument,
            $"{list} is blank or holds a blank entry, so it would select something else than what was meant. Nothing was sent.",
            "Look at what the variable holds. A $ in a name needs single quotes: '$pageview'. In double quotes PowerShell puts a variable in its place.");

    /// <summary>Something that has ended cannot be cancelled. What has ended stays so, whenever it was read.</summary>
    internal static CommandProblemException HasEnded(string what, string status) =>
        Validation($"Nothing to cancel: the {what} has ended as {status}. Nothing was sent.", "-State Running of the Get- commands lists what can be cancelled.");

    /// <summary>A change without anything to change: most likely a parameter was forgotten, or came as an empty table.</summary>
    internal static CommandProblemException NothingGiven(string cmdlet) =>
        new("Validation", ErrorCategory.InvalidArgument, $"Nothing was given that {cmdlet} could change, so nothing was sent.", $"Get-Help {cmdlet} -Parameter * lists what can be changed.") { EndsCommand = true };

    internal static CommandProblemException StartMissing() =>
        new("Validation", ErrorCategory.InvalidArgument, "-Start is missing: the backfill does not guess where to begin. Nothing was sent.", "Get-PHBatchExport events-to-s3 | Start-PHBatchExportBackfill -Start -2d -End -1d") { EndsCommand = true };

    /// <summary>One thing piped in and another one given: whichever was meant, the other is a slip.</summary>
    internal static CommandProblemException BothGiven(string parameter, string things) =>
        new("Validation", ErrorCategory.InvalidArgument, $"The {things} come from the pipeline, and -{parameter} names others. Nothing was sent.", "Give them one way.") { EndsCommand = true };

    internal static CommandProblemException NotFound(string what, string name, string where, string? advice) =>
        new("NotFound", ErrorCategory.ObjectNotFound, $"There is no {what} '{MessageText.Name(name)}' in {where}.", advice);

    internal static CommandProblemException Ambiguous(string what, string name, IEnumerable<string> matches) =>
        new("AmbiguousName", ErrorCategory.InvalidArgument,
            $"'{MessageText.Name(name)}' names more than one {what}; nothing was done. They are: " + string.Join("; ", matches) + ".",
            "Give the id instead of the name.");

    internal static CommandProblemException NameInUse(string name, string where, IReadOnlyList<BatchExport> namesakes, string advice) =>
        new("NameInUse", ErrorCategory.ResourceExists,
            $"There is a batch export '{MessageText.Name(name)}' in {where} already; nothing was sent. It is: " + string.Join("; ", namesakes.Select(Line)) + ".",
            advice);

    /// <summary>Entries of a log that no question to the server reaches.</summary>
    internal static CommandProblemException LogIncomplete(BatchExportTarget target, DateTimeOffset instant, IEnumerable<string> levels, int most) =>
        new("LogIncomplete", ErrorCategory.LimitsExceeded,
            $"More than {most} log entries of level {string.Join(", ", levels)} bear the time {instant.UtcDateTime:O} on {target.Description}, and PostHog gives {most} of one instant at most: the others are missing. All other entries are complete.",
            $"Ask for a part of them: Get-PHBatchExportLog {target.Id} -After {instant.AddTicks(-10).UtcDateTime:O} -Before {instant.AddTicks(10).UtcDateTime:O} -Search <text>");

    internal static CommandProblemException WaitTimeout(string what, TimeSpan timeout, string? advice) =>
        new("WaitTimeout", ErrorCategory.OperationTimeout,
            $"{what} had not ended after {timeout.ToString("c", CultureInfo.InvariantCulture)}. The work goes on in PostHog.", advice);

    internal static CommandProblemException BadPath(string path, string what, string why) =>
        new("InvalidPath", ErrorCategory.InvalidArgument, $"'{path}' is not the path of a {what}: {why}", null) { EndsCommand = true };

    internal static CommandProblemException FileExists(string path) =>
        new("FileExists", ErrorCategory.ResourceExists, $"The file '{path}' is already there, and -NoClobber was given. Nothing was written.", "Give another path, or leave -NoClobber out.") { EndsCommand = true };

    internal static CommandProblemException FileNotWritten(string path, string why) =>
        new("FileAccess", ErrorCategory.WriteError, $"The file '{path}' could not be written: {why}", "Check that the folder is there and may be written to.") { EndsCommand = true };

    internal static CommandProblemException BadFile(string path, string why, string? advice) =>
        new("InvalidFile", ErrorCategory.InvalidData, $"'{path}' cannot be used: {why}", advice) { EndsCommand = true };

    /// <summary>What tells exports of one name apart.</summary>
    internal static string Line(BatchExport export) => $"{export.Id} ({export.Model} to {export.Destination.Type}, {export.State})";

    private static string Known(IEnumerable<string> names, string lead)
    {
        string[] list = names.ToArray();
        return list.Length == 0 ? "" : lead + string.Join(", ", list) + ".";
    }
}
