using PostHogPS.Engine.Json;

namespace PostHogPS.Engine.Models;

/// <summary>Answers to started backfills (API reference 7.9).</summary>
internal sealed class StartedReader : ItemReader<BackfillStarted>
{
    protected override BackfillStarted Make() => new();

    protected override void Set(BackfillStarted started, string name, ref JsonCursor json)
    {
        if (name == "backfill_id")
            started.BackfillId = json.Text() ?? started.BackfillId;
        else
            json.Skip();
    }
}
