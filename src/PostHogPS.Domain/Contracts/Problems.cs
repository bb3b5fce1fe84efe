using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Text;

namespace PostHogPS.Contracts;

/// <summary>Every problem the module reports by itself is made here, so that ids stay stable and a call site is a sentence.</summary>
internal static class Problems
{
    private const int MostNamed = 5;

    internal const string ConnectHint = "Connect-PostHog -ApiKey (Read-Host -AsSecureString)";

    internal static ProblemException NoConnection(bool worker) =>
        new("NoConnection", ProblemCategory.ConnectionError,
            worker
                ? "There is no connection to PostHog in this runspace. Connections belong to the runspace that made them."
                : "There is no connection to PostHog.",
            (worker ? "In ForEach-Object -Parallel and jobs, pass one in: $c = Get-PHConnection default; ... -Connection $using:c. Or " : "")
            + $"{ConnectHint}, or set {EnvironmentNames.Key} or {EnvironmentNames.OtherKey} (and {EnvironmentNames.Host}, {EnvironmentNames.Project}).")
        { EndsCommand = true };

    /// <summary>No connection is the default, although there are connections or environment variables.</summary>
    internal static ProblemException NoDefault(bool failed, IEnumerable<string> known)
    {
        string[] names = known.ToArray();
        string name = names.Length > 0 ? names[0] : "<name>";
        return new("NoConnection", ProblemCategory.ConnectionError,
            (failed
                ? "The last Connect-PostHog of this runspace did not succeed, so no connection is the default, "
                    + "and neither an earlier one nor the environment takes its place."
                : "No connection is the default: the one that was has been closed.")
            + (names.Length > 0 ? $" Connected: {string.Join(", ", names)}." : "") + " Nothing was sent.",
            (names.Length > 0 ? $"Name one: -Connection {MessageText.Name(name)}, or $PSDefaultParameterValues['*-PH*:Connection'] = "
                + $"'{MessageText.Name(name)}'. Or connect again: "
                : "Connect again: ")
            + ConnectHint + (failed ? ". Disconnect-PostHog goes back to the environment." : ""))
        { EndsCommand = true };
    }

    internal static ProblemException Disconnected(string connection, string host) =>
        new("Disconnected", ProblemCategory.ConnectionError, $"The connection '{connection}' to {host} has been closed.", ConnectHint);

    internal static ProblemException NoSuchConnection(string name, IEnumerable<string> known) =>
        new("ConnectionNotFound", ProblemCategory.ObjectNotFound, $"There is no connection named '{name}' here." + Known(known, " Known: "),
            "Get-PHConnection");

    internal static ProblemException NoKey() =>
        new("NoKey", ProblemCategory.AuthenticationError,
            $"No personal API key was given, and neither {EnvironmentNames.Key} nor {EnvironmentNames.OtherKey} holds one.", ConnectHint)
        { EndsCommand = true };

    internal static ProblemException ProjectTokenAsKey(string where) =>
        new("ProjectTokenAsKey", ProblemCategory.AuthenticationError,
            $"{where} holds a project token (phc_...). That one only takes events in; the API needs a personal API key (phx_...).",
            "Make a personal API key with the scopes batch_export:read, batch_export:write, dashboard:read, user:read and project:read under Settings, "
                + "Personal API keys.")
        { EndsCommand = true };

    internal static ProblemException BadHost(string message) =>
        new("InvalidHost", ProblemCategory.InvalidArgument, message,
            "Connect-PostHog -Region EU, or -HostUri https://posthog.example.com") { EndsCommand = true };

    internal static ProblemException BadProject(string text, string where) =>
        new("InvalidProject", ProblemCategory.InvalidArgument,
            $"'{text}' in {where} is not a project. Give its number, a project object, or '@current' in quotes.", "Get-PHProject");

    internal static ProblemException Mismatch(string message, string advice = "Leave the parameter out: a piped object knows where it came from.") =>
        new("ConnectionMismatch", ProblemCategory.InvalidArgument, message, advice);

    /// <summary>An object of one connection, and another one is named. Two connections can lead to one host: the complete addresses tell them apart.</summary>
    internal static ProblemException OtherConnection(string what, (string Name, Uri HostUri) origin, string parameter, (string Name, Uri HostUri) given,
        string advice = "Leave the parameter out: a piped object knows where it came from.") =>
        Mismatch($"{what} was read through the connection '{MessageText.Name(origin.Name)}' ({HostText.FormatAddress(origin.HostUri)}), but {parameter} is "
            + $"'{MessageText.Name(given.Name)}' ({HostText.FormatAddress(given.HostUri)}). Nothing was sent.", advice);

