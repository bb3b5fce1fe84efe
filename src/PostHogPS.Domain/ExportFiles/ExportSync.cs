using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Changes;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Destinations;
using PostHogPS.Files;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.ExportFiles;

/// <summary>One step of a plan, with what carries it out.</summary>
internal sealed class PlannedStep(BatchExportSyncStep step, ExportFile? file, BatchExport? export, IReadOnlyList<FileDifference> differences,
    ProblemException? problem = null)
{
    internal BatchExportSyncStep Step { get; } = step;

    internal ExportFile? File { get; } = file;

    internal BatchExport? Export { get; } = export;

    internal IReadOnlyList<FileDifference> Differences { get; } = differences;

    /// <summary>Why it cannot be done; null where it can.</summary>
    internal ProblemException? Problem { get; } = problem;

    internal bool IsRemoval => Step.Action == SyncAction.Remove;

    /// <summary>What it changes as lines that a person reads before: of long values what is around the difference.</summary>
    internal string[] Lines { get; set; } = [.. step.Changes];
}

/// <summary>Makes a project as the files of batch exports say: a plan, which is data, and then step by step.</summary>
internal sealed class ExportSync(ProjectExports project)
{
    private readonly List<string> _notes = [];
    private readonly List<(ExportFile File, BatchExport Export)> _withoutId = [];

    private static readonly ExportSecrets NoSecrets = new(new Dictionary<string, System.Security.SecureString>());

    /// <summary>What the plan does not do, for every file that says something unknown.</summary>
    internal IReadOnlyList<string> Notes => _notes;

    /// <summary>Files that were found by their name and have no id: renamed, they would be about nothing any more.</summary>
    internal IReadOnlyList<(ExportFile File, BatchExport Export)> WithoutId => _withoutId;

    /// <summary>Whether an export may get a name that another one has.</summary>
    internal bool AllowsNamesakes { get; set; }

    /// <summary>Rejects a folder without files, where removing what no file is about would remove every export.</summary>
    /// <param name="files">The files.</param>
    /// <param name="path">The folder, as the user gave it.</param>
    internal void CheckPrune(IReadOnlyList<ExportFile> files, string path)
    {
        if (files.Count == 0 && project.Exports.Count > 0)
            throw Problems.Validation($"There is no file of a batch export in '{path}', so -Prune would remove all {project.Exports.Count} exports of "
                + $"{project.Scope.Description}. Nothing was sent.",
                "Check the path. To remove them all: Get-PHBatchExport | Remove-PHBatchExport.");
    }

    /// <summary>What a step does, as a question says it.</summary>
    internal string Describe(PlannedStep step)
    {
        string id = step.Step.BatchExportId is { } known ? $" ({known})" : "";
        return $"{step.Step.Action} batch export '{MessageText.Name(step.Step.BatchExport)}'{id} in {project.Scope.Description}"
            + (step.IsRemoval ? " for good, with its backfills and runs" : "");
    }

    /// <summary>The steps: what is created, then what changes, then what is removed. Nothing where all is as the files say.</summary>
    /// <param name="files">The files.</param>
    /// <param name="prune">Removes exports that no file is about.</param>
    /// <param name="rotates">Whether a secret is to be sent again.</param>
    /// <param name="overlooked">Files that are not read and keep what they name from being removed.</param>
    internal IReadOnlyList<PlannedStep> Plan(IReadOnlyList<ExportFile> files, bool prune, Func<string, bool> rotates, OverlookedFiles? overlooked = null)
    {
        ExportMatch match = ExportMatch.Create(files, project);
        var names = new ExportNames(match, project, prune);
        var steps = new List<PlannedStep>();
        _withoutId.AddRange(match.Pairs.Where(static pair => pair.File.Id is null));
        steps.AddRange(match.Problems.Select(one => Refuse(one.File, null, one.Problem)));
        steps.AddRange(match.OnlyInFiles.Select(file => PlanCreate(file, AllowsNamesakes ? null : names, match, prune)));
        steps.AddRange(match.Pairs.Select(pair => PlanChange(pair.File, pair.Export, rotates, AllowsNamesakes ? null : names)).OfType<PlannedStep>());
        _notes.AddRange(match.OnlyInFiles.Select(file => DescribeUnknown(file, null)).OfType<string>());
        _notes.AddRange(match.Pairs.Select(pair => DescribeUnknown(pair.File, pair.Export)).OfType<string>());
        if (prune)
            steps.AddRange(match.OnlyAtPostHog.Select(export => PlanRemove(export, overlooked)));
        return steps;
    }

