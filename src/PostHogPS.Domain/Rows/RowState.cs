namespace PostHogPS.Rows;

/// <summary>What a comparison of rows says of an interval.</summary>
internal static class RowState
{
    internal const string Match = "Match";

    /// <summary>PostHog holds rows that no run exported.</summary>
    internal const string Short = "Short";

    /// <summary>Runs exported more than PostHog holds: events deleted since, or exported twice. No failure.</summary>
    internal const string Surplus = "Surplus";

    /// <summary>There are rows and no completed run.</summary>
    internal const string Missing = "Missing";

    /// <summary>Rows may still arrive, or may have been exported by a run that has not come yet.</summary>
    internal const string TooRecent = "TooRecent";

    internal const string NotComparable = "NotComparable";
}