    /// <summary>A copy of an object names a connection that is not there.</summary>
    internal static ProblemException OriginNotFound(string connection, Uri? host, IEnumerable<string> known) =>
        new("ConnectionNotFound", ProblemCategory.ObjectNotFound,
            $"The object was read through the connection '{MessageText.Name(connection)}'{(host is null ? "" : $" ({HostText.Format(host)})")}, "
                + "which does not exist here."
                + Known(known, " Known: ") + " Nothing was sent.",
            CommandLine.ForName("Connect-PostHog -Name", connection) + (host is null
                ? ". To use its ids with another connection, leave ConnectionName out of the copy."
                : ", or give -Connection: another connection to that host will do, but not another sandbox."));

    /// <summary>A copy of an object names an impossible server. The address is not repeated: it may hold a secret.</summary>
    internal static ProblemException OriginUnclear() =>
        Mismatch("HostUri of the piped object is not an address, so it is not known which server it was read from. Nothing was sent.",
            "Read the object again.");

    /// <summary>A copy of an object names a connection that leads to another server now.</summary>
    internal static ProblemException OriginMoved(string connection, Uri host, Uri now) =>
        Mismatch($"The object was read from {HostText.FormatAddress(host)}, but the connection '{MessageText.Name(connection)}' "
            + $"leads to {HostText.FormatAddress(now)}. Nothing was sent.",
            $"Connect-PostHog -HostUri {HostText.FormatAddress(host)}, and give that connection with -Connection.");

    internal static ProblemException Invalid(string kind, string message, string? advice = null) =>
        new("Invalid" + kind, ProblemCategory.InvalidArgument, message, advice);

    /// <summary>A value the server would refuse, found before sending: the same id as the server's own refusal.</summary>
    internal static ProblemException Validation(string message, string? advice = null, bool endsCommand = false) =>
        new("Validation", ProblemCategory.InvalidArgument, message, advice) { EndsCommand = endsCommand };

    /// <summary>A parameter that needs another one.</summary>
    internal static ProblemException Needs(string parameter, string needed, string advice) =>
        new("Validation", ProblemCategory.InvalidArgument, $"-{parameter} needs -{needed}. Nothing was sent.", advice) { EndsCommand = true };

    /// <summary>An empty window.</summary>
    internal static ProblemException Window(string message, string advice, bool endsCommand) =>
        new("Validation", ProblemCategory.InvalidArgument, message, advice) { EndsCommand = endsCommand };

    /// <summary>A part of an export, given to a command that acts on the complete export.</summary>
    internal static ProblemException PartOfBatchExport(string part, string export, Guid? id) =>
        Invalid("BatchExport", $"{part} of '{MessageText.Name(export)}' stands for a part of the batch export, and this command acts on all of it. "
            + "Nothing was sent.",
            $"If that is meant, give the export: Get-PHBatchExport -Id {id}");

    /// <summary>An object with a range of its own, beside -Start or -End.</summary>
    internal static ProblemException TwoRanges(string part, string own) =>
        Validation($"{part} has a Start and an End of its own ({own}), so -Start and -End cannot be combined with it. Nothing was sent.",
            "Leave -Start and -End out, or give the export instead of the gap.");

    /// <summary>A date of another era, or one that was never set.</summary>
    internal static ProblemException DateOutOfRange(string where, string read) =>
        Invalid("Date", $"{where} was read as {read} (Gregorian calendar), which is not between {DateRange.First} and {DateRange.Last}. Nothing was sent.",
            "Give the date itself ((Get-Date).AddDays(-2)), a span (-2d), or a text of the Gregorian calendar: (Get-Date).AddDays(-2).ToString('yyyy-MM-dd', "
                + "[cultureinfo]::InvariantCulture).");

    /// <summary>A blank entry of a list.</summary>
    internal static ProblemException BlankItem(string list) =>
        new(list.EndsWith("Tag", StringComparison.Ordinal) ? "InvalidTag" : "Validation", ProblemCategory.InvalidArgument,
            $"{list} is blank or holds a blank entry, so it would select something else than what was meant. Nothing was sent.",
            "Look at what the variable holds. A $ in a name needs single quotes: '$pageview'. In double quotes PowerShell puts a variable in its place.");

