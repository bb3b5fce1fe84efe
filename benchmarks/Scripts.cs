namespace PostHogPS.Benchmarks;

/// <summary>Pieces of PowerShell that jobs and contenders have in common.</summary>
internal static class Scripts
{
    internal const string Clock = "$s = [Diagnostics.Stopwatch]::StartNew(); ";

    /// <summary>Prints the milliseconds since <see cref="Clock"/>, of one unit.</summary>
    internal static string Stop(int units = 1) =>
        "; ($s.Elapsed.TotalMilliseconds / " + units.ToString(System.Globalization.CultureInfo.InvariantCulture) + ").ToString([Globalization.CultureInfo]::InvariantCulture)";
}
