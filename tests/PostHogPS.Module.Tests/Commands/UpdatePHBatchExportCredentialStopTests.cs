using System;
using System.Linq;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Stopped at any point the same command goes on, on the server it was meant for.</summary>
[Trait("Speed", "Slow")]
public sealed class UpdatePHBatchExportCredentialStopTests
{
    private const string Line = "Update-PHBatchExportCredential -FromIntegration 1012 -Secret $keys -Name next -RemoveOld -Force";

    [Theory]
    [InlineData("GET", "/integrations/", 1)]
    [InlineData("POST", "/integrations/", 1)]
    [InlineData("POST", "/run_test_step/", 1)]
    [InlineData("POST", "/run_test_step/", 3)]
    [InlineData("PATCH", "/batch_exports/", 1)]
    [InlineData("POST", "/backfills/", 1)]
    [InlineData("GET", "/backfills/", 4)]
    [InlineData("PATCH", "/batch_exports/", 2)]
    [InlineData("DELETE", "/integrations/", 1)]
    public void Stopped_with_Ctrl_C_it_goes_on_and_nothing_is_made_twice(string method, string path, int number)
    {
        using Scene scene = Scene.Of(Storage("a"), Storage("b"));
        scene.Shell.Set("secret", Bench.Secret(Bench.PlantedSecret));
        scene.Run("$keys = @{ aws_access_key_id = $secret; aws_secret_access_key = $secret }").Clean();
        scene.StopAt(Line, method, path, number);
        scene.Clock.Advance(TimeSpan.FromMinutes(10));
        foreach (int _ in Enumerable.Range(0, 2))
        {
            ShellResult again = scene.Run(Line);
            Assert.Empty(again.Errors);
            Assert.All(again.As<BatchExportCredentialUpdate>(), static one => Assert.True(one.State is "Rotated" or "AlreadyDone" or "Switched", one.State + ": " + one.Reason));
            scene.Clock.Advance(TimeSpan.FromHours(2));
        }

        // Whose secret the new one holds nobody can read when another command made it: the end is told with its name.
        Assert.Empty(scene.Run("Update-PHBatchExportCredential -FromIntegration 1012 -Integration next -RemoveOld -Force").Errors);
        // One new integration, nothing on the old one, which is gone; and no interval was exported twice: by then a scheduled run may be the proof.
        Assert.Equal(["next"], scene.Run("Get-PHIntegration -Kind s3-compatible | ForEach-Object { $_.Config.name }").Clean().As<string>());
        Assert.Equal(2, scene.Run("Get-PHIntegration -Kind s3-compatible -IncludeUsedBy").Clean().As<Integration>().Single().UsedBy!.Length);
        Assert.All(["a", "b"], name => Assert.InRange(scene.Run($"Get-PHBatchExportBackfill {name}").Clean().Objects.Count, 0, 1));
    }

    [Theory]
    [InlineData("POST", "/integrations/")]
    [InlineData("POST", "/backfills/")]
    [InlineData("GET", "/runs/")]
    public void Stopped_while_a_secret_is_replaced_in_place_the_same_command_goes_on(string method, string path)
    {
        SandboxExport export = Storage("a");
        (export.Type, export.Config) = ("Postgres", "{\"database\":\"d\",\"schema\":\"public\",\"table_name\":\"t\"}");
        using Scene scene = Scene.Of(export);
        scene.Shell.Set("secret", Bench.Secret(Bench.PlantedSecret));
        scene.StopAt("Update-PHBatchExportCredential a -Secret $secret -Force", method, path, 1);
        scene.Clock.Advance(TimeSpan.FromMinutes(10));
        BatchExportCredentialUpdate again = scene.Run("Update-PHBatchExportCredential a -Secret $secret -Force").Clean().As<BatchExportCredentialUpdate>().Single();
        Assert.True(again.State is "Rotated" or "Switched" && again.Switched, again.State + ": " + again.Reason);
        Assert.InRange(scene.Run("Get-PHBatchExportBackfill a").Clean().Objects.Count, 0, 1);
    }