    /// <summary>A run or backfill to cancel that has ended.</summary>
    /// <param name="what">The run or backfill.</param>
    /// <param name="status">How it ended.</param>
    /// <param name="wasSent">The server was asked, and refused.</param>
    internal static ProblemException HasEnded(string what, string status, bool wasSent = false) =>
        Validation($"Nothing to cancel: the {what} has ended as {status}." + (wasSent ? "" : " Nothing was sent."),
            "-State Running of the Get- commands lists what can be cancelled.");

    /// <summary>A change without anything to change: most likely a parameter was forgotten, or came as an empty table.</summary>
    internal static ProblemException NothingGiven(string cmdlet) =>
        new("Validation", ProblemCategory.InvalidArgument, $"{cmdlet}: no changes specified. Nothing was sent.",
            $"Get-Help {cmdlet} -Parameter * lists what can be changed.") { EndsCommand = true };

    internal static ProblemException StartMissing() =>
        new("Validation", ProblemCategory.InvalidArgument, "-Start is missing: the backfill does not guess where to begin. Nothing was sent.",
            "Get-PHBatchExport events-to-s3 | Start-PHBatchExportBackfill -Start -2d -End -1d") { EndsCommand = true };

    /// <summary>One object is piped and another one given by a parameter: one of the two is a mistake.</summary>
    internal static ProblemException BothGiven(string parameter, string things) =>
        new("Validation", ProblemCategory.InvalidArgument, $"The {things} come from the pipeline and from -{parameter}. Nothing was sent.",
            "Give them in one place only.") { EndsCommand = true };

    internal static ProblemException NotFound(string what, string name, string where, string? advice) =>
        new("NotFound", ProblemCategory.ObjectNotFound, $"There is no {what} '{MessageText.Name(name)}' in {where}.", advice);

    internal static ProblemException Ambiguous(
        string what, string name, IEnumerable<string> matches, string advice = "Give the id instead of the name.") =>
        new("AmbiguousName", ProblemCategory.InvalidArgument,
            $"'{MessageText.Name(name)}' names more than one {what}; nothing was done for this name. They are: " + string.Join("; ", matches) + ".",
            advice);

    /// <summary>The file of a key is about another dashboard.</summary>
    internal static ProblemException FileOfOther(string key, string file, long other, Dashboard dashboard) =>
        new("AmbiguousName", ProblemCategory.InvalidArgument,
            $"The file '{file}' is about dashboard {CountText.Format(other)}, which has the same key '{key}' as {CountText.Format(dashboard.Id)} "
                + $"'{MessageText.Name(dashboard.Name)}'; the file was not changed.", RemoveKey(key));

    /// <summary>Dashboards that one file or one original would be about.</summary>
    internal static ProblemException AmbiguousKey(string key, string where, IEnumerable<(string Id, string Name)> dashboards) =>
        new("AmbiguousName", ProblemCategory.InvalidArgument,
            $"More than one dashboard in {where} has the key '{key}', so that they would overwrite each other; nothing was done. They are: "
                + string.Join("; ", dashboards.Select(static dashboard => $"{dashboard.Id} '{MessageText.Name(dashboard.Name)}'")) + ".",
            RemoveKey(key));

    /// <summary>A template that only its name leads to a dashboard.</summary>
    internal static ProblemException TemplateOfName(string file, Dashboard dashboard, string key) =>
        new("AmbiguousName", ProblemCategory.InvalidArgument,
            $"'{file}' is a template without an id. Its name alone does not tell whether it is about dashboard '{MessageText.Name(dashboard.Name)}' "
                + $"({CountText.Format(dashboard.Id)}) or another one of that name. Nothing was sent.", HowToTellTemplates(key));

    /// <summary>How a template says which dashboard it is about.</summary>
    internal static string HowToTellTemplates(string key) =>
        $"If it is about that dashboard: add [posthogps:{key}] as the last line of its dashboard_description. If not: give it an \"id\" of its own.";

    private static string RemoveKey(string key) =>
        $"Give one of them another key in the line [posthogps:{key}] of its description: Set-PHDashboard <id> -Description "
            + $"\"...`n[posthogps:{key}-2]\". Or remove the line on PostHog's own page.";

