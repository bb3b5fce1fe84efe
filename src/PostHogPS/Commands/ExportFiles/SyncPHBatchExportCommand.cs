using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
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

    private SecretSources Secrets => _secrets ??= new SecretSources(this, Secret, RotateSecret);

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
        var sync = new ExportSync(project) { AllowsNamesakes = Force };
        if (Prune)
            sync.CheckPrune(files.Files, Path);
        IReadOnlyList<PlannedStep> plan = sync.Plan(files.Files, Prune, Secrets.Rotates, new OverlookedFiles(files));
        foreach (string note in sync.Notes)
            WriteWarning(note);
        string[] names = files.Files.SelectMany(ExportSecrets.NamesIn).Distinct().ToArray();
        Secrets.CheckRotation(names, $"the files of '{Path}'");
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
        List<PlannedStep> agreed = plan.Where(step => Agrees(sync, step)).ToList();
        Await(call => new SyncRunner(sync, files.Folder).RunAsync(agreed, secrets, call));
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

    // A removal is asked about as Remove-PHBatchExport asks, whose impact is high; creates and changes of a sync have the usual one. Where
    // -Confirm or the preference have decided it, nobody is asked twice.
    private bool Agrees(ExportSync sync, PlannedStep step)
    {
        string what = sync.Describe(step);
        bool isDecided = !step.IsRemoval || Given("Confirm")
            || !Command.Parameters.ShowsIntent(ConfirmImpact.High) || Command.Parameters.ShowsIntent(ConfirmImpact.Medium);
        return ShouldProcess(what + (step.Lines.Length > 0 ? ":" : ""), what + "?", Caption, step.Lines, out _)
            && (isDecided || ShouldContinue(what + "?", Caption));
    }
}
