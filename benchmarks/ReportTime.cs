using System.Globalization;
using System.IO;
using PostHogPS.TestHost;

namespace PostHogPS.Benchmarks;

/// <summary>The report of the sandbox's exports over seven days, requests to the in-memory server included.</summary>
internal static class ReportTime
{
    internal static Row Measure(Child child)
    {
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".html");
        try
        {
            double time = child.Script(
                "Import-Module '" + Path.GetFullPath(StagedModule.Manifest) + "'; $null = Connect-PostHog -Sandbox; " + Scripts.Clock
                + "Export-PHBatchExportReport -Path '" + file + "'" + Scripts.Stop());
            return new Row(
                "Report of the sandbox's exports over seven days, to the written file", "(no target)",
                string.Create(CultureInfo.InvariantCulture, $"{time:0} ms, {new FileInfo(file).Length / 1024} KB"), true);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