    /// <summary>Carries out a step, and compares what PostHog answers with the file.</summary>
    internal async Task<BatchExport?> ApplyAsync(PlannedStep step, ExportSecrets secrets, CallContext call)
    {
        ProjectScope scope = project.Scope;
        IBatchExportsApi api = scope.Session.BatchExports;
        if (step.IsRemoval)
        {
            await api.DeleteAsync(scope.Project, step.Export!.Id, call).ConfigureAwait(false);
            return null;
        }

        var request = new ExportRequest(step.File!, project.Integrations, secrets);
        BatchExport after = step.Step.Action == SyncAction.Create
            ? await api.CreateAsync(scope.Project, request.CreateBody(), call).ConfigureAwait(false)
            : await api.UpdateAsync(scope.Project, step.Export!.Id, CreatePatch(step, request).Body, call).ConfigureAwait(false);
        scope.Stamp(after);
        step.Step.BatchExportId = after.Id;
        WarnOfDifferences(step, after, call);
        return after;
    }

    /// <summary>The step that makes a copy of an export of another project.</summary>
    internal PlannedStep PlanCopy(ExportFile copy) => PlanCreate(copy, null);

    private PlannedStep PlanCreate(ExportFile file, ExportNames? names, ExportMatch? match = null, bool prune = false)
    {
        try
        {
            if (KnownDestination.Find(file.Type) is null)
                throw Problems.InvalidFile(file.File,
                    $"line {file.Destination.Line}, column {file.Destination.Column}, destination.type: '{MessageText.Name(file.Type)}' is not a "
                    + $"known destination type; known types: {string.Join(", ", KnownDestination.All.Select(static type => type.Name))}. Nothing was sent.");
            names?.Check(file, null);
            CheckInterval(file);
            CheckName(file);
            // Made once to find what cannot be made; the body itself is made when its secrets are known.
            _ = new ExportRequest(file, project.Integrations, NoSecrets).CreateBody();
            if (match?.OnlyAtPostHog.FirstOrDefault(export => IsSameTarget(file, export)) is { } old)
                CheckRename(file, old, prune);
        }
        catch (ProblemException problem)
        {
            return Refuse(file, null, problem);
        }

        string[] secrets = [.. ExportSecrets.NamesIn(file).Distinct(StringComparer.Ordinal)];
        string line = $"{file.Model} to {file.Type}, {file.Interval}{(file.StartsPaused ? ", paused" : "")}";
        string reason = file.StartsPaused && file.Root.Find("paused") is null
            ? "PostHog has no such export. Resume-PHBatchExport starts it afterwards."
            : "PostHog has no such export.";
        return new PlannedStep(Step(SyncAction.Create, file, null, [line, .. secrets.Select(DescribeSecret)], secrets, reason), file, null, []);
    }

    private PlannedStep? PlanChange(ExportFile file, BatchExport export, Func<string, bool> rotates, ExportNames? names)
    {
        ILookup<bool, FileDifference> found = file.Compare(export, project.Integrations).ToLookup(static difference => difference.IsUnknown);
        List<FileDifference> differences = found[false].ToList();
        string[] secrets = ExportSecrets.NeededBy(file, export, rotates).ToArray();
        if (differences.Count == 0 && secrets.Length == 0)
            return null;
        string[] changes = [.. differences.Select(DescribeInFull), .. secrets.Select(DescribeSecret)];
        var planned = new PlannedStep(
            Step(SyncAction.Change, file, export, changes, secrets, differences.Count > 0 ? "PostHog differs from the file." : "Its secrets are sent again."),
                file, export, differences)
        {
            Lines = [.. differences.Select(Describe), .. secrets.Select(DescribeSecret)],
        };
        try
        {
            CheckWriteOnce(file, export);
            if (FileDifference.FindMisspelling(found[true], differences) is { } slip)
                throw slip.ToException(file.File);
            if (differences.Any(static difference => difference.Property == "interval"))
                CheckInterval(file);
            if (differences.Any(static difference => difference.Property == "name"))
            {
                names?.Check(file, export);
                CheckName(file);
            }

            _ = CreatePatch(planned, new ExportRequest(file, project.Integrations, NoSecrets));
            return planned;
        }
        catch (ProblemException problem)
        {
            return Refuse(file, export, problem, changes);
        }
    }

    private PlannedStep PlanRemove(BatchExport export, OverlookedFiles? overlooked) => overlooked?.FindProblem(export) is { } problem
        ? Refuse(null, export, problem)
        : new(Step(SyncAction.Remove, null, export, [], [], "No file is about it."), null, export, []);

    private BatchExportPatch CreatePatch(PlannedStep step, ExportRequest request) =>
        request.CreatePatch(step.Export!, step.Differences, step.Step.Secrets, project.Scope.Session.ServerNow);

    // A file that was found by its name and is renamed is found no more: a new export, paused, would take the place of the one that runs.
    private void CheckRename(ExportFile file, BatchExport old, bool prune)
    {
        string what = $"No export has the name in '{file.File}', '{MessageText.Name(file.Name)}', and no file is about "
            + $"'{MessageText.Name(old.Name)}' ({old.Id}), which has the same model, type and target.";
        string advice = $"If the file is about it, write its id into the file, \"id\": \"{old.Id}\": it is renamed then, and keeps its runs.";
        if (!prune)
            _notes.Add($"{what} A second export to the same target is created. {advice}");
        else if (!AllowsNamesakes)
            throw Problems.Validation($"{what} -Prune would remove it, with its history. Nothing was sent.",
                $"{advice} To create one and remove the other: -Force.");
    }

