using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Where Sync-PHBatchExport takes the secrets of files from, and when it sends them.</summary>
[Trait("Speed", "Slow")]
public sealed class SyncPHBatchExportSecretTests : IDisposable
{
    private readonly TwoRegions _two = new("C");

    public void Dispose() => _two.Dispose();

    [Fact]
    public void A_secret_is_asked_for_only_where_the_server_has_none()
    {
        PrepareHttp();
        ShellResult missing = _two.Fail("PostHog.SecretMissing", "Sync-PHBatchExport $folder");
        Assert.Contains("POSTHOG_SECRET_MIRROR_TOKEN", missing.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(TwoRegions.Writes(_two.Us));
        Assert.Single(Sync("-Secret @{ 'mirror.token' = $secret }"));
        _two.Edit("mirror.json", "\"interval\": \"hour\"", "\"interval\": \"day\"");
        _two.Forget();
        Sync();
        Assert.DoesNotContain("token", _two.Us.Requests.All.Single(r => r.Method == "PATCH").Body, StringComparison.Ordinal);
    }

    [Fact]
    public void RotateSecret_sends_it_again()
    {
        PrepareHttp();
        Sync("-Secret @{ 'mirror.token' = $secret }");
        _two.Shell.Set("fresh", Bench.Secret("fresh-token-4711"));
        _two.Forget();
        BatchExportSyncStep step = Assert.Single(Sync("-RotateSecret mirror.* -Secret @{ 'mirror.token' = $fresh }"));
        Assert.Equal(["mirror.token"], step.Secrets);
        Assert.Contains("fresh-token-4711", _two.Us.Requests.All.Single(r => r.Method == "PATCH").Body, StringComparison.Ordinal);
        _two.Fail("PostHog.NotFound", "Sync-PHBatchExport $folder -RotateSecret nothing");
    }

    [Fact]
    public void A_vault_is_asked_before_the_environment()
    {
        PrepareHttp();
        _two.Shell.Set("fromVault", Bench.Secret("from-the-vault"));
        _two.Run("function global:Get-Secret { param($Name) if ($Name -eq 'POSTHOG_SECRET_MIRROR_TOKEN') { $fromVault } else { throw 'not found' } }");
        Sync();
        Assert.Contains("from-the-vault", _two.Us.Requests.All.Single(r => r.Method == "POST").Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vault_is_asked_for_names_with_the_prefix_only()
    {
        PrepareHttp();
        // Whatever a file names, as one in a pull request may.
        _two.Edit("mirror.json", "mirror.token", "root-password-of-production");
        _two.Shell.Set("fromVault", Bench.Secret("not-for-files"));
        _two.Run("$global:asked = @(); function global:Get-Secret { param($Name) $global:asked += $Name; if ($Name -notlike 'POSTHOG_SECRET_*') { $fromVault } }");
        _two.Fail("PostHog.SecretMissing", "Sync-PHBatchExport $folder");
        Assert.Equal("POSTHOG_SECRET_ROOT_PASSWORD_OF_PRODUCTION", _two.Run("$global:asked | Select-Object -Unique").Single.ToString());
        Assert.Empty(TwoRegions.Writes(_two.Us));
    }

    [Fact]
    public void The_environment_is_asked_last_and_for_names_with_the_prefix_only()
    {
        // A name of this test alone, since the environment is shared by all of them.
        const string Name = "only-of-this-test.4711";
        PrepareHttp();
        _two.Edit("mirror.json", "mirror.token", Name);
        Environment.SetEnvironmentVariable("ONLY_OF_THIS_TEST_4711", "not-for-files");
        _two.Fail("PostHog.SecretMissing", "Sync-PHBatchExport $folder");
        Environment.SetEnvironmentVariable("POSTHOG_SECRET_ONLY_OF_THIS_TEST_4711", "from-the-environment");
        try
        {
            Sync();
        }
        finally
        {
            Environment.SetEnvironmentVariable("POSTHOG_SECRET_ONLY_OF_THIS_TEST_4711", null);
            Environment.SetEnvironmentVariable("ONLY_OF_THIS_TEST_4711", null);
        }

        Assert.Contains("from-the-environment", _two.Us.Requests.All.Single(r => r.Method == "POST").Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_keeps_the_name_that_a_person_gave_a_secret()
    {
        PrepareHttp();
        _two.Edit("mirror.json", "mirror.token", "our-vault/mirror");
        Sync("-Secret @{ 'our-vault/mirror' = $secret }");
        _two.Run("Set-PHBatchExport mirror -Interval day; Export-PHBatchExport mirror -Path $folder");
        string text = _two.Files()["mirror.json"];
        Assert.Contains("\"secret\": \"our-vault/mirror\"", text, StringComparison.Ordinal);
        Assert.Contains("\"interval\": \"day\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("mirror.token", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plain_text_is_no_secret()
    {
        PrepareHttp();
        ShellResult result = _two.Fail("PostHog.InvalidSecret", "Sync-PHBatchExport $folder -Secret @{ 'mirror.token' = 'plain-4711' }");
        Assert.DoesNotContain("plain-4711", result.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, TwoRegions.Count(_two.Us));
    }

    [Fact]
    public void No_secret_is_shown_anywhere()
    {
        PrepareHttp();
        ShellResult result = _two.Shell.Run("$DebugPreference = $VerbosePreference = 'Continue'; Sync-PHBatchExport $folder -Secret @{ 'mirror.token' = $secret } | ConvertTo-Json -Depth 4");
        string shown = string.Join("\n", result.Debug.Concat(result.Verbose).Concat(result.Objects.Select(o => o.ToString())));
        Assert.DoesNotContain(Bench.PlantedSecret, shown, StringComparison.Ordinal);
        Assert.Contains("mirror", shown, StringComparison.Ordinal);
        Assert.All(_two.Files().Values, text => Assert.DoesNotContain(Bench.PlantedSecret, text, StringComparison.Ordinal));
    }

    private IReadOnlyList<BatchExportSyncStep> Sync(string more = "") => _two.Run("Sync-PHBatchExport $folder " + more).As<BatchExportSyncStep>();

    private void PrepareHttp()
    {
        _two.Put("mirror.json", """
            { "$schema": "batch-export.1.json", "name": "mirror", "model": "events", "interval": "hour",
              "destination": { "type": "HTTP", "config": { "url": "https://eu.i.posthog.com/batch/", "token": { "secret": "mirror.token" } } } }
            """);
        _two.Forget();
    }
}
