using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;
using PostHogPS.Contracts;
using PostHogPS.ExportFiles;
using PostHogPS.Files;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>
/// Makes PostHog as the files say: plans everything first, then creates, changes and, with -Prune, removes, one by one. Where all is as
/// the files say, nothing is sent; after an interruption it is run again.
/// </summary>
[Cmdlet(VerbsData.Sync, "PHBatchExport", SupportsShouldProcess = true)]
[OutputType(typeof(BatchExportSyncStep))]
public sealed class SyncPHBatchExportCommand : ExportFilesCmdlet
{
    private const string Caption = "Sync-PHBatchExport";

    private SecretSources? _secrets;
    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>
    /// <para>Also removes exports that no file is about, with their backfills and runs. Last, and only when everything
    /// before has succeeded.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Prune { get; set; }

    /// <summary>
    /// <para>Secrets that the files refer to, as SecureStrings by their names. What is not in it is asked of Get-Secret,
    /// then of the environment.</para>
    /// </summary>
    [Parameter]
    public IDictionary? Secret { get; set; }

    /// <summary>
    /// <para>Names (or patterns) of secrets to send again, although PostHog has them. Otherwise only secrets that it has not
    /// are sent.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FileSecretCompleter))]
    [SupportsWildcards]
    public string[]? RotateSecret { get; set; }

    /// <summary><para>Gives the plan as objects, and sends nothing.</para></summary>
    [Parameter]
    public SwitchParameter PlanOnly { get; set; }

    /// <summary>
    /// <para>Creates and renames even when another export of the project has the name already, and with -Prune also where the new one takes
    /// the place of one with the same target.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private SecretSources Secrets => _secrets ??= new SecretSources(this, Secret);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        Try(null, Secrets.Check);
    }

    private protected override void Process(ExportFileSet files, ProjectExports project)
    {
        if (HasFailed)
            return;
        if (Prune && files.Files.Count == 0 && project.Exports.Count > 0)
            throw Problems.Validation($"There is no file of a batch export in '{Path}', so -Prune would remove all {project.Exports.Count} exports of "
                + $"{project.Scope.Description}. Nothing was sent.",
                "Check the path. To remove them all: Get-PHBatchExport | Remove-PHBatchExport.");
        var sync = new ExportSync(project) { AllowsNamesakes = Force };
        IReadOnlyList<PlannedStep> plan = sync.Plan(files.Files, Prune, Rotates, new OverlookedFiles(files));
        foreach (string note in sync.Notes)
            WriteWarning(note);
        string[] names = files.Files.SelectMany(ExportSecrets.NamesIn).Distinct().ToArray();
        CheckRotation(names);
        if (PlanOnly)
        {
            WriteObject(plan.Select(static step => step.Step).ToArray(), enumerateCollection: true);
            return;
        }

        // What cannot be done may be what a later step relies on.
        if (!Report(Path, plan.Select(static step => step.Problem).OfType<ProblemException>()))
            return;
        // Before anybody is asked, so that -WhatIf says what the run would.
        var missing = new List<ProblemException>();
        ExportSecrets secrets = Secrets.Find(
            plan.SelectMany(static step => step.Step.Secrets.Select(name => (name, $"'{step.File!.File}'"))), missing, names);
        if (!Report(Path, missing))
            return;
        foreach (string unused in Secrets.DescribeUnused(names, $"the files of '{Path}'"))
            WriteWarning(unused);
        Apply(sync, plan, project, secrets, files.Folder);
        foreach ((ExportFile file, BatchExport export) in sync.WithoutId)
            WriteId(files.Folder, file, export);
    }

    // Found by its name; the id keeps a rename from making a second one. A file that cannot be written is as good as before.
    private void WriteId(FileFolder folder, ExportFile file, BatchExport export)
    {
        string path = System.IO.Path.Combine(folder.Root, file.File);
        try
        {
            if (ShouldProcess(path, $"Write the id of batch export '{MessageText.Name(export.Name)}' ({export.Id}) into the file"))
                ExportFileWriter.WriteId(folder, file, export.Id);
        }
        catch (ProblemException problem)
        {
            WriteVerbose($"The id of '{MessageText.Name(export.Name)}' was not written into '{file.File}': {problem.Message}");
        }
    }

    private void Apply(ExportSync sync, IReadOnlyList<PlannedStep> plan, ProjectExports project, ExportSecrets secrets, FileFolder folder)
    {
        List<PlannedStep> agreed = plan.Where(step => Agrees(step, project)).ToList();
        bool good = true;
        foreach (PlannedStep step in agreed)
        {
            // An export that takes the place of another one must be there before the other goes.
            bool done = (good || step.Step.Action != SyncAction.Remove)
                && Try(step.Step.BatchExport, () => Await(call => sync.ApplyAsync(step, secrets, call)), Advice);
            step.Step.State = done ? "Done" : good || step.Step.Action != SyncAction.Remove ? "Failed" : "Skipped";
            good &= done;
            if (done && step.Step.Action == SyncAction.Create)
                WriteId(folder, step);
            WriteObject(step.Step);
        }
    }

    private void WriteId(FileFolder folder, PlannedStep step)
    {
        System.Guid id = step.Step.BatchExportId!.Value;
        try
        {
            if (ExportFileWriter.WriteId(folder, step.File!, id))
                WriteVerbose($"Wrote the id {id} of '{MessageText.Name(step.Step.BatchExport)}' into '{step.File!.File}'.");
        }
        catch (ProblemException problem)
        {
            WriteWarning($"'{MessageText.Name(step.Step.BatchExport)}' was created with the id {id}, which could not be written into "
                + $"'{step.File!.File}': {problem.Message}");
        }
    }

    private bool Agrees(PlannedStep step, ProjectExports project)
    {
        string id = step.Step.BatchExportId is { } known ? $" ({known})" : "";
        string what = $"{step.Step.Action} batch export '{MessageText.Name(step.Step.BatchExport)}'{id} in {project.Scope.Description}";
        string more = step.Step.Action == SyncAction.Remove ? " for good, with its backfills and runs" : "";
        return ShouldProcess(what + more + (step.Lines.Length > 0 ? ":" : ""), what + more + "?", Caption, step.Lines, out _)
            && (step.Step.Action != SyncAction.Remove || MayRemove(what + more + "?"));
    }

    // As Remove-PHBatchExport asks, whose impact is high; creates and changes of a sync have the usual one. Where -Confirm or the
    // preference have decided it, nobody is asked twice.
    private bool MayRemove(string question) =>
        Given("Confirm") || !Command.Parameters.ShowsIntent(ConfirmImpact.High) || Command.Parameters.ShowsIntent(ConfirmImpact.Medium)
        || ShouldContinue(question, Caption, ref _yesToAll, ref _noToAll);

    private bool Rotates(string name) => RotateSecret?.Any(pattern => NameMatcher.IsMatch(pattern, name)) == true;

    // A name that no file has is a mistake, and the old secret would stay.
    private void CheckRotation(string[] names)
    {
        foreach (string pattern in RotateSecret ?? [])
        {
            if (!names.Any(name => NameMatcher.IsMatch(pattern, name)))
                throw Problems.NotFound("secret", pattern, $"the files of '{Path}'", names.Length == 0 ? null : $"They refer to: {string.Join(", ", names)}.");
        }
    }

    private static string? Advice(PostHogApiException e) => e.Kind == PostHogErrorKind.FateUnknown
        ? "Run Sync-PHBatchExport again: it finds the export by its name, model and type, if it was made. Get-PHBatchExport shows it too." : null;
}