    // Where rows go to, and as what: of the settings the free texts, and no words or limits.
    private bool IsSameTarget(ExportFile file, BatchExport export)
    {
        if (ExportFile.IdentityOf(export) is var (_, model, type) && (file.Model != model || file.Type != type))
            return false;
        FileValue? config = ExportDocument.Create(export, project.Integrations, "").Find(ExportFormat.Destination)?.Find(ExportFormat.Config);
        DestinationField[] place = [.. (KnownDestination.Find(file.Type)?.Fields ?? [])
            .Where(static field => field is { Kind: FieldKind.Text, IsSecret: false, Words.Length: 0 })];
        return place.Any(field => ValueIn(file.Config, field) is string { Length: > 0 })
            && place.All(field => PlainText.AreSame(ValueIn(file.Config, field), ValueIn(config, field)));

        static object? ValueIn(FileValue? settings, DestinationField field) => settings?.Find(field.Name)?.ToPlain() ?? field.Default;
    }

    // Old exports may have others, which a newer server may take as well: what the project has is not judged.
    private void CheckInterval(ExportFile file)
    {
        if (ExportIntervals.All.Contains(file.Interval) || project.Exports.Any(export => export.Interval == file.Interval))
            return;
        FileProperty place = file.Root.FindProperty("interval")!;
        throw new FileProblem(place.Name, $"PostHog has no interval '{MessageText.Name(file.Interval)}'. Known: {string.Join(", ", ExportIntervals.All)}.",
            place.Line, place.Column).ToException(file.File);
    }

    // What is there has the name that it has; nobody gives one a line break.
    private static void CheckName(ExportFile file)
    {
        if (file.Name.Any(char.IsControl))
        {
            FileProperty place = file.Root.FindProperty("name")!;
            throw new FileProblem(place.Name, "This must not have control characters, such as a line break, in it.", place.Line, place.Column)
                .ToException(file.File);
        }
    }

    private static void CheckWriteOnce(ExportFile file, BatchExport export)
    {
        (_, string model, string type) = ExportFile.IdentityOf(export);
        string? change = file.Type != type ? $"its destination is of type {type}, and the file says {file.Type}"
            : file.Model != model ? $"its model is {model}, and the file says {file.Model}"
            : export.Destination.IntegrationId is not null && file.Integration is null ? "it has an integration, and the file has none"
            : null;
        if (change is not null)
            throw Problems.Validation($"'{file.File}' cannot be applied to '{MessageText.Name(export.Name)}' ({export.Id}): {change}. "
                + "PostHog does not allow that change. Nothing was sent.",
                "To make a second export, remove the id from the file and give it a name; remove the old export when the new one runs, "
                    + "and backfill the time between.");
    }

    private PlannedStep Refuse(ExportFile? file, BatchExport? export, ProblemException problem, string[]? changes = null) =>
        new(Step(SyncAction.Refuse, file, export, changes ?? [], [], problem.Message), file, export, [], problem);

    private BatchExportSyncStep Step(string action, ExportFile? file, BatchExport? export, string[] changes, string[] secrets, string reason) =>
        project.Scope.Stamp(new BatchExportSyncStep
    {
        Action = action,
        File = file?.File,
        BatchExport = export?.Name ?? file?.Name ?? "",
        BatchExportId = export?.Id,
        Changes = changes,
        Secrets = secrets,
        Reason = reason,
    });

    private static string Describe(FileDifference difference) =>
        $"{difference.Property}: {PlainText.DescribeChange(difference.AtServer, difference.InFile)}";

    private static string DescribeInFull(FileDifference difference) =>
        $"{difference.Property}: {PlainText.DescribeChangeInFull(difference.AtServer, difference.InFile)}";

    private static string DescribeSecret(string name) => $"secret '{MessageText.Name(name)}' is sent";

    private string? DescribeUnknown(ExportFile file, BatchExport? export) =>
        FileDifference.DescribeUnknown(file.File, file.FindUnknown(export, project.Integrations));

    // A server ignores what it does not know, without an error.
    private void WarnOfDifferences(PlannedStep step, BatchExport after, CallContext call) =>
        call.WarnNotTaken($"'{MessageText.Name(after.Name)}'", step.File!.Compare(after, project.Integrations)
            .Where(static difference => !difference.IsUnknown).Select(static difference => difference.Property));
}

/// <summary>What a step does.</summary>
internal static class SyncAction
{
    internal const string Create = "Create";
    internal const string Change = "Change";
    internal const string Remove = "Remove";
    internal const string Refuse = "Refuse";
}
