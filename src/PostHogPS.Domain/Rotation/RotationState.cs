namespace PostHogPS.Rotation;

/// <summary>What became of the credentials of an export.</summary>
internal static class RotationState
{
    /// <summary>Nothing was sent: -WhatIf.</summary>
    internal const string Planned = "Planned";

    /// <summary>It has the new credentials, and a run with them has completed.</summary>
    internal const string Rotated = "Rotated";

    /// <summary>It has the new credentials, and no run has shown yet that they work.</summary>
    internal const string Switched = "Switched";

    /// <summary>It had the new credentials before the command.</summary>
    internal const string AlreadyDone = "AlreadyDone";

    /// <summary>The new credentials did not work, and it has the old ones again.</summary>
    internal const string SwitchedBack = "SwitchedBack";

    /// <summary>Something failed, and the reason says what holds now.</summary>
    internal const string Failed = "Failed";

    /// <summary>Left out on purpose.</summary>
    internal const string Skipped = "Skipped";
}

/// <summary>What the test of a destination said.</summary>
internal static class TestState
{
    internal const string Passed = "Passed";
    internal const string Failed = "Failed";
    internal const string NoTest = "NoTest";
    internal const string NotRun = "NotRun";
}
