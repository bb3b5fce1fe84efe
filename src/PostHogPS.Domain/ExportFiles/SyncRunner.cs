using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Files;
using PostHogPS.Text;

namespace PostHogPS.ExportFiles;

/// <summary>Carries out the steps of a sync one by one, and writes the ids of new exports into their files.</summary>
internal sealed class SyncRunner(ExportSync sync, FileFolder folder)
{
    /// <summary>Carries out steps. Each is given as it ended; one that fails is its error, and what it was to make room for stays.</summary>
    internal async Task RunAsync(IReadOnlyList<PlannedStep> steps, ExportSecrets secrets, CallContext call)
    {
        bool good = true;
        foreach (PlannedStep step in steps)
        {
            // What came before may end the command (-ErrorAction Stop, Select-Object -First): not a request later.
            await call.FlushAsync().ConfigureAwait(false);
            // An export that takes the place of another one must be there before the other goes.
            bool isNext = good || !step.IsRemoval;
            bool isDone = isNext && await call.TryAsync(step.Step.BatchExport, () => sync.ApplyAsync(step, secrets, call), Advice).ConfigureAwait(false);
            step.Step.State = isDone ? "Done" : isNext ? "Failed" : "Skipped";
            good &= isDone;
            if (isDone && step.Step.Action == SyncAction.Create)
                WriteId(step, call);
            call.WriteResult(step.Step);
        }
    }

    private void WriteId(PlannedStep step, CallContext call)
    {
        Guid id = step.Step.BatchExportId!.Value;
        string name = MessageText.Name(step.Step.BatchExport);
        try
        {
            if (ExportFileWriter.WriteId(folder, step.File!, id))
                call.Verbose($"Wrote the id {id} of '{name}' into '{step.File!.File}'.");
        }
        catch (ProblemException problem)
        {
            call.Warn($"'{name}' was created with the id {id}, which could not be written into '{step.File!.File}': {problem.Message}");
        }
    }

    private static string? Advice(PostHogApiException e) => e.Kind == PostHogErrorKind.FateUnknown
        ? "Run Sync-PHBatchExport again: it finds the export by its name, model and type, if it was made. Get-PHBatchExport shows it too." : null;
}