    [Fact]
    public void Ctrl_C_while_the_proof_runs_says_what_holds()
    {
        using Scene scene = Scene.Of(Storage("a"), Storage("b"));
        scene.Shell.Set("secret", Bench.Secret(Bench.PlantedSecret));
        scene.Run("$keys = @{ aws_access_key_id = $secret; aws_secret_access_key = $secret }").Clean();
        ShellResult stopped = scene.StopInWait(Line, 1);
        string said = stopped.Text + string.Join(" ", stopped.Warnings);
        Assert.Matches("'[ab]' is being switched to the new credentials", said);
        Assert.Matches("Still on the old credentials: '[ab]'", said);
    }

    [Fact]
    public void Ctrl_C_while_a_later_proof_runs_names_what_is_switched_and_not_proved()
    {
        SandboxExport covered = Storage("a");
        covered.Past = static (_, _) => SandboxResult.Completed;
        using Scene scene = Scene.Of(covered, Storage("b"), Storage("c"));
        scene.Shell.Set("secret", Bench.Secret(Bench.PlantedSecret));
        scene.Run("$keys = @{ aws_access_key_id = $secret; aws_secret_access_key = $secret }").Clean();
        const string Switch = "Update-PHBatchExportCredential a, b, c -FromIntegration 1012 -Secret $keys -Name next -Force";
        ShellResult stopped = scene.StopInWait(Switch, 1);
        string said = stopped.Text + string.Join(" ", stopped.Warnings);
        Assert.Contains("'b' is being switched to the new credentials, which no run has proved yet. Switched, and not proved: 'a'. "
            + "Still on the old credentials: 'c'. Still running in PostHog: ", said, StringComparison.Ordinal);
        Assert.Contains("Run the same command again to go on.", said, StringComparison.Ordinal);
        // What was said holds, and the same command goes on.
        Assert.Equal(["a", "b"], scene.Run("(Get-PHIntegration next -IncludeUsedBy).UsedBy | ForEach-Object Name | Sort-Object").Clean().As<string>());
        scene.Clock.Advance(TimeSpan.FromMinutes(10));
        ShellResult again = scene.Run(Switch);
        Assert.Empty(again.Errors);
        Assert.Equal(["a", "b", "c"], again.As<BatchExportCredentialUpdate>().Where(static one => one.Switched).Select(static one => one.BatchExportName)
            .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_goes_to_the_other_host()
    {
        using var two = new TwoRegions();
        two.Run("$next = New-PHIntegration -AwsS3 next -RoleArn arn:aws:iam::123456789012:role/next -Connection $eu; $id = (Get-PHIntegration -Kind aws-s3 -Connection $eu | Select-Object -First 1).Id");
        two.Run("$null = New-PHBatchExportDestination -AwsS3 -BucketName b -Region r -Prefix p -IntegrationId $id | New-PHBatchExport there -Connection $eu");
        two.Forget();
        // The objects bring their connection along; the default one is the other.
        BatchExportCredentialUpdate result = two.Run("Get-PHBatchExport there -Connection $eu | Update-PHBatchExportCredential -Integration $next -Force").As<BatchExportCredentialUpdate>().Single();
        Assert.Equal(("there", true), (result.BatchExportName, result.Switched));
        Assert.Empty(two.Us.Requests.All);
        Assert.Contains(TwoRegions.Writes(two.Eu), static write => write.StartsWith("PATCH", StringComparison.Ordinal));
    }

    // One interval was never run.
    private static SandboxExport Storage(string name) => new()
    {
        Name = name,
        Type = "S3Compatible",
        Config = "{\"bucket_name\":\"b\",\"region\":\"r\",\"prefix\":\"p\"}",
        Past = static (start, _) => start == Scene.Noon.AddMinutes(-20).AddHours(-5) ? null : SandboxResult.Completed,
    };
}
