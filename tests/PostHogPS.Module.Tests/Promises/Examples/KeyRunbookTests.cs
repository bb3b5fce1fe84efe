using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Examples;

/// <summary>The runbook that rotates a key, as a job: an environment, no person, a log and an exit code.</summary>
[Trait("Speed", "Slow")]
public sealed class KeyRunbookTests
{
    private static readonly string File = Path.Combine(StagedModule.RepositoryRoot, "examples", "Update-DestinationKey.ps1");

    [Fact]
    public async Task The_job_rotates_the_key_and_a_second_one_finds_it_done()
    {
        await using SandboxServer server = await JobServer.StartAsync();
        ProcessResult result = Run(server, "new-key");
        Assert.True(result.ExitCode == 0, result.Output);
        Assert.Contains("events-to-minio: Rotated. ", result.Output, StringComparison.Ordinal);
        // What its header says for one export.
        Assert.InRange(server.Requests.All.Count, 1, 8 + 25);
        ProcessResult again = Run(server, "new-key");
        Assert.True(again.ExitCode == 0, again.Output);
        Assert.Contains("events-to-minio: AlreadyDone. ", again.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("new-key", result.Output + again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_job_fails_with_a_key_that_the_destination_refuses_and_changes_no_export()
    {
        await using SandboxServer server = await JobServer.StartAsync();
        ProcessResult result = Run(server, "wrong-secret");
        Assert.True(result.ExitCode == 1, result.Output);
        Assert.Contains("Without the new key: events-to-minio", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Requests.All, static request => request.Method == "PATCH");
    }

    private static ProcessResult Run(SandboxServer server, string secret) => Pwsh.Run(new Dictionary<string, string?>
    {
        ["POSTHOG_PERSONAL_API_KEY"] = "phx_job",
        ["POSTHOG_HOST"] = server.Address.AbsoluteUri,
        ["POSTHOG_PROJECT_ID"] = "101",
        ["NEW_ACCESS_KEY_ID"] = "AKIANEW",
        ["NEW_SECRET_ACCESS_KEY"] = secret,
        ["PSModulePath"] = Path.GetFullPath(Path.Combine(StagedModule.Directory, "..", "..")),
        ["CI"] = "true",
        ["NO_COLOR"] = "1",
    }, "-File", File, "-FromIntegration", "1002", "-Name", "minio-2");
}