    /// <summary>Insights of one name and without a key, of which the file and the project have different numbers.</summary>
    internal static ProblemException AmbiguousInsight(string dashboard, string insight, int wanted, int there) =>
        new("AmbiguousName", ProblemCategory.InvalidArgument,
            $"It is not known which {insight} of dashboard '{MessageText.Name(dashboard)}' the file means: it has "
                + $"{CountText.Format(wanted)} without a key that no insight of the project is like, "
                + $"and the project has {CountText.Format(there)} of that name besides. Nothing was done.",
            "Give these insights their keys in the file: Export-PHDashboard to another folder shows them.");

    internal static ProblemException NameInUse(string name, string where, IReadOnlyList<BatchExport> namesakes, string advice) =>
        new("NameInUse", ProblemCategory.ResourceExists,
            namesakes.Count == 0
                ? $"Two batch exports '{MessageText.Name(name)}' would be in {where}; nothing was sent."
                : $"There is a batch export '{MessageText.Name(name)}' in {where} already; nothing was sent. It is: "
                    + string.Join("; ", namesakes.Select(DescribeNamesake)) + ".",
            advice);

    /// <summary>The name of a kind that PostHog neither replaces nor takes twice.</summary>
    internal static ProblemException IntegrationNameInUse(string name, string kind, long id, string where, string goOn = "") =>
        new("NameInUse", ProblemCategory.ResourceExists,
            $"There is an integration named '{MessageText.Name(name)}' of the kind {kind} in {where} already ({id}), and PostHog cannot change the "
                + "credentials of one. Nothing was sent.",
            goOn + "Give another name, let the exports use the new one (Set-PHBatchExport <export> -IntegrationId <id>), and then Remove-PHIntegration "
                + id.ToString(CultureInfo.InvariantCulture) + ".");

    /// <summary>The credentials of an export were not rotated.</summary>
    internal static ProblemException NotRotated(BatchExportCredentialUpdate result) =>
        new("NotRotated", ProblemCategory.NotSpecified,
            $"The credentials of '{MessageText.Name(result.BatchExportName)}' were not rotated ({result.State}): {result.Reason}", result.Suggestion);

    /// <summary>An alert that does the same is there.</summary>
    internal static ProblemException AlertExists(BatchExportAlert stored, string where) =>
        new("AlertExists", ProblemCategory.ResourceExists,
            $"There is an alert that does the same in {where} already: '{MessageText.Name(stored.Name)}' ({stored.Id})"
                + $"{(stored.Enabled ? "" : ", which is off")}. Nothing was sent.",
            stored.Enabled ? "Add -Force for a second one; messages then come twice." : $"Switch it on: Set-PHBatchExportAlert {stored.Id} -Enabled.");

    /// <summary>An alert that is there, and about other exports than those that were given.</summary>
    internal static ProblemException AlertElsewhere(string name) =>
        new("NotFound", ProblemCategory.ObjectNotFound,
            $"The alert '{MessageText.Name(name)}' is not about the batch exports that were given, or its filter cannot be read.",
            "Get-PHBatchExportAlert without -BatchExport shows what it is about.");

    /// <summary>A server that never sends the events of batch exports.</summary>
    internal static ProblemException NoAlertEvents(string where) =>
        new("NotSupported", ProblemCategory.NotImplemented,
            $"The server of {where} has no events of batch exports, which came in summer 2026: it would store the alert "
                + "and never send a message. Nothing was sent.",
            "Update the server. Until then: Test-PHBatchExportHealth in a scheduled job.");

    /// <summary>A template that is not there, or is another one than expected.</summary>
    internal static ProblemException NoAlertTemplate(string channel, string template, string why) =>
        new("NotSupported", ProblemCategory.NotImplemented,
            $"An alert to {channel} needs PostHog's template '{template}', which {why} on this server. Nothing was sent.",
            "Use another channel, or make the alert on PostHog's own page.");

    /// <summary>A secret where everybody can read it.</summary>
    internal static ProblemException SecretHeader(string names) =>
        new("SecretInHeader", ProblemCategory.InvalidArgument,
            $"-Header holds what looks like a secret: {names}. PostHog does not keep headers of webhooks secret: every person and key "
                + "with read access to the project's functions can read them. Nothing was sent.",
            "Put the secret into the address where the service allows it, or add -Force if the value may be read.");

