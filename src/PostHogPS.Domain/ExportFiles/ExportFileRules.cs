using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Contracts;
using PostHogPS.Destinations;
using PostHogPS.Files;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.ExportFiles;

/// <summary>Combinations that PostHog is known to refuse and a schema cannot say: found in the file, before anything is sent.</summary>
internal static class ExportFileRules
{
    internal static IEnumerable<FileProblem> Check(ExportFile file)
    {
        bool hogql = file.Model == "hogql", events = file.Model == "events";
        if (file.Root.FindText("timezone") is { Length: > 0 } zone && !IsTimezone(zone))
            yield return Problem("timezone", $"'{MessageText.Name(zone)}' is not a known timezone. Give an IANA name such as Europe/Berlin.");
        foreach (string name in new[] { "start_at", "end_at" })
        {
            if (Instant(name) is { } instant && !DateRange.Contains(instant))
                yield return Problem(name, $"This is not between {DateRange.First} and {DateRange.Last}.");
        }

        if (hogql && string.IsNullOrWhiteSpace(file.Root.FindText("hogql_query")))
            yield return Problem("hogql_query", "An export with the model hogql needs a query.");
        if (hogql && file.Root.FindText("incremental_mode") == "MERGE" && !IsSet("primary_key"))
            yield return Problem("primary_key", "The mode MERGE needs the columns that say which rows are one.");
        if (file.Type == "HTTP" && !events)
            yield return Problem("model", $"HTTP exports carry events only; the model is '{file.Model}'.");
        if (Instant("start_at") is { } start && Instant("end_at") is { } end && start >= end)
            yield return Problem("end_at", "This is not after start_at, so no run would ever be scheduled.");
        foreach (FileProblem problem in CheckDestination(file))
            yield return problem;

        bool IsSet(string name) => file.Root.Find(name) is { } value
            && !(value.Kind is FileValueKind.List or FileValueKind.Object && value.Items.Count + value.Properties.Count == 0);
        DateTimeOffset? Instant(string name) =>
            file.Root.FindText(name) is { } text && SchemaInstant.TryRead(text, out DateTimeOffset instant) ? instant : null;
        FileProblem Problem(string name, string message)
        {
            FileProperty? property = file.Root.FindProperty(name);
            return new FileProblem(name, message, property?.Line ?? file.Root.Line, property?.Column ?? file.Root.Column);
        }
    }

    private static IEnumerable<FileProblem> CheckDestination(ExportFile file)
    {
        if (KnownDestination.Find(file.Type) is not { } type)
            yield break;
        string config = ExportFormat.Destination + "." + ExportFormat.Config;
        if (FindProblem(file, type) is { } problem)
            yield return new FileProblem(config, problem.Message, file.Config.Line, file.Config.Column);
        bool inline = type.Fields.Any(field => field.IsSecret && file.Config.Find(field.Name) is not null);
        if (type.IntegrationKind is { } kind && file.Integration is null && !inline)
            yield return new FileProblem(ExportFormat.Destination + "." + ExportFormat.Integration,
                $"A destination of type {type.Name} needs an integration of the kind '{kind}': it holds the credentials.", file.Destination.Line,
                    file.Destination.Column);
    }

    // Some machines know no name of IANA; what they cannot judge is left to the server. PostHog takes no name of Windows.
    private static bool IsTimezone(string name) =>
        (name.IndexOf(' ') < 0 && Timezones.Find(name) is not null) || Timezones.Find("Europe/Berlin") is null;

    // The same rules as for what is typed.
    private static ProblemException? FindProblem(ExportFile file, KnownDestination type)
    {
        try
        {
            DestinationRules.CheckConfig(type.Name, (IDictionary<string, object?>)file.Config.ToPlain()!);
            return null;
        }
        catch (ProblemException problem)
        {
            return problem;
        }
    }
}
