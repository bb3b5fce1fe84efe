using System;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Faults;

/// <summary>The server as people start it by hand.</summary>
[Trait("Speed", "Slow")]
public sealed class SandboxServerProcessTests
{
    private static readonly string[] Switches =
        ["--port", "--generation", "--seed", "--speed", "--throttle", "--backfill-limit", "--extra-exports", "--tls", "--fault"];

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public void Help_names_every_switch_and_starts_nothing(string ask)
    {
        ProcessResult result = ChildProcess.Run("PostHogPS.SandboxServer.dll", [ask]);
        Assert.Equal(0, result.ExitCode);
        Assert.All(
            Switches,
            name => Assert.Contains(name, result.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("Listening on", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_switch_is_rejected_with_the_usage()
    {
        ProcessResult result = ChildProcess.Run("PostHogPS.SandboxServer.dll", ["--colour", "red"]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--colour", result.Output, StringComparison.Ordinal);
        Assert.Contains("--help", result.Output, StringComparison.Ordinal);
    }
}
