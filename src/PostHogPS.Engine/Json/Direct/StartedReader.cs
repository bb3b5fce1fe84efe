namespace PostHogPS.Engine;

/// <summary>Answers to started backfills (docs/server.md#backfills).</summary>
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
