using PostHogPS.Engine.Json;

namespace PostHogPS.Engine.Models;

/// <summary>Progress of backfills (API reference 7.9).</summary>
internal sealed class ProgressReader : ItemReader<BackfillProgress>
{
    protected override BackfillProgress Make() => new();

    protected override void Set(BackfillProgress progress, string name, ref JsonCursor json)
    {
        switch (name)
        {
            case "total_runs": progress.TotalRuns = json.Long(); break;
            case "finished_runs": progress.FinishedRuns = json.Long(); break;
            case "progress": progress.Ratio = json.Double(); break;
            default: progress.AdditionalProperties[name] = json.Plain(); break;
        }
    }
}
