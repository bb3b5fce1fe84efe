using System.IO;
using PostHogPS.TestHost;

namespace PostHogPS.Benchmarks;

/// <summary>Pieces of PowerShell that jobs and contenders have in common.</summary>
internal static class Scripts
{
    /// <summary>Requests that everybody may have in flight.</summary>
    internal const int InFlight = 8;

    internal const string Clock = "$s = [Diagnostics.Stopwatch]::StartNew(); ";

    internal static string Import { get; } = "Import-Module '" + Path.GetFullPath(StagedModule.Manifest) + "'; ";

    /// <summary>Prints the milliseconds since <see cref="Clock"/>, of one unit.</summary>
    internal static string Stop(int units = 1) =>
        "; ($s.Elapsed.TotalMilliseconds / " + units.ToString(System.Globalization.CultureInfo.InvariantCulture) + ").ToString([Globalization.CultureInfo]::InvariantCulture)";
}
