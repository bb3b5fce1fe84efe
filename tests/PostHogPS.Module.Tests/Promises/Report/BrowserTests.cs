using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;
using PostHogPS.Domain.Tests.Report;

namespace PostHogPS.Module.Tests.Promises.Report;

/// <summary>The report in a real browser. Skipped, with the reason, where there is none.</summary>
[Trait("Speed", "Slow")]
public sealed class BrowserTests : IDisposable
{
    // The browser's own errands; no report could cause them.
    private static readonly string[] OwnErrands = ["google", "gstatic", "gvt1", "chrome"];

    private readonly TempFolder _folder = new();
    private readonly TcpListener _proxy = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _asked = new();

    public BrowserTests()
    {
        _proxy.Start();
        _ = Task.Run(Listen, TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        _proxy.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(1280, 1000)]
    [InlineData(500, 900)]
    public void Hostile_report_shows_without_a_script_an_error_or_a_request(int width, int height)
    {
        Assert.SkipWhen(Chromium.WhyNot is not null, Chromium.WhyNot ?? "");
        string page = ReportSamples.Save(ReportSamples.Many(12, ReportSamples.Hostile, ReportSamples.Hostile), _folder["report.html"]);
        ProcessResult result = Show(page, width, height);
        Assert.True(result.ExitCode == 0, result.Output);
        Assert.DoesNotContain("CONSOLE", result.Output, StringComparison.Ordinal);
        Assert.True(new FileInfo(_folder["picture.png"]).Length > 20_000, "The picture is empty.");
        Assert.DoesNotContain(_asked, line => !OwnErrands.Any(own => line.Contains(own, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void Two_hundred_exports_over_a_week_of_hours_are_shown()
    {
        Assert.SkipWhen(Chromium.WhyNot is not null, Chromium.WhyNot ?? "");
        string page = ReportSamples.Save(ReportSamples.Many(200), _folder["report.html"]);
        var watch = Stopwatch.StartNew();
        ProcessResult result = Show(page, 1280, 1000);
        watch.Stop();
        Assert.True(result.ExitCode == 0, result.Output);
        Assert.DoesNotContain("CONSOLE", result.Output, StringComparison.Ordinal);
        Assert.True(new FileInfo(_folder["picture.png"]).Length > 20_000, "The picture is empty.");
        // Start of the browser included; a figure, not a promise: this machine may be busy with something else.
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.ElapsedMilliseconds} ms for {new FileInfo(page).Length} bytes");
    }

    private ProcessResult Show(string page, int width, int height) =>
        Chromium.Show(page, _folder["picture.png"], _folder["profile"], width, height, "http://" + _proxy.LocalEndpoint);

    // Takes the place of the network: each request is recorded and gets no answer.
    private async Task Listen()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _proxy.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
                using var reader = new StreamReader(client.GetStream());
                _asked.Enqueue(await reader.ReadLineAsync(TestContext.Current.CancellationToken) ?? "");
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException or IOException)
        {
            _ = e;
        }
    }
}