    /// <summary>Input that is no integration.</summary>
    internal static ProblemException NotAnIntegration(object? input, string advice) =>
        Invalid("Integration", $"An integration was expected, but the input is {(input is null ? "nothing" : $"'{MessageText.Name(input.ToString())}'")}. "
            + "Nothing was sent.", advice);

    /// <summary>An integration that exports use.</summary>
    internal static ProblemException IntegrationInUse(string what, IReadOnlyCollection<BatchExport> users) =>
        new("IntegrationInUse", ProblemCategory.ResourceExists,
            $"The {what} is not removed: {CountText.FormatCount(users.Count, "batch export")} would lose the credentials: "
                + string.Join(", ", users.Select(static user => $"'{MessageText.Name(user.Name)}'")) + ". Nothing was sent.",
            "Let them use another integration first: Set-PHBatchExport <export> -IntegrationId <id>; "
                + "-Destination @{ copy_inputs = ... } for the COPY settings of Redshift.");

    /// <summary>A list of which something is missing, where that may be what matters.</summary>
    internal static ProblemException ListIncomplete(string list, int leftOut) =>
        new("ListIncomplete", ProblemCategory.InvalidData,
            $"{CountText.FormatCount(leftOut, "item")} of the list of {list} could not be read, so nobody can tell what else uses the credentials. "
                + "No change was sent.",
            "Look at what the server gives: Invoke-PHRestMethod -Raw. A newer version of the module may be able to read it.");

    /// <summary>Entries of a log that no question to the server reaches.</summary>
    internal static ProblemException LogIncomplete(string export, Guid id, DateTimeOffset instant, IEnumerable<string> levels, int most) =>
        new("LogIncomplete", ProblemCategory.LimitsExceeded,
            $"More than {most} log entries of level {string.Join(", ", levels)} have the timestamp {instant.UtcDateTime:O} on {export}; "
                + $"PostHog returns at most {most} per timestamp: the remaining ones are missing. All other entries are complete.",
            $"Read a part of them: Get-PHBatchExportLog {id} -After {instant.AddTicks(-10).UtcDateTime:O} -Before {instant.AddTicks(10).UtcDateTime:O} -Search "
                + "<text>");

    internal static ProblemException WaitTimeout(string what, TimeSpan timeout, string? advice) =>
        new("WaitTimeout", ProblemCategory.OperationTimeout,
            $"{what} did not end within {timeout.ToString("c", CultureInfo.InvariantCulture)}. The work continues in PostHog.", advice);

    /// <summary>A question where nobody can answer.</summary>
    internal static ProblemException CannotAsk(string question, string why, string answer) =>
        new("CannotAsk", ProblemCategory.OperationStopped, $"This needs a confirmation, which this shell cannot ask for ({why}): {question}",
            $"Where nobody answers, add {answer}.") { EndsCommand = true };

    internal static ProblemException BadPath(string path, string what, string why) =>
        new("InvalidPath", ProblemCategory.InvalidArgument, $"'{path}' is not the path of a {what}: {why}", null) { EndsCommand = true };

    internal static ProblemException FileExists(string path) =>
        new("FileExists", ProblemCategory.ResourceExists, $"The file '{path}' is already there, and -NoClobber was given. Nothing was written.",
            "Give another path, or leave -NoClobber out.") { EndsCommand = true };

    internal static ProblemException FileNotWritten(string path, string why, string advice = "Check that the folder is there and may be written to.") =>
        new("FileAccess", ProblemCategory.WriteError, $"The file '{path}' could not be written: {why}", advice) { EndsCommand = true };

    internal static ProblemException FolderNotMade(string path, string why) =>
        new("FileAccess", ProblemCategory.WriteError, $"The folder '{path}' could not be made: {why}", "Check that the folder above it may be written to.")
        {
            EndsCommand = true,
        };

    internal static ProblemException FolderNotWritable(string path, string why) =>
        new("FileAccess", ProblemCategory.WriteError, $"Files cannot be written to the folder '{path}': {why}",
            "Check the permissions of the folder, or give another one.")
        {
            EndsCommand = true,
        };

    internal static ProblemException OtherCriteria(string path, string known, string criteria) =>
        Validation($"'{path}' remembers states judged with {known}, and this call judges with {criteria}. Nothing was sent.",
            "Use one file for each set of criteria: give another -StatePath.", endsCommand: true);

