using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace PostHogPS.Module.Tests.Promises.Report;

/// <summary>A Chromium on the path, without a window and without traffic of its own.</summary>
internal static class Chromium
{
    private static readonly string? Program =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(_ => new[] { "chromium", "chromium-browser", "google-chrome" }, (folder, name) => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    /// <summary>Why no page can be shown here; null when one can.</summary>
    internal static string? WhyNot => Program is null ? "There is no Chromium on the path; the report is not shown in a browser." : null;

    /// <summary>Shows a page, saves what it looks like, and gives back what the browser wrote.</summary>
    internal static ProcessResult Show(string page, string picture, string profile, int width, int height, string proxy, params string[] more)
    {
        List<string> arguments =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--hide-scrollbars", "--enable-logging=stderr", "--user-data-dir=" + profile, "--proxy-server=" + proxy,
            $"--window-size={width},{height}", "--screenshot=" + picture, .. more, new Uri(page).AbsoluteUri,
        ];
        return ChildProcess.Run(new ProcessStartInfo(Program!, arguments));
    }
}
