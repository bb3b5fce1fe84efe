using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Examples;

/// <summary>The runbook that compares rows: it repairs gaps by itself, and mails what a person must decide.</summary>
public sealed class RowRunbookTests
{
    private static readonly string File = Path.Combine(StagedModule.RepositoryRoot, "examples", "Repair-Rows.ps1");

    private static readonly DateTimeOffset Hour = Scene.Noon.AddMinutes(-20).AddHours(-40);

    [Trait("Speed", "Slow")]
    [Fact]
    public async Task What_stays_short_is_mailed_with_the_command_that_exports_it_and_ends_the_job()
    {
        using Scene scene = Scene.Of(
            new SandboxExport { Name = "gap", Past = (start, _) => start == Hour ? SandboxResult.Failed("no") : SandboxResult.Completed },
            new SandboxExport { Name = "losing", Lost = (start, _) => start == Hour ? 200 : 0 },
            new SandboxExport { Name = "persons", Model = "persons" });
        using var mails = new TcpListener(IPAddress.Loopback, 0);
        mails.Start();
        Task<string> mail = ReceiveAsync(mails);
        scene.Shell.Set("port", ((IPEndPoint)mails.LocalEndpoint).Port);

        ShellResult run = scene.Run($"& '{File}' -MailServer 127.0.0.1 -MailPort $port -From a@example.com -To b@example.com");

        string[] lines = [.. run.Objects.Select(line => line.ToString())];
        Assert.Contains(lines, line => line.StartsWith("gap: Match. ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("losing: Short. ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("persons: NotComparable. ", StringComparison.Ordinal));
        Assert.Contains("losing: ", run.Error.Exception.Message, StringComparison.Ordinal);
        string text = (await mail).Replace("=\r\n", "", StringComparison.Ordinal);
        Assert.Contains("Subject: PostHog batch exports: 1 need a look", text, StringComparison.Ordinal);
        Assert.Contains("Start-PHBatchExportBackfill -BatchExport ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("gap: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mail_that_was_not_sent_is_the_first_thing_that_is_said_with_its_reason()
    {
        using Scene scene = Scene.Of(new SandboxExport { Name = "losing", Lost = (start, _) => start == Hour ? 200 : 0 });
        using (var closed = new TcpListener(IPAddress.Loopback, 0))
        {
            closed.Start();
            scene.Shell.Set("port", ((IPEndPoint)closed.LocalEndpoint).Port);
        }

        ShellResult run = scene.Run($"& '{File}' -MailServer 127.0.0.1 -MailPort $port -From a@example.com -To b@example.com");

        string said = Assert.Single(run.Objects.Select(static line => line.ToString()), static line => line.StartsWith("The mail was not sent: ", StringComparison.Ordinal));
        // The words of the operating system, and not those of the call that failed.
        Assert.DoesNotContain("Exception calling", said, StringComparison.Ordinal);
        Assert.StartsWith(said + "\n", run.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("\nlosing: ", run.Error.Exception.Message, StringComparison.Ordinal);
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Where_nothing_stays_short_the_job_ends_well()
    {
        using Scene scene = Scene.Of(new SandboxExport { Name = "gap",
            Past = (start, _) => start == Hour ? SandboxResult.Failed("no") : SandboxResult.Completed });

        string[] lines = [.. scene.Run($"& '{File}'").Clean().Objects.Select(static line => line.ToString())];
        Assert.StartsWith("gap: Match. ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("    Repair: Repaired. ", Assert.Single(lines.Skip(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_that_cannot_be_repaired_is_named_once()
    {
        using Scene scene = Scene.Of(new SandboxExport { Name = "unpaid", Past = (start, _) => start >= Hour ? new SandboxResult("FailedBilling", "over the limit") : SandboxResult.Completed });

        ShellResult run = scene.Run($"& '{File}'");

        Assert.Contains(run.Objects, static line => line.ToString().StartsWith("unpaid: Missing. ", StringComparison.Ordinal));
        string line = Assert.Single(run.Error.Exception.Message.Split('\n'));
        Assert.StartsWith("unpaid: Nothing was sent. ", line, StringComparison.Ordinal);
        Assert.Equal(line.TrimEnd(), line);
    }

    // As much of a mail server as a client needs to hand over one mail.
    private static async Task<string> ReceiveAsync(TcpListener mails)
    {
        using TcpClient client = await mails.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 mail");
        while (await reader.ReadLineAsync() is { } line)
        {
            await writer.WriteLineAsync(line == "DATA" ? "354 go on" : "250 fine");
            if (line != "DATA")
                continue;
            var mail = new StringWriter { NewLine = "\r\n" };
            while (await reader.ReadLineAsync() is { } part and not ".")
                await mail.WriteLineAsync(part);
            await writer.WriteLineAsync("250 fine");
            return mail.ToString();
        }

        return "";
    }
}