    internal static ProblemException BadFile(string path, string why, string? advice) =>
        new("InvalidFile", ProblemCategory.InvalidData, $"'{path}' cannot be used: {why}", advice) { EndsCommand = true };

    /// <summary>One thing that is wrong in a file. The others are reported as well, so it does not end the command.</summary>
    internal static ProblemException InvalidFile(string path, string where, string? advice = null) =>
        new("InvalidFile", ProblemCategory.InvalidData, $"'{path}', {where}", advice);

    /// <summary>Secrets that a file refers to and nobody has.</summary>
    internal static ProblemException SecretMissing(string name, string variable, string neededBy, string? vault) =>
        new("SecretMissing", ProblemCategory.ObjectNotFound,
            $"The secret '{MessageText.Name(name)}', which {neededBy} needs, was not found: it is not in -Secret or blank there, "
                + (vault is null ? "there is no Get-Secret to ask for it" : $"Get-Secret did not give {variable} ({vault})")
                    + $", and the environment variable {variable} is not set or blank. Nothing was sent.",
            $"Give it: -Secret @{{ '{MessageText.Name(name).Replace("'", "''")}' = (Read-Host -AsSecureString) }}");

    /// <summary>A secret that was given, with nothing in it.</summary>
    internal static ProblemException SecretBlank(string name, string variable, string neededBy) =>
        new("SecretMissing", ProblemCategory.ObjectNotFound,
            $"The secret '{MessageText.Name(name)}', which {neededBy} needs, is blank in -Secret. Nothing was sent.",
            $"Look at what the variable holds. Without '{MessageText.Name(name)}' in -Secret, a vault and the environment are asked for {variable}.");

    /// <summary>A name of a secret that is another one's in a vault and in the environment.</summary>
    internal static ProblemException SecretShared(string name, string other, string variable, string neededBy) =>
        new("AmbiguousName", ProblemCategory.InvalidArgument,
            $"The secrets '{MessageText.Name(name)}', which {neededBy} needs, and '{MessageText.Name(other)}' are both {variable} in a vault and in the "
                + "environment, so one would go to two places. Nothing was sent.",
            "Give them with -Secret, or give one of them another name in the file.");

    /// <summary>An integration that a project has not, or has several times.</summary>
    internal static ProblemException IntegrationNotMapped(string message, bool several) =>
        new("IntegrationNotMapped", ProblemCategory.InvalidArgument, message + " Nothing was sent.",
            several ? "Remove or rename all but one of them in PostHog."
                : "Make the integration first, with the same name: New-PHIntegration; Get-PHIntegration shows those of the project.");

    /// <summary>A dashboard that has been copied already, and is not as the file says.</summary>
    internal static ProblemException DashboardExists(Dashboard dashboard, string where, int differences, string advice) =>
        new("DashboardExists", ProblemCategory.ResourceExists,
            $"Dashboard '{MessageText.Name(dashboard.Name)}' is in {where} already ({dashboard.Id}) and differs in "
                + $"{CountText.FormatCount(differences, "place")}. Nothing was sent.", advice);

    /// <summary>What a dashboard refers to and a project has not exactly once.</summary>
    internal static ProblemException NotPortable(string dashboard, string where, IReadOnlyCollection<DashboardPortability> blocking) =>
        new("NotPortable", ProblemCategory.ObjectNotFound,
            $"Dashboard '{MessageText.Name(dashboard)}' refers to what {where} has not exactly once; nothing was sent. "
                + string.Join(" ", blocking.Take(MostNamed).Select(static one =>
                    $"{(one.Tile.Length > 0 ? one.Tile : "The dashboard")}, {one.Path}: {one.Kind} '{MessageText.Name(one.Name)}'. {one.Reason}"))
                + (blocking.Count > MostNamed ? $" And {blocking.Count - MostNamed} more." : ""),
            "Test-PHDashboardPortability lists all of it. Make what is missing under the same name, or give -Skip (leaves the tiles out) or -KeepAsIs "
                + "(sends the ids of the source).");

    /// <summary>What tells exports of one name apart.</summary>
    internal static string DescribeNamesake(BatchExport export) => $"{export.Id} ({export.Model} to {export.Destination.Type}, {export.State})";

    private static string Known(IEnumerable<string> names, string lead)
    {
        string[] list = names.ToArray();
        return list.Length == 0 ? "" : lead + string.Join(", ", list) + ".";
    }
}
